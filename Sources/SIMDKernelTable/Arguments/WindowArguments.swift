/// Patches that are added to the windows of a picture that they belong to.
public struct WindowArguments {
  /// The number of patches.
  public var count: Int
  /// Where each patch's window begins in `picture`.
  public var places: UnsafePointer<Int>
  /// The patches.
  public var patches: UnsafePointer<Float>
  /// How far apart patches lie.
  public var patchStride: Int
  /// The rows of a patch.
  public var rows: Int
  /// The scalars of a row, readable up to the next vector.
  public var run: Int
  /// How far apart rows of a patch lie.
  public var rowStride: Int
  /// The picture; each row of a window is read and written up to the next vector, and what lies
  /// behind its run keeps its value.
  public var picture: UnsafeMutablePointer<Float>
  /// How far apart rows of a window lie.
  public var pictureStride: Int

  /// Creates the arguments.
  public init(
    count: Int, places: UnsafePointer<Int>, patches: UnsafePointer<Float>, patchStride: Int,
    rows: Int, run: Int, rowStride: Int, picture: UnsafeMutablePointer<Float>, pictureStride: Int
  ) {
    self.count = count
    self.places = places
    self.patches = patches
    self.patchStride = patchStride
    self.rows = rows
    self.run = run
    self.rowStride = rowStride
    self.picture = picture
    self.pictureStride = pictureStride
  }
}
