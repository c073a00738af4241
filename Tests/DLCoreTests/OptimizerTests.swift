import BackendNaive
import DLCore
import Testing

private typealias Trained = Autodiff<NaiveBackend<Double>>

/// One list of scalars as a layer.
private struct Scalars<B: Backend>: Layer {
  let name = "scalars"
  var values: Tensor<B>

  func forward(_ input: Tensor<B>, _ pass: inout Pass<B>) throws(TensorError) -> Tensor<B> {
    try input * values
  }

  mutating func visitParameters(
    _ visit: (ParameterVisit<B>, inout Tensor<B>) throws(TensorError) -> Void
  ) throws(TensorError) { try visit(ParameterVisit("values"), &values) }
}

@Suite("Optimizers")
struct OptimizerTests {
  private static let first: [Double] = [1, -2, 0.5]

  /// Five steps from `first`, with gradients that depend on the parameters; the numbers of
  /// `Scripts/make-golden-optimizers.py`.
  private func fiveSteps<O: Optimizer>(_ optimizer: O) throws -> [Double] where O.B == Trained {
    let backend = Trained(NaiveBackend())
    var optimizer = optimizer
    var layer = Scalars(values: try Tensor(Self.first, shape: [3], on: backend))
    for step in 0..<5 {
      // The gradient of (p² · (step + 1) - p) / 2.
      let (_, gradients) = try layer.lossWithGradients { (layer) throws(TensorError) in
        try (layer.values.squared() * Double(step + 1) - layer.values).sum() / 2
      }
      try optimizer.step(&layer, gradients)
    }
    #expect(optimizer.state.step == 5)
    return layer.values.scalars
  }

  private func isNear(_ found: [Double], _ expected: [Double]) -> Bool {
    found.count == expected.count && zip(found, expected).allSatisfy { abs($0 - $1) < 1e-14 }
  }

  @Test("Gradient descent does what PyTorch's does")
  func sgd() throws {
    #expect(
      isNear(
        try fiveSteps(SGD(learningRate: 0.1)),
        [0.26009999999999994, -0.19349999999999998, 0.1845]))
    #expect(
      isNear(
        try fiveSteps(SGD(learningRate: 0.1, weightDecay: 0.25)),
        [0.22878684570312502, -0.14626925781249994, 0.16627749511718748]))
    #expect(
      isNear(
        try fiveSteps(SGD(learningRate: 0.1, momentum: 0.75, weightDecay: 0.25)),
        [-0.21954909179687493, 0.9288557421875001, -0.028148286132812516]))
    #expect(
      isNear(
        try fiveSteps(SGD(learningRate: 0.1, momentum: 0.75, isNesterov: true)),
        [-0.06451757812499999, 0.466201171875, 0.02393554687500001]))
  }

  @Test("Adam and AdamW do what PyTorch's do")
  func adam() throws {
    #expect(
      isNear(
        try fiveSteps(Adam(learningRate: 0.1)),
        [0.5193320856149505, -1.5075403702623902, 0.1566860991435602]))
    #expect(
      isNear(
        try fiveSteps(
          Adam(learningRate: 0.1, beta1: 0.75, beta2: 0.875, epsilon: 0.125, weightDecay: 0.25)),
        [0.5454186380588224, -1.5123328915310703, 0.14045072553593319]))
    #expect(
      isNear(
        try fiveSteps(Adam.adamW(learningRate: 0.1, weightDecay: 0.25)),
        [0.42152275594878735, -1.2922736951258518, 0.10934708568522451]))
  }

  @Test("Numbers out of range are named", arguments: mistakes)
  func inNumbers(_ mistake: Mistake) { #expect(message(mistake.make) == mistake.expected) }

  private static let mistakes: [Mistake] = [
    Mistake("SGD: learning rate must lie in 0.0..<inf, but is -1.0") {
      _ = try SGD<Trained>(learningRate: -1)
    },
    Mistake("SGD: momentum must lie in 0.0..<1.0, but is 1.0") {
      _ = try SGD<Trained>(momentum: 1)
    },
    Mistake("SGD: weight decay must lie in 0.0..<inf, but is nan") {
      _ = try SGD<Trained>(weightDecay: .nan)
    },
    Mistake("Adam: beta1 must lie in 0.0..<1.0, but is 1.0") { _ = try Adam<Trained>(beta1: 1) },
    Mistake("Adam: beta2 must lie in 0.0..<1.0, but is -0.5") {
      _ = try Adam<Trained>(beta2: -0.5)
    },
    Mistake("AdamW: epsilon must lie in 0.0..<inf, but is inf") {
      _ = try Adam<Trained>.adamW(epsilon: .infinity)
    },
  ]

  @Test("What is remembered must fit the parameter")
  func misfits() throws {
    let backend = Trained(NaiveBackend())
    var parameter = try Tensor.ones([3], on: backend)
    let gradient = try Tensor.ones([3], on: backend)
    let short = try Tensor.ones([2], on: backend)
    let problem = "what is remembered from earlier steps does not fit a parameter of shape [3]"
    let sgd = try SGD<Trained>(momentum: 0.5)
    let adam = try Adam<Trained>()
    var slots = [short]
    #expect(
      message { try sgd.update(&parameter, gradient: gradient, slots: &slots, step: 1) }
        == "SGD: \(problem)")
    slots = [short, short]
    #expect(
      message { try adam.update(&parameter, gradient: gradient, slots: &slots, step: 1) }
        == "Adam: \(problem)")
    slots = [gradient]
    #expect(
      message { try adam.update(&parameter, gradient: gradient, slots: &slots, step: 1) }
        == "Adam: two moments of a parameter are remembered, not 1")
    slots = []
    #expect(
      message { try adam.update(&parameter, gradient: short, slots: &slots, step: 1) }
        == "Adam: a parameter of shape [3] has a gradient of shape [2]")
    #expect(parameter.scalars == [1, 1, 1])
  }

  @Test("An impossible number of steps is refused", arguments: [Int.max, -1, .min])
  func vastStep(_ step: Int) throws {
    let backend = Trained(NaiveBackend())
    var layer = Scalars(values: try Tensor.ones([3], on: backend))
    var adam = try Adam<Trained>()
    adam.state.step = step
    let gradients = try layer.lossWithGradients { (layer) throws(TensorError) in
      try layer.values.sum()
    }.gradients
    #expect(
      message { try adam.step(&layer, gradients) }
        == "optimizer: the number of steps taken cannot be \(step)")
  }

  @Test("A step changes parameters and moments where they lie")
  func inPlace() throws {
    let backend = Trained(NaiveBackend())
    var layer = Scalars(values: try Tensor(repeating: 1, shape: [1_000], on: backend))
    var adam = try Adam<Trained>()
    func step() throws {
      let gradients = try layer.lossWithGradients { (layer) throws(TensorError) in
        try layer.values.squared().sum()
      }.gradients
      try adam.step(&layer, gradients)
    }
    func addresses() -> [Int] {
      let tensors = [layer.values] + (adam.state.slots["values"] ?? [])
      return tensors.map { tensor in
        tensor.backend.withScalars(of: tensor.storage, count: tensor.count) { span in
          span.withUnsafeBufferPointer { Int(bitPattern: $0.baseAddress) }
        }
      }
    }
    try step()
    let before = addresses()
    try step()
    #expect(before.count == 3)
    #expect(addresses() == before)
  }

  @Test("Parameters without a gradient, and state, stay as they are")
  func untouched() throws {
    let backend = Trained(NaiveBackend())
    let start = Initialization(on: backend, seed: 1)
    var net = try Sequential("net") { () throws(TensorError) in
      try BatchNorm2D("norm", channels: 1, start)
      try Conv2D("conv", from: 1, to: 1, kernel: 1, biasInitializer: .ones, start)
    }
    let input = try Tensor.ones([1, 1, 1, 1], on: backend)
    let (_, gradients) = try net.lossWithGradients { (net) throws(TensorError) in
      try net(input).sum()
    }
    #expect(
      gradients.entries.map(\.name) == [
        "norm.weight", "norm.bias", "conv.weight", "conv.bias",
      ])
    var sgd = try SGD<Trained>(learningRate: 1)
    let before = try net.parameters
    try sgd.step(&net, gradients)
    for (old, new) in zip(before, try net.parameters) where old.role == .state {
      #expect(old.tensor.scalars == new.tensor.scalars)
    }
    #expect(try net.parameters.last?.tensor.scalars == [0])
  }
}

