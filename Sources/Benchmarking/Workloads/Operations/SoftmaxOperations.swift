import DLCore

/// The largest distance between two logits.
private let reach = 8.0
private let logits = Operand.Values.uniform(-reach / 2...reach / 2)

/// A softmax along rows.
struct Softmax: Operation {
  let geometry: ReductionGeometry

  var work: Work { Work(.softmax(geometry), unit: .bytes) }

  var operands: [Operand] { [Operand(count: geometry.inputCount, values: logits)] }

  func bind<B: Backend<Float>>(
    _ backend: B, _ operands: [B.Storage], factors: [B.Storage]
  ) -> () -> [Output<B>] {
    let (input, geometry) = (factors[0], geometry)
    return {
      let output = backend.softmax(input, geometry)
      return [Output(name: "softmax", storage: output, count: geometry.inputCount)]
    }
  }

  func bounds(_ values: [[Float]], magnitudes: () -> [[Float]]) -> [[Double]] {
    values.map { Law.ulps(8 + Double(geometry.count) + reach, $0) }
  }
}

/// The cross-entropy of rows of logits with their labels.
struct CrossEntropy: Operation {
  let geometry: CrossEntropyGeometry

  var work: Work { Work(.softmaxCrossEntropy(labels: [], geometry), unit: .bytes) }

  var operands: [Operand] { [Operand(count: geometry.count, values: logits)] }

  func bind<B: Backend<Float>>(
    _ backend: B, _ operands: [B.Storage], factors: [B.Storage]
  ) -> () -> [Output<B>] {
    let (input, geometry, labels) = (factors[0], geometry, geometry.labels)
    return {
      let (losses, probabilities) = backend.softmaxCrossEntropy(
        logits: input, labels: labels, geometry)
      return [
        Output(name: "losses", storage: losses, count: geometry.rows),
        Output(name: "probabilities", storage: probabilities, count: geometry.count),
      ]
    }
  }

  func bounds(_ values: [[Float]], magnitudes: () -> [[Float]]) -> [[Double]] {
    let slack = 8 + Double(geometry.classes)
    return [
      values[0].map { _ in 2 * slack * Law.epsilon * (1 + reach) },
      Law.ulps(slack + reach, values[1]),
    ]
  }
}

/// The gradient of the cross-entropy for the logits.
struct CrossEntropyGradient: Operation {
  let geometry: CrossEntropyGeometry

  var work: Work { Work(.softmaxCrossEntropyGradient(labels: [], geometry), unit: .bytes) }

  var operands: [Operand] {
    [Operand(count: geometry.count, values: logits), Operand(count: geometry.rows)]
  }

  func bind<B: Backend<Float>>(
    _ backend: B, _ operands: [B.Storage], factors: [B.Storage]
  ) -> () -> [Output<B>] {
    let (gradient, geometry, labels) = (factors[1], geometry, geometry.labels)
    let (_, probabilities) = backend.softmaxCrossEntropy(
      logits: operands[0], labels: labels, geometry)
    return {
      let result = backend.softmaxCrossEntropyGradient(
        probabilities: probabilities, labels: labels, gradient: gradient, geometry)
      return [Output(name: "gradient", storage: result, count: geometry.count)]
    }
  }

  /// Probabilities lie below 1 and are off by their own bound; gradients lie below 1 as well.
  func bounds(_ values: [[Float]], magnitudes: () -> [[Float]]) -> [[Double]] {
    let slack = 12 + Double(geometry.classes) + reach
    return values.map { $0.map { _ in 2 * slack * Law.epsilon } }
  }
}

extension CrossEntropyGeometry {
  fileprivate var count: Int { rows * classes }
  fileprivate var labels: [Int32] { (0..<rows).map { Int32($0 % classes) } }
}
