import BackendBLAS
import DLCore
import Testing

/// What is the BLAS backend's own: its name, its threads and its pool; the suite proves the rest.
@Suite struct BLASBackendTests {
  @Test func namesItselfAndItsLibrary() {
    let backend = BLASBackend(threadCount: 2)
    #expect(backend.name == "blas")
    #expect(backend.threadCount == 2)
    #expect(BLASBackend(threadCount: -3).threadCount == 1)
    #expect(BLASBackend().threadCount == Workers.processorCount)
    #expect(!BLASBackend.libraryDescription.isEmpty)
    #expect(!BLASBackend.libraryDescription.contains("\n"))
  }

  @Test func recyclesItsMemory() {
    let backend = BLASBackend(threadCount: 1)
    func step() { _ = backend.unary(.negate, backend.makeStorage([1, 2, 3]), count: 3) }
    step()
    let allocations = backend.pool.statistics.allocations
    for _ in 0..<10 { step() }
    #expect(backend.pool.statistics.allocations == allocations)
    #expect(backend.pool.statistics.bytesInUse == 0)
  }
}
