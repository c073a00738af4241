/// Loops that find out what the processor can do at most, as built for one instruction set.
///
/// Real kernels are measured against them: the same vectors, without anything else to do.
public struct PeakKernels: Sendable {
  /// The multiply-adds of one round of `multiplyAdds`, over all lanes.
  public let multiplyAddsPerRound: Int
  /// Multiplies and adds in independent chains that stay in registers: rounds, and any number.
  ///
  /// The result depends on every chain, so that none can be left out.
  public let multiplyAdds: @Sendable (Int, Float) -> Float
  /// Adds up the scalars at an address; their number is a multiple of `blockCount`.
  public let sum: @Sendable (UnsafePointer<Float>, Int) -> Float
  /// Copies scalars, multiplied by a number; their number is a multiple of `blockCount`.
  public let copy: @Sendable (UnsafePointer<Float>, UnsafeMutablePointer<Float>, Int, Float) -> Void
  /// How many scalars `sum` and `copy` take at a time.
  public let blockCount: Int

  /// Creates a table.
  public init(
    multiplyAddsPerRound: Int, multiplyAdds: @escaping @Sendable (Int, Float) -> Float,
    sum: @escaping @Sendable (UnsafePointer<Float>, Int) -> Float,
    copy:
      @escaping @Sendable (
        UnsafePointer<Float>, UnsafeMutablePointer<Float>, Int, Float
      ) -> Void,
    blockCount: Int
  ) {
    self.multiplyAddsPerRound = multiplyAddsPerRound
    self.multiplyAdds = multiplyAdds
    self.sum = sum
    self.copy = copy
    self.blockCount = blockCount
  }
}
