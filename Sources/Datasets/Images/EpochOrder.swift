import DLCore

/// The batches of one epoch: every picture's position once, in an order that the seed and the
/// epoch decide.
///
/// ```swift
/// for batch in try EpochOrder(count: 60_000, batchSize: 128, seed: 42, epoch: 1) {
///   // batch is a slice of 128 positions; the last batch may be shorter
/// }
/// ```
public struct EpochOrder: Sendable, Hashable, RandomAccessCollection {
  /// The positions in the order in which they are visited.
  public let order: [Int]
  /// How many positions a full batch has.
  public let batchSize: Int
  /// How many batches there are.
  public let endIndex: Int

  /// Shuffles `0 ..< count` and cuts it into batches.
  ///
  /// With `dropLast`, a last batch that would be shorter than the others is left out. Throws a
  /// `DatasetError` when the batch size is not in `1 ... count`.
  public init(
    count: Int, batchSize: Int, seed: UInt64, epoch: Int, dropLast: Bool = false
  ) throws(DatasetError) {
    guard batchSize >= 1 else {
      throw DatasetError(path: "batch size", problem: "is \(batchSize); it must be at least 1")
    }
    guard batchSize <= count else {
      throw DatasetError(
        path: "batch size",
        problem: "is \(batchSize), more than the \(counted(count, "image")) there are")
    }
    var source = RandomSource(seed: seed, stream: "shuffle/\(epoch)")
    order = source.permutation(of: count)
    self.batchSize = batchSize
    let full = count / batchSize
    endIndex = dropLast || full * batchSize == count ? full : full + 1
  }

  /// The position of the first batch: 0.
  public var startIndex: Int { 0 }

  /// The positions of the pictures in one batch.
  public subscript(batch: Int) -> ArraySlice<Int> {
    precondition(indices.contains(batch), "there is no such batch")
    let start = batch * batchSize
    return order[start..<start + Swift.min(batchSize, order.count - start)]
  }
}
