import BackendNaive
import DLCore
import Models
import TestSupport
import Testing

/// Gradients of whole models against central differences: of every parameter along one direction,
/// in which all of its elements take part.
@Suite("Gradients of whole models")
struct ModelGradientTests {
  private typealias B = Autodiff<NaiveBackend<Double>>
  /// Small, as a difference is wrong where one of a network's hundred thousand rectified or pooled
  /// features changes sides between its ends.
  ///
  /// Elsewhere its error is about h²/6·|f'''| + ε·|f|/h, here below 1e-8 for a loss of about 2.
  private static let step = 0x1p-22
  private static let tolerance = 1e-7

  @Test("Every parameter", arguments: ModelChoice.allCases)
  func parameters(_ choice: ModelChoice) throws {
    // The largest takes half a second for a loss, and its columns are of the others' layers.
    let isTogether = choice == .digitCNNColumns && !TestSize.isFull
    try check(choice.make(on: B(NaiveBackend()), seed: 3), isTogether: isTogether)
  }

  /// Checks parameters one by one, or moved together.
  private func check<M: Model>(_ model: M, isTogether: Bool) throws where M.B == B {
    let parameters = try model.parameters.filter { $0.role == .trainable }
    let backend = try #require(parameters.first).tensor.backend
    var random = RandomSource(seed: 5, stream: M.identifier)
    let pixels = (0..<2 * 784).map { _ in random.uniform() }
    let images = try Tensor(pixels, shape: [2, 1, 28, 28], on: backend)
    let labels = try IndexTensor([7, 2])
    func loss(_ model: M) throws(TensorError) -> Tensor<B> {
      try model(images).softmaxCrossEntropy(labels: labels)
    }
    let (_, gradients) = try model.lossWithGradients(loss)

    for parameters in isTogether ? [parameters] : parameters.map({ [$0] }) {
      var directions: [String: [Double]] = [:]
      for parameter in parameters {
        // As long as one element's, or shorter, however many there are.
        let scale = 1 / Double(parameter.tensor.count).squareRoot()
        directions[parameter.name] = (0..<parameter.tensor.count).map { _ in
          random.uniform(from: -scale, to: scale)
        }
      }
      func value(_ distance: Double) throws -> Double {
        var moved = model
        try moved.visitParameters { (visit, tensor) throws(TensorError) in
          guard let direction = directions[visit.name] else { return }
          let scalars = zip(tensor.scalars, direction).map { $0 + distance * $1 }
          tensor = try Tensor(scalars, shape: tensor.shape, on: backend)
        }
        return try loss(moved).scalar()
      }
      let difference = (try value(Self.step) - value(-Self.step)) / (2 * Self.step)
      let slope = try parameters.reduce(0) { sum, parameter in
        let gradient = try #require(gradients[parameter.name]).scalars
        let direction = try #require(directions[parameter.name])
        return sum + zip(gradient, direction).reduce(0) { $0 + $1.0 * $1.1 }
      }
      #expect(
        abs(slope - difference) <= Self.tolerance * max(1, abs(difference)),
        "\(parameters.map(\.name)): \(slope), difference \(difference)")
    }
  }

  @Test("Every parameter of a model takes part in its loss", arguments: ModelChoice.allCases)
  func everyParameter(_ choice: ModelChoice) throws {
    let backend = B(NaiveBackend())
    let model = try choice.make(on: backend, seed: 3)
    func find<M: Model>(_ model: M) throws -> ParameterGradients<B> where M.B == B {
      var random = RandomSource(seed: 5, stream: "pixels")
      let pixels = (0..<784).map { _ in random.uniform() }
      let image = try Tensor(pixels, shape: [1, 1, 28, 28], on: backend)
      return try model.lossWithGradients { (model) throws(TensorError) in
        try model(image).softmaxCrossEntropy(labels: IndexTensor([1]))
      }.gradients
    }
    for entry in try find(model).entries {
      #expect(entry.gradient.scalars.contains { $0 != 0 }, "\(entry.name)")
    }
  }

  @Test("What is not connected has no gradient")
  func connections() throws {
    let model = try LeNet5Original(on: B(NaiveBackend()), seed: 3)
    let image = try Tensor<B>.ones([1, 1, 28, 28], on: B(NaiveBackend()))
    let c3 = try #require(model.parameters.first { $0.name == "c3.weight" })
    let input = try Tensor(image.scalars, shape: image.shape, on: c3.tensor.backend)
    let (_, gradients) = try model.lossWithGradients { (model) throws(TensorError) in
      try model(input).softmaxCrossEntropy(labels: IndexTensor([1]))
    }
    let gradient = try #require(gradients["c3.weight"]).scalars
    for output in 0..<16 {
      for map in 0..<6 {
        let start = (output * 6 + map) * 25
        let isConnected = LeNet5Original<B>.connections[output].contains(map)
        #expect(gradient[start..<start + 25].contains { $0 != 0 } == isConnected)
        #expect(c3.tensor.scalars[start..<start + 25].contains { $0 != 0 } == isConnected)
      }
    }
  }
}
