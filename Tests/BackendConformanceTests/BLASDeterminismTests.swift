import BackendBLAS
import DLCore
import Dispatch
import Synchronization
import Testing

/// The same inputs give the same bits, whoever computes them, and whatever runs beside.
@Suite struct BLASDeterminismTests {
  private static func train(_ backend: BLASBackend, batch: Int, steps: Int) throws -> [UInt32] {
    var network = try BLASLeNetStep(backend, batch: batch)
    for _ in 0..<steps { network.run() }
    return network.bits
  }

  @Test(arguments: [3, 37, 128]) func threadsDoNotChangeBits(batch: Int) throws {
    let expected = try Self.train(BLASBackend(threadCount: 1), batch: batch, steps: 3)
    let isFinite = expected.allSatisfy { Float(bitPattern: $0).isFinite }
    #expect(isFinite)
    for threads in [1, 2, 3, 8] {
      let actual = try Self.train(BLASBackend(threadCount: threads), batch: batch, steps: 3)
      // Not `#expect(actual == expected)`, which would search for all differences.
      let isSame = actual == expected
      #expect(isSame, "\(threads) threads")
    }
  }

  @Test func largeProductsDoNotDependOnThreads() {
    var random = RandomSource(seed: 31)
    let geometry = MatrixProductGeometry(rows: 200, columns: 190, inner: 210, transposesRHS: true)
    let (a, b) = (random.blasScalars(geometry.lhsCount), random.blasScalars(geometry.rhsCount))
    let all = [1, 2, 3, 8].map { threads in
      let backend = BLASBackend(threadCount: threads)
      let product = backend.matrixProduct(backend.makeStorage(a), backend.makeStorage(b), geometry)
      let sums = backend.reduce(
        .sum, backend.makeStorage(a), ReductionGeometry(outer: 1, count: a.count, inner: 1))
      return (backend.array(product) + backend.array(sums)).bits
    }
    let distinct = Set(all).count
    #expect(distinct == 1)
  }

  @Test func callersOnManyThreadsDoNotDisturbEachOther() throws {
    let backend = BLASBackend(threadCount: 2)
    let expected = try Self.train(backend, batch: 33, steps: 2)
    let results = Mutex<[[UInt32]?]>([])
    DispatchQueue.concurrentPerform(iterations: 6) { _ in
      let bits = try? Self.train(backend, batch: 33, steps: 2)
      results.withLock { $0.append(bits) }
    }
    let all = results.withLock { $0 }
    let isSame = all.allSatisfy { $0 == expected }
    #expect(all.count == 6 && isSame)
  }

  @Test func lossFalls() throws {
    var network = try BLASLeNetStep(BLASBackend(threadCount: 2), batch: 16)
    network.run()
    let first = network.losses.reduce(0, +)
    for _ in 0..<60 { network.run() }
    #expect(network.losses.reduce(0, +) < first / 2)
  }

  @Test func stepsAfterTheFirstAllocateNothing() throws {
    let backend = BLASBackend(threadCount: 1)
    var network = try BLASLeNetStep(backend, batch: 128)
    network.run()
    let before = backend.pool.statistics
    for _ in 0..<5 { network.run() }
    #expect(backend.pool.statistics == before)
  }
}
