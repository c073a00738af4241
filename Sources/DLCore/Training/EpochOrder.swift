/// The order of examples in an epoch, cut into batches.
///
/// A function of seed and epoch alone, so that a resumed run sees what an uninterrupted one would.
public struct EpochOrder: Hashable, Sendable {
  /// The examples in their order.
  public let order: [Int]
  /// The examples in a batch; the last one may have fewer.
  public let batchSize: Int

  /// Shuffles the examples of an epoch.
  ///
  /// - Throws: `TensorError` unless the batch size lies in `1 ... count`.
  public init(count: Int, batchSize: Int, seed: UInt64, epoch: Int) throws(TensorError) {
    try self.init(count: count, batchSize: batchSize) {
      var random = RandomSource(seed: seed, stream: "shuffle/\(epoch)")
      return random.permutation(of: count)
    }
  }

  /// Keeps the examples as they are, for evaluation.
  ///
  /// - Throws: `TensorError` unless the batch size lies in `1 ... count`.
  public init(sequential count: Int, batchSize: Int) throws(TensorError) {
    try self.init(count: count, batchSize: batchSize) { Array(0..<count) }
  }

  private init(count: Int, batchSize: Int, order: () -> [Int]) throws(TensorError) {
    guard (1...Shape.maximumCount).contains(count) else {
      throw TensorError(
        "batches", .argument,
        "the number of examples must lie in 1...\(Shape.maximumCount), but is \(count)")
    }
    guard batchSize >= 1, batchSize <= count else {
      throw TensorError(
        "batches", .argument,
        "the batch size must lie in 1...\(count), the number of examples, but is \(batchSize)")
    }
    self.order = order()
    self.batchSize = batchSize
  }

  /// The number of batches.
  public var batchCount: Int { (order.count + batchSize - 1) / batchSize }

  /// The examples of a batch, counted from 0; none when there is no such batch.
  public func batch(_ index: Int) -> ArraySlice<Int> {
    guard (0..<batchCount).contains(index) else { return [] }
    return order[(index * batchSize)...].prefix(batchSize)
  }
}
