import BackendConformance
import BackendNaive
import Benchmarking
import DLCore
import Synchronization
import Testing

/// A clock that tests move.
final class ManualClock: Sendable {
  private let seconds = Mutex(0.0)

  var stopwatch: Stopwatch { Stopwatch { self.seconds.withLock { $0 } } }

  func advance(by duration: Double) { seconds.withLock { $0 += duration } }
}

/// A backend whose matrix products take as long as the test says, on the test's clock.
struct Slowed: BackendDecorator {
  let base = NaiveBackend<Float>()
  let clock: ManualClock
  /// The seconds of the product of a number, counted from 0.
  let duration: @Sendable (Int) -> Double
  let calls = Counter()

  init(_ clock: ManualClock, duration: @escaping @Sendable (Int) -> Double) {
    self.clock = clock
    self.duration = duration
  }

  func matrixProduct(
    _ lhs: Storage, _ rhs: Storage, _ geometry: MatrixProductGeometry
  ) -> Storage {
    clock.advance(by: duration(calls.next()))
    return base.matrixProduct(lhs, rhs, geometry)
  }
}

/// A backend whose matrix products have one element that is off, and take a millisecond.
struct Wrong: BackendDecorator {
  let base = NaiveBackend<Float>()
  let clock: ManualClock
  let mistake: Float

  func matrixProduct(
    _ lhs: Storage, _ rhs: Storage, _ geometry: MatrixProductGeometry
  ) -> Storage {
    clock.advance(by: 1e-3)
    var scalars = base.scalars(
      of: base.matrixProduct(lhs, rhs, geometry), count: geometry.outputCount)
    scalars[scalars.count / 2] += mistake
    return base.makeStorage(scalars)
  }
}

/// How often something has happened.
final class Counter: Sendable {
  private let number = Atomic<Int>(0)

  var count: Int { number.load(ordering: .relaxed) }

  /// The number of this time, counted from 0.
  func next() -> Int { number.add(1, ordering: .relaxed).oldValue }
}

/// A workload that is one small matrix product, which is all that `Slowed` and `Wrong` change.
func smallProduct() throws -> Workload {
  try #require(Workload.all().first { $0.name == "gemm/1x120x400" })
}

/// Timing samples: a median, log-normal noise, and now and then a disturbance.
func samples(
  _ count: Int, median: Double = 1, noise: Double = 0.03, _ random: inout RandomSource
) -> [Double] {
  (0..<count).map { _ in
    let disturbance = random.uniform() < 0.05 ? 1 + random.uniform() : 1
    return median * Double.exp(noise * random.normal()) * disturbance
  }
}
