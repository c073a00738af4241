/// Patches of an input, each scaled, added up: a channel's share of the weights' gradient.
public struct PatchArguments {
  /// The number of patches.
  public var count: Int
  /// Where each patch begins in the input.
  public var places: UnsafePointer<Int32>
  /// What each patch is scaled by.
  public var scales: UnsafePointer<Float>
  /// The input; each row of a patch is readable up to the next vector.
  public var input: UnsafePointer<Float>
  /// How far apart rows of a patch lie.
  public var inputStride: Int
  /// The rows of a patch.
  public var rows: Int
  /// The scalars of a row.
  public var run: Int
  /// The sum, added to what is there; rows of `sumStride`, writable up to the next vector.
  public var sum: UnsafeMutablePointer<Float>
  /// How far apart rows of the sum lie: a multiple of a vector.
  public var sumStride: Int

  /// Creates the arguments.
  public init(
    count: Int, places: UnsafePointer<Int32>, scales: UnsafePointer<Float>,
    input: UnsafePointer<Float>, inputStride: Int, rows: Int, run: Int,
    sum: UnsafeMutablePointer<Float>, sumStride: Int
  ) {
    self.count = count
    self.places = places
    self.scales = scales
    self.input = input
    self.inputStride = inputStride
    self.rows = rows
    self.run = run
    self.sum = sum
    self.sumStride = sumStride
  }
}
