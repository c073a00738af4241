/// Kernels, each scaled, added to one patch: an output place's share of the input's gradient.
public struct KernelArguments {
  /// The number of kernels.
  public var count: Int
  /// Where each kernel begins in `weights`.
  public var places: UnsafePointer<Int32>
  /// What each kernel is scaled by.
  public var scales: UnsafePointer<Float>
  /// The kernels; rows of `weightStride`, readable up to the next vector.
  public var weights: UnsafePointer<Float>
  /// How far apart rows of a kernel lie.
  public var weightStride: Int
  /// The rows of a kernel.
  public var rows: Int
  /// The scalars of a row.
  public var run: Int
  /// The patch; each row is readable up to the next vector, and changed in its run only.
  public var patch: UnsafeMutablePointer<Float>
  /// How far apart rows of the patch lie.
  public var patchStride: Int

  /// Creates the arguments.
  public init(
    count: Int, places: UnsafePointer<Int32>, scales: UnsafePointer<Float>,
    weights: UnsafePointer<Float>, weightStride: Int, rows: Int, run: Int,
    patch: UnsafeMutablePointer<Float>, patchStride: Int
  ) {
    self.count = count
    self.places = places
    self.scales = scales
    self.weights = weights
    self.weightStride = weightStride
    self.rows = rows
    self.run = run
    self.patch = patch
    self.patchStride = patchStride
  }
}
