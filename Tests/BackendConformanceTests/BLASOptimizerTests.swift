import BackendBLAS
import DLCore
import Testing

/// Optimizer steps of the BLAS backend, against their formulas in double precision.
@Suite struct BLASOptimizerTests {
  let backend = BLASBackend(threadCount: 2)
  let reference = BLASReference()

  static let descents: [SGDStep] = [
    SGDStep(learningRate: 0.1, momentum: 0, isNesterov: false, weightDecay: 0),
    SGDStep(learningRate: 0.1, momentum: 0, isNesterov: false, weightDecay: 0.01),
    SGDStep(learningRate: 0.1, momentum: 0.9, isNesterov: false, weightDecay: 0),
    SGDStep(learningRate: 0.1, momentum: 0.9, isNesterov: true, weightDecay: 0.01),
  ]

  /// Scalars of one sign, so that no sum cancels and relative bounds hold.
  private func scalars(_ count: Int, sign: Float, stream: UInt64) -> [Float] {
    var random = RandomSource(seed: 20, stream: stream)
    return (0..<count).map { _ in sign * Float(random.uniform(from: 0.1, to: 2)) }
  }

  @Test(arguments: descents, [Float(1), -1]) func descends(step: SGDStep, sign: Float) {
    for count in [0, 5, 40_001] {
      let start = scalars(count, sign: sign, stream: 1)
      var parameter = backend.makeStorage(start)
      var velocity: BLASBackend.Storage?
      var expected = start.doubles
      var expectedVelocity: [Double]?
      for round in 0..<3 {
        let gradient = scalars(count, sign: sign, stream: UInt64(round + 2))
        backend.sgdUpdate(
          &parameter, velocity: &velocity, gradient: backend.makeStorage(gradient), count: count,
          step)
        let before = expected
        reference.sgdUpdate(
          &expected, velocity: &expectedVelocity, gradient: gradient.doubles, count: count, step)
        // At most seven roundings a step, of terms no larger than |p| and the step.
        let bounds = zip(before, expected).map {
          8 * blasEpsilon * Double(round + 1) * (abs($0) + abs($1 - $0))
        }
        expectWithin(backend.array(parameter), expected, bounds: bounds, "\(step)")
      }
      #expect((velocity == nil) == (step.momentum == 0))
    }
  }

  static let adams: [AdamStep] = [false, true].flatMap { isDecoupled in
    [0, 0.01].map { decay in
      AdamStep(
        learningRate: 0.01, beta1: 0.9, beta2: 0.999, epsilon: 1e-8, weightDecay: decay,
        isDecoupled: isDecoupled, number: 1)
    }
  }

  @Test(arguments: adams, [Float(1), -1]) func adapts(first: AdamStep, sign: Float) {
    for count in [0, 5, 40_001] {
      let start = scalars(count, sign: sign, stream: 1)
      var parameter = backend.makeStorage(start)
      var moments = (
        backend.makeStorage(repeating: 0, count: count),
        backend.makeStorage(repeating: 0, count: count)
      )
      var expected = start.doubles
      var expectedMoments = (
        [Double](repeating: 0, count: count), [Double](repeating: 0, count: count)
      )
      var step = first
      for round in 0..<3 {
        step.number = round + 1
        let gradient = scalars(count, sign: sign, stream: UInt64(round + 2))
        backend.adamUpdate(
          &parameter, firstMoment: &moments.0, secondMoment: &moments.1,
          gradient: backend.makeStorage(gradient), count: count, step)
        let before = expected
        reference.adamUpdate(
          &expected, firstMoment: &expectedMoments.0, secondMoment: &expectedMoments.1,
          gradient: gradient.doubles, count: count, step)
        let roundings = 16 * blasEpsilon * Double(round + 1)
        expectWithin(
          backend.array(parameter), expected,
          bounds: zip(before, expected).map { roundings * (abs($0) + abs($1 - $0)) }, "\(step)")
        expectWithin(
          backend.array(moments.0), expectedMoments.0,
          bounds: expectedMoments.0.map { roundings * abs($0) }, "first moment")
        expectWithin(
          backend.array(moments.1), expectedMoments.1,
          bounds: expectedMoments.1.map { roundings * abs($0) }, "second moment")
      }
    }
  }

  @Test func othersKeepTheirValues() {
    let start: [Float] = [1, 2, 3]
    var parameter = backend.makeStorage(start)
    let held = parameter
    // One storage as everything: parameter, gradient and both moments.
    var first = parameter
    var second = parameter
    backend.adamUpdate(
      &parameter, firstMoment: &first, secondMoment: &second, gradient: held, count: 3,
      Self.adams[0])
    #expect(backend.array(held) == start)
    #expect(backend.array(parameter) != start)
    var velocity: BLASBackend.Storage? = held
    backend.sgdUpdate(
      &parameter, velocity: &velocity, gradient: held, count: 3, Self.descents[3])
    #expect(backend.array(held) == start)
  }

  @Test func updatesInPlace() {
    let count = 1000
    var parameter = backend.makeStorage(repeating: 1, count: count)
    var first = backend.makeStorage(repeating: 0, count: count)
    var second = backend.makeStorage(repeating: 0, count: count)
    var velocity: BLASBackend.Storage? = backend.makeStorage(repeating: 0, count: count)
    let gradient = backend.makeStorage(repeating: 1, count: count)
    backend.pool.releaseKept()
    let before = backend.pool.statistics
    backend.adamUpdate(
      &parameter, firstMoment: &first, secondMoment: &second, gradient: gradient, count: count,
      Self.adams[0])
    backend.sgdUpdate(
      &parameter, velocity: &velocity, gradient: gradient, count: count, Self.descents[3])
    #expect(backend.pool.statistics == before)
  }
}
