/// Lines of scalars to be copied, or transposed, into a packed operand.
public struct PackArguments {
  /// The first scalar.
  public var source: UnsafePointer<Float>
  /// How far apart lines of the source lie.
  public var stride: Int
  /// The lines of the target.
  public var count: Int
  /// The scalars of a line of the target that come from the source.
  public var width: Int
  /// The scalars of a line of a panel of the target: what is behind `width` is zero.
  public var panelWidth: Int
  /// Where the first line goes.
  public var target: UnsafeMutablePointer<Float>

  /// Creates the arguments.
  public init(
    source: UnsafePointer<Float>, stride: Int, count: Int, width: Int, panelWidth: Int,
    target: UnsafeMutablePointer<Float>
  ) {
    self.source = source
    self.stride = stride
    self.count = count
    self.width = width
    self.panelWidth = panelWidth
    self.target = target
  }
}
