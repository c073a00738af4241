import BackendNaive
import DLCore
import Testing

/// A step of training that one writes oneself.
@Suite struct TrainingStepTests {
  typealias B = Autodiff<NaiveBackend<Double>>
  let backend = B(NaiveBackend())

  private func net() throws -> Sequential<B> {
    let start = Initialization(on: backend, seed: 1)
    return try Sequential("net") { () throws(TensorError) in
      try BatchNorm2D("norm", channels: 1, start)
      Flatten()
      try Dropout("drop", rate: 0.5)
      try Linear("fc", from: 16, to: 3, start)
    }
  }

  private func images() throws -> Tensor<B> {
    var random = RandomSource(seed: 4)
    return try .normal([5, 1, 4, 4], mean: 2, using: &random, on: backend)
  }

  private func values(_ net: Sequential<B>) throws -> [String: [Double]] {
    Dictionary(
      uniqueKeysWithValues: try net.parameters.map { ($0.name, $0.tensor.scalars) })
  }

  @Test func layersBehaveAsInTraining() throws {
    var model = try net()
    let before = try values(model)
    let images = try images()
    let labels = try IndexTensor([0, 1, 2, 0, 1])
    let (loss, gradients) = try model.trainingStep(number: 3, seed: 7) { model, pass in
      try model(images, &pass).softmaxCrossEntropy(labels: labels)
    }

    var pass = Pass<B>.training(seed: 7, step: 3)
    let reference = try net()
    let expected = try reference.lossWithGradients { (model) throws(TensorError) in
      try model(images, &pass).softmaxCrossEntropy(labels: labels)
    }
    #expect(loss.scalars == expected.loss.scalars)
    #expect(gradients["fc.weight"]?.scalars == expected.gradients["fc.weight"]?.scalars)
    let inference = try model(images).softmaxCrossEntropy(labels: labels)
    #expect(loss.scalars != inference.scalars)

    // Running statistics have moved, and nothing else.
    let after = try values(model)
    let mean = images.scalars.reduce(0, +) / 80
    #expect(abs(try #require(after["norm.running_mean"])[0] - 0.1 * mean) < 1e-12)
    for (name, scalars) in before where !name.contains("running") {
      #expect(after[name] == scalars, "\(name)")
    }
  }

  @Test func eachStepHasRandomNumbersOfItsOwn() throws {
    var model = try net()
    let images = try images()
    var losses: [[Double]] = []
    for number in [0, 1, 0] {
      losses.append(
        try model.trainingStep(number: number) { model, pass in
          try model(images, &pass).squared().mean()
        }.loss.scalars)
    }
    #expect(losses[0] == losses[2])
    #expect(losses[0] != losses[1])
  }

  @Test func whatFailsLeavesTheModelAlone() throws {
    struct Refusal: Error {}
    var model = try net()
    let before = try values(model)
    let images = try images()
    #expect(throws: Refusal.self) {
      _ = try model.trainingStep(number: 0) { model, pass in
        _ = try model(images, &pass)
        throw Refusal()
      }
    }
    #expect(throws: TensorError.self) {
      _ = try model.trainingStep(number: 0) { model, pass in try model(images, &pass) }
    }
    #expect(try values(model) == before)
  }

  /// A layer that holds another one, and runs it without saying so.
  private struct Careless: Layer {
    var name: String { "careless" }
    var norm: BatchNorm2D<B>

    func forward(_ input: Tensor<B>, _ pass: inout Pass<B>) throws(TensorError) -> Tensor<B> {
      try norm.forward(input, &pass)
    }

    mutating func visitParameters(
      _ visit: (ParameterVisit<B>, inout Tensor<B>) throws(TensorError) -> Void
    ) throws(TensorError) {
      try norm.visitParameters { (parameter, tensor) throws(TensorError) in
        try visit(ParameterVisit("norm." + parameter.name, parameter.role), &tensor)
      }
    }
  }

  @Test func stateThatBelongsToNobodyIsAnError() throws {
    var model = Careless(
      norm: try BatchNorm2D("norm", channels: 1, Initialization(on: backend, seed: 1)))
    let images = try images()
    let error = #expect(throws: TensorError.self) {
      _ = try model.trainingStep(number: 0) { model, pass in
        try model(images, &pass).squared().mean()
      }
    }
    #expect(error?.description.contains("no state of the model") == true)
    #expect(model.norm.runningMean.scalars == [0])
    #expect(throws: TensorError.self) {
      try model.apply(["norm.weight": .zeros([1], on: backend)])
    }
  }
}
