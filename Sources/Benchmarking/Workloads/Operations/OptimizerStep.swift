import DLCore

/// A step of Adam on one storage of parameters.
struct OptimizerStep: Operation {
  let count: Int

  var work: Work {
    var work = Work(.adamUpdate(step, count: count), unit: .bytes)
    // Parameters and moments go in and out, gradients in.
    work.footprint = 16 * Double(count)
    return work
  }

  private var step: AdamStep {
    AdamStep(
      learningRate: Self.rate, beta1: 0.9, beta2: 0.999, epsilon: 1e-8, weightDecay: 0,
      isDecoupled: false, number: 10)
  }

  /// Parameters, moments, gradients.
  var operands: [Operand] {
    [
      Operand(count: count), Operand(count: count),
      Operand(count: count, values: .uniform(0.01...1)), Operand(count: count),
    ]
  }

  func bind<B: Backend<Float>>(
    _ backend: B, _ operands: [B.Storage], factors: [B.Storage]
  ) -> () -> [Output<B>] {
    var (parameters, first, second) = (factors[0], factors[1], factors[2])
    let (gradient, count) = (factors[3], count)
    let step = step
    return {
      backend.adamUpdate(
        &parameters, firstMoment: &first, secondMoment: &second, gradient: gradient, count: count,
        step)
      return [
        Output(name: "parameters", storage: parameters, count: count),
        Output(name: "first moments", storage: first, count: count),
        Output(name: "second moments", storage: second, count: count),
      ]
    }
  }

  /// At most sixteen roundings.
  ///
  /// With these operands a step is below twice the rate, and moments stay
  /// below 1.
  func bounds(_ values: [[Float]], magnitudes: () -> [[Float]]) -> [[Double]] {
    let unit = 32 * Law.epsilon
    return [
      values[0].map { unit * (Double($0.magnitude) + 2 * Self.rate) }, values[1].map { _ in unit },
      values[2].map { _ in unit },
    ]
  }

  private static let rate = 1e-3
}