@Suite("Learning rates")
struct OptimizerScheduleTests {
  private func factors(_ schedule: LearningRateSchedule, _ steps: Int) -> [Double] {
    (0..<steps).map { schedule.factor(step: $0, of: steps) }
  }

  private func isNear(_ found: [Double], _ expected: [Double]) -> Bool {
    found.count == expected.count && zip(found, expected).allSatisfy { abs($0 - $1) < 1e-12 }
  }

  @Test("The schedules are PyTorch's")
  func golden() {
    #expect(
      isNear(
        factors(.cosine(floor: 0.125), 9),
        [
          1.0, 0.966697295473688, 0.8718592167691146, 0.7299240016597269, 0.5625,
          0.39507599834027324, 0.2531407832308855, 0.15830270452631207, 0.125,
        ]))
    // PyTorch's peak is at step pct_start · total - 1; here it is at warmup · (total - 1).
    #expect(
      isNear(
        factors(.oneCycle(warmup: 0.3), 11),
        [
          0.04, 0.28, 0.76, 1.0, 0.9504846320134737, 0.8117456539497631, 0.6112620219362893,
          0.38874197806371075, 0.18825834605023697, 0.049519367986526286, 4e-06,
        ]))
    #expect(
      factors(.step(stages: 3, factor: 0.5), 9) == [1, 1, 1, 0.5, 0.5, 0.5, 0.25, 0.25, 0.25])
    #expect(factors(.constant, 3) == [1, 1, 1])
  }

  @Test(
    "Any numbers give a finite factor",
    arguments: [
      LearningRateSchedule.constant, .step(stages: .max, factor: 0.5),
      .step(stages: .min, factor: 0.5), .step(stages: 0, factor: 2), .cosine(floor: 0),
      .oneCycle(warmup: 0), .oneCycle(warmup: 1), .oneCycle(warmup: 0.3),
    ])
  func extremes(_ schedule: LearningRateSchedule) {
    for step in [Int.min, -1, 0, 1, 5, .max] {
      for total in [Int.min, -1, 0, 1, 2, 10, .max] {
        let factor = schedule.factor(step: step, of: total)
        #expect(factor.isFinite && factor >= 0 && factor <= 2)
      }
    }
  }
}
