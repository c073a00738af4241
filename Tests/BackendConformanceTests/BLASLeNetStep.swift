import BackendBLAS
import DLCore

/// LeNet-5, trained straight through the calls of a backend, on random pictures.
struct BLASLeNetStep {
  typealias Storage = BLASBackend.Storage

  let backend: BLASBackend
  let batch: Int
  private let first: (convolution: Convolution2DGeometry, pool: Pool2DGeometry)
  private let second: (convolution: Convolution2DGeometry, pool: Pool2DGeometry)
  private let pictures: Storage
  private let labels: [Int32]
  private(set) var parameters: [Storage]
  private var firstMoments: [Storage]
  private var secondMoments: [Storage]
  private var number = 0
  /// The losses of the last step.
  private(set) var losses: [Float] = []

  /// Fully connected layers by their numbers of inputs and outputs.
  private static let features = [400, 120, 84, 10]
  private static let counts = [150, 6, 2400, 16, 48_000, 120, 10_080, 84, 840, 10]

  init(_ backend: BLASBackend, batch: Int) throws {
    self.backend = backend
    self.batch = batch
    func stage(_ input: Shape, _ weights: Shape, padding: Int) throws -> (
      Convolution2DGeometry, Pool2DGeometry
    ) {
      let convolution = try Convolution2DGeometry(
        input: input, weights: weights,
        parameters: .init(padding: Padding2D(integerLiteral: padding)))
      return (
        convolution,
        try Pool2DGeometry(
          input: convolution.outputShape, parameters: .init(window: 2), operation: "maxPool2D")
      )
    }
    first = try stage([batch, 1, 28, 28], [6, 1, 5, 5], padding: 2)
    second = try stage(first.pool.outputShape, [16, 6, 5, 5], padding: 0)
    var random = RandomSource(seed: 30)
    pictures = backend.makeStorage(
      (0..<(batch * 784)).map { _ in Float(max(random.uniform(from: -1, to: 1), 0)) })
    labels = (0..<batch).map { _ in Int32(random.integer(below: 10)) }
    parameters = Self.counts.map { count in
      backend.makeStorage((0..<count).map { _ in Float(random.uniform(from: -0.1, to: 0.1)) })
    }
    firstMoments = Self.counts.map { backend.makeStorage(repeating: 0, count: $0) }
    secondMoments = Self.counts.map { backend.makeStorage(repeating: 0, count: $0) }
  }

  /// The bits of all parameters and losses.
  var bits: [UInt32] { (parameters.flatMap { backend.array($0) } + losses).bits }

  private func linear(_ layer: Int) -> LinearGeometry {
    LinearGeometry(
      rows: batch, columns: Self.features[layer + 1], inner: Self.features[layer],
      activation: layer == 2 ? .identity : .relu)
  }

  /// One step: forward, backward, Adam.
  mutating func run() {
    let (c1, p1) = first
    let (c2, p2) = second
    let (a1, s1) = backend.convolution2DReLUMaxPool2D(
      pictures, weights: parameters[0], bias: parameters[1], c1, pool: p1)
    let (a2, s2) = backend.convolution2DReLUMaxPool2D(
      a1, weights: parameters[2], bias: parameters[3], c2, pool: p2)
    var activations = [a2]
    for layer in 0..<3 {
      activations.append(
        backend.linear(
          activations[layer], weights: parameters[4 + 2 * layer], bias: parameters[5 + 2 * layer],
          linear(layer)))
    }
    let entropy = CrossEntropyGeometry(rows: batch, classes: 10)
    let (losses, probabilities) = backend.softmaxCrossEntropy(
      logits: activations[3], labels: labels, entropy)
    self.losses = backend.array(losses)

    var slope = backend.softmaxCrossEntropyGradient(
      probabilities: probabilities, labels: labels,
      gradient: backend.makeStorage(repeating: 1 / Float(batch), count: batch), entropy)
    var gradients = [Storage?](repeating: nil, count: 10)
    for layer in [2, 1, 0] {
      let result = backend.linearGradients(
        input: activations[layer], weights: parameters[4 + 2 * layer],
        output: activations[layer + 1], gradient: slope, linear(layer), wantsInput: true,
        hasBias: true)
      (gradients[4 + 2 * layer], gradients[5 + 2 * layer]) = (result.weights, result.bias)
      slope = result.input ?? slope
    }
    let back2 = backend.convolution2DReLUMaxPool2DGradients(
      input: a1, weights: parameters[2], output: a2, selection: s2, gradient: slope, c2, pool: p2,
      wantsInput: true, hasBias: true)
    let back1 = backend.convolution2DReLUMaxPool2DGradients(
      input: pictures, weights: parameters[0], output: a1, selection: s1,
      gradient: back2.input ?? slope, c1, pool: p1, wantsInput: false, hasBias: true)
    (gradients[2], gradients[3]) = (back2.weights, back2.bias)
    (gradients[0], gradients[1]) = (back1.weights, back1.bias)
    update(gradients)
  }

  private mutating func update(_ gradients: [Storage?]) {
    number += 1
    let step = AdamStep(
      learningRate: 1e-3, beta1: 0.9, beta2: 0.999, epsilon: 1e-8, weightDecay: 0,
      isDecoupled: false, number: number)
    for (index, gradient) in gradients.enumerated() {
      guard let gradient else { continue }
      backend.adamUpdate(
        &parameters[index], firstMoment: &firstMoments[index],
        secondMoment: &secondMoments[index],
        gradient: gradient, count: Self.counts[index], step)
    }
  }
}
