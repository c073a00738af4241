import DLCore
import Testing

extension GradientCase {
  /// A layer as a function of its input and its learned parameters.
  static func layer<L: Layer>(
    _ name: String, _ layer: L, input: Point, pass: Pass<Checked> = .inference
  ) throws -> GradientCase where L.B == Checked {
    let learned = try layer.parameters.filter { $0.role == .trainable }
    let points = learned.enumerated().map { index, parameter in
      Point.random(parameter.tensor.shape, seed: UInt64(10 + index))
    }
    return GradientCase(name, [input] + points) { tensors in
      var copy = layer
      var next = 1
      try copy.visitParameters { (visit, tensor) throws(TensorError) in
        // State belongs to the tape that the layer was made on, which is not this one.
        guard visit.role == .trainable else {
          tensor = try Tensor(tensor.scalars, shape: tensor.shape, on: tensors[0].backend)
          return
        }
        tensor = tensors[next]
        next += 1
      }
      var pass = pass
      return try copy.forward(tensors[0], &pass)
    }
  }
}

@Suite("Gradients of layers")
struct LayerGradientTests {
  private let backend = Checked(WatchedBackend())
  private var start: Initialization<Checked> { Initialization(on: backend, seed: 1) }

  private func check<L: Layer>(
    _ name: String, _ layer: L, _ input: GradientCase.Point, pass: Pass<Checked> = .inference
  ) throws where L.B == Checked {
    try checkGradient(of: .layer(name, layer, input: input, pass: pass), on: backend)
  }

  @Test("Fully connected")
  func linear() throws {
    try check("linear", Linear("fc", from: 4, to: 3, start), .random([2, 4]))
    try check("no bias", Linear("fc", from: 4, to: 3, hasBias: false, start), .random([2, 4]))
  }

  @Test("Convolutions, also with connections of some maps only")
  func convolution() throws {
    let picture = GradientCase.Point.random([2, 2, 4, 4])
    try check("conv", Conv2D("c", from: 2, to: 3, kernel: 3, padding: 1, start), picture)
    try check(
      "grouped", Conv2D("c", from: 2, to: 4, kernel: 2, groups: 2, hasBias: false, start), picture)
    // Connections are constants on the tape that checks the gradients.
    try check(
      "connections",
      Conv2D("c", from: 2, to: 3, kernel: 2, connections: [[0], [1], [0, 1]], start),
      picture)
  }

  @Test("Pooling")
  func pooling() throws {
    try check("max", MaxPool2D("p", window: 2, padding: 1), .distinct([1, 2, 4, 4]))
    try check("average", AveragePool2D("p", window: 3, stride: 2), .random([1, 2, 5, 5]))
  }

  @Test("Activations")
  func activations() throws {
    let layers: [Activation<Checked>] = [
      .relu(), .leakyReLU(), .tanh(), .sigmoid(), .gelu(), .init(.squareRoot, named: "root"),
    ]
    for layer in layers {
      let isRoot = layer.operation == .squareRoot
      let point = isRoot ? GradientCase.Point.random([5], from: 0.5, to: 2) : .random([5])
      try check(layer.name, layer, point)
    }
  }

  @Test("Dropout, for one step of training")
  func dropout() throws {
    let pass = Pass<Checked>.training(seed: 3, step: 4)
    try check("dropout", Dropout(rate: 0.5), .random([4, 5]), pass: pass)
  }

  @Test("Normalization, in training and in inference")
  func batchNorm() throws {
    let picture = GradientCase.Point.random([3, 2, 2, 2])
    try check(
      "training", BatchNorm2D("norm", channels: 2, start), picture,
      pass: .training(seed: 1, step: 0))
    var trained = try BatchNorm2D("norm", channels: 2, start)
    trained.runningMean = try Tensor([0.5, -1], shape: [2], on: backend)
    trained.runningVariance = try Tensor([0.25, 2], shape: [2], on: backend)
    try check("inference", trained, picture)
  }

  @Test("An ensemble, in training and in inference")
  func ensemble() throws {
    let trio = try Ensemble("trio") { () throws(TensorError) in
      try Linear("a", from: 3, to: 2, start)
      try Sequential("b") { () throws(TensorError) in
        try Linear("fc", from: 3, to: 2, start.inside("b"))
        Activation.tanh()
      }
      try Linear("c", from: 3, to: 2, hasBias: false, start)
    }
    try check("training", trio, .random([7, 3]), pass: .training(seed: 1, step: 1))
    try check("inference", trio, .random([2, 3]))
  }

  @Test("A sequence of layers that share passes")
  func sequential() throws {
    let net = try Sequential("net") { () throws(TensorError) in
      try Conv2D("conv", from: 1, to: 2, kernel: 3, start)
      Activation.relu()
      MaxPool2D("pool", window: 2)
      try BatchNorm2D("norm", channels: 2, start)
      Flatten()
      try Linear("hidden", from: 8, to: 4, start)
      Activation.sigmoid()
      try Dropout(rate: 0.25)
      try Linear("output", from: 4, to: 3, start)
    }
    let pass = Pass<Checked>.training(seed: 1, step: 0)
    try check("net", net, .random([2, 1, 6, 6]), pass: pass)
  }
}
