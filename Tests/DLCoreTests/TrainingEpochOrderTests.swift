import BackendNaive
import DLCore
import Testing

@Suite("The order of an epoch")
struct TrainingEpochOrderTests {
  @Test("Every example comes once", arguments: [(1, 1), (10, 3), (10, 5), (10, 10), (257, 32)])
  func everyExampleOnce(_ count: Int, _ batchSize: Int) throws {
    let order = try EpochOrder(count: count, batchSize: batchSize, seed: 1, epoch: 2)
    let batches = (0..<order.batchCount).map { Array(order.batch($0)) }
    #expect(batches.flatMap { $0 }.sorted() == Array(0..<count))
    #expect(batches.dropLast().allSatisfy { $0.count == batchSize })
    #expect(batches.last?.isEmpty == false)
  }

  @Test("Seed and epoch decide, and nothing else")
  func determinism() throws {
    func order(_ seed: UInt64, _ epoch: Int, batch: Int = 10) throws -> [Int] {
      try EpochOrder(count: 100, batchSize: batch, seed: seed, epoch: epoch).order
    }
    #expect(try order(1, 0) == order(1, 0))
    #expect(try order(1, 0) == order(1, 0, batch: 7))
    #expect(try order(1, 0) != order(2, 0))
    #expect(try order(1, 0) != order(1, 1))
    #expect(try order(1, 0) != Array(0..<100))
  }

  @Test("An evaluation keeps the order")
  func sequential() throws {
    let order = try EpochOrder(sequential: 7, batchSize: 3)
    #expect(order.order == Array(0..<7))
    #expect(Array(order.batch(2)) == [6])
  }

  @Test("A batch that does not exist is empty", arguments: [3, .max, -1, .min])
  func batchesOutside(_ index: Int) throws {
    let order = try EpochOrder(sequential: 7, batchSize: 3)
    #expect(order.batch(index).isEmpty)
  }

  @Test("Impossible numbers are named", arguments: mistakes)
  func inNumbers(_ mistake: Mistake) { #expect(message(mistake.make) == mistake.expected) }

  private static let mistakes: [Mistake] =
    [0, -1, 11, .max, .min].map { size in
      Mistake(
        "batches: the batch size must lie in 1...10, the number of examples, but is \(size)"
      ) { _ = try EpochOrder(count: 10, batchSize: size, seed: 1, epoch: 0) }
    }
    + [0, -1, .min, .max].map { count in
      Mistake(
        "batches: the number of examples must lie in 1...2147483647, but is \(count)"
      ) { _ = try EpochOrder(sequential: count, batchSize: 1) }
    }
}

@Suite("Sources of examples")
struct TrainingExampleSourceTests {
  private let toy = ToyPoints(10)

  @Test("A batch has its examples and labels")
  func batch() throws {
    let (examples, labels) = try toy.batch([3, 1][...], on: Exact())
    #expect(examples.shape == [2, 2])
    #expect(examples.scalars == (toy.points[3] + toy.points[1]).map(Double.init))
    #expect(labels.values == [toy.labels[3], toy.labels[1]].map(Int32.init))
  }

  @Test("An example that does not exist is refused", arguments: [-1, 10, .max])
  func outside(_ index: Int) {
    #expect(
      message { _ = try toy.batch([0, index][...], on: Exact()) }
        == "batch: an example's index is outside 0..<10")
  }

  @Test("A split keeps every example in one part, by its seed")
  func split() throws {
    let (training, validation) = try toy.split(validationFraction: 0.3, seed: 1)
    #expect(training.count == 7 && validation.count == 3)
    #expect((training.indices + validation.indices).sorted() == Array(0..<10))
    #expect(
      try toy.split(validationFraction: 0.3, seed: 1).validation.indices == validation.indices)
    #expect(
      try toy.split(validationFraction: 0.3, seed: 2).validation.indices != validation.indices)
    #expect(validation.label(at: 0) == toy.label(at: validation.indices[0]))
    #expect(training.exampleShape == [2] && training.classCount == 3)
    let (examples, _) = try validation.batch([2][...], on: Exact())
    #expect(examples.scalars == toy.points[validation.indices[2]].map(Double.init))
  }

  @Test("A part leaves out what does not exist")
  func subset() throws {
    let part = ExampleSubset(toy, indices: [9, -1, 10, 0, .max])
    #expect(part.indices == [9, 0])
    #expect(part.label(at: 7) == 0)
    #expect(part.label(at: .min) == 0)
  }

  @Test("Impossible shares are named", arguments: mistakes)
  func inShares(_ mistake: Mistake) { #expect(message(mistake.make) == mistake.expected) }

  private static let mistakes: [Mistake] =
    [0, 1, -0.5, 2, Double.nan].map { share in
      Mistake("split: the validation share must lie between 0 and 1, but is \(share)") {
        _ = try ToyPoints(10).split(validationFraction: share, seed: 1)
      }
    } + [
      Mistake("split: a validation share of 0.01 of 10 examples leaves a part empty") {
        _ = try ToyPoints(10).split(validationFraction: 0.01, seed: 1)
      },
      Mistake("split: a validation share of 0.5 of 0 examples leaves a part empty") {
        _ = try ToyPoints(0).split(validationFraction: 0.5, seed: 1)
      },
    ]
}
