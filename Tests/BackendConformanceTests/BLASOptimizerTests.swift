import BackendBLAS
import DLCore
import Testing

/// Optimizer steps of the BLAS backend: in place where nobody else holds the storages.
@Suite struct BLASOptimizerTests {
  let backend = BLASBackend(threadCount: 2)
  let descent = SGDStep(
    learningRate: 0.1, momentum: 0.9, isNesterov: true, weightDecay: 0.01)
  let adam = AdamStep(
    learningRate: 0.01, beta1: 0.9, beta2: 0.999, epsilon: 1e-8, weightDecay: 0,
    isDecoupled: false, number: 1)

  @Test func othersKeepTheirValues() {
    let start: [Float] = [1, 2, 3]
    var parameter = backend.makeStorage(start)
    let held = parameter
    // One storage as everything: parameter, gradient and both moments.
    var first = parameter
    var second = parameter
    backend.adamUpdate(
      &parameter, firstMoment: &first, secondMoment: &second, gradient: held, count: 3,
      adam)
    #expect(backend.array(held) == start)
    #expect(backend.array(parameter) != start)
    var velocity: BLASBackend.Storage? = held
    backend.sgdUpdate(
      &parameter, velocity: &velocity, gradient: held, count: 3, descent)
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
      adam)
    backend.sgdUpdate(
      &parameter, velocity: &velocity, gradient: gradient, count: count, descent)
    #expect(backend.pool.statistics == before)
  }
}
