import Datasets
import Testing

@Suite struct EpochOrderTests {
  @Test(arguments: [(10, 3), (10, 5), (10, 10), (1, 1), (7, 1)])
  func everyPictureComesOnce(count: Int, size: Int) throws {
    let epoch = try EpochOrder(count: count, batchSize: size, seed: 3, epoch: 1)
    #expect(epoch.flatMap { $0 }.sorted() == Array(0..<count))
    #expect(epoch.dropLast().allSatisfy { $0.count == size })
    #expect(epoch.count == (count + size - 1) / size)
    let full = try EpochOrder(count: count, batchSize: size, seed: 3, epoch: 1, dropLast: true)
    #expect(full.count == count / size)
    #expect(full.allSatisfy { $0.count == size })
    #expect(Array(full) == Array(epoch.prefix(full.count)))
  }

  @Test func seedAndEpochDecideTheOrder() throws {
    func order(_ seed: UInt64, _ epoch: Int) throws -> [Int] {
      try EpochOrder(count: 100, batchSize: 10, seed: seed, epoch: epoch).order
    }
    #expect(try order(1, 1) == order(1, 1))
    #expect(try order(1, 1) != order(1, 2))
    #expect(try order(1, 1) != order(2, 1))
    #expect(try order(1, -1) != order(1, 1))
    #expect(try order(1, 1) != Array(0..<100))
  }

  @Test func impossibleBatchSizesAreNamed() {
    func make(_ count: Int, _ size: Int) -> String? {
      problem { try EpochOrder(count: count, batchSize: size, seed: 0, epoch: 0) }
    }
    #expect(make(10, 0) == "batch size: is 0; it must be at least 1")
    #expect(make(10, -5) == "batch size: is -5; it must be at least 1")
    #expect(make(10, 11) == "batch size: is 11, more than the 10 images there are")
    #expect(make(0, 1) == "batch size: is 1, more than the 0 images there are")
    #expect(make(-3, 1) == "batch size: is 1, more than the -3 images there are")
  }
}
