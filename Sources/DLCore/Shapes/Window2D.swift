/// A height and a width: of a kernel, a stride, a dilation.
public struct Size2D: Hashable, Sendable, ExpressibleByIntegerLiteral, CustomStringConvertible {
  /// The extent from top to bottom.
  public var height: Int
  /// The extent from left to right.
  public var width: Int

  /// Creates a size.
  public init(height: Int, width: Int) {
    self.height = height
    self.width = width
  }

  /// Creates a square size from a literal.
  public init(integerLiteral side: Int) { self.init(side) }

  /// Creates a square size.
  public init(_ side: Int) { self.init(height: side, width: side) }

  /// Height by width, as in `5x5`.
  public var description: String { "\(height)x\(width)" }
}

/// How many rows and columns are added around a picture, each side for itself.
public struct Padding2D: Hashable, Sendable, ExpressibleByIntegerLiteral, CustomStringConvertible {
  /// Rows added above.
  public var top: Int
  /// Columns added on the left.
  public var left: Int
  /// Rows added below.
  public var bottom: Int
  /// Columns added on the right.
  public var right: Int

  /// Creates a padding side by side.
  public init(top: Int, left: Int, bottom: Int, right: Int) {
    self.top = top
    self.left = left
    self.bottom = bottom
    self.right = right
  }

  /// Creates the same padding on every side from a literal.
  public init(integerLiteral side: Int) { self.init(side) }

  /// Creates the same padding on every side.
  public init(_ side: Int) { self.init(top: side, left: side, bottom: side, right: side) }

  /// The four sides, clockwise from the top.
  public var description: String { "top \(top), right \(right), bottom \(bottom), left \(left)" }
}

/// One axis of a sliding window: where it starts, how it steps, how many places it takes.
struct WindowAxis {
  var input: Int
  var kernel: Int
  var stride: Int
  var dilation: Int
  var before: Int
  var after: Int

  /// The number of places the window takes, or `nil` when it does not fit even once.
  ///
  /// With `ceil` the last window may hang over the far side, as long as it starts inside the input
  /// or the padding before it (the rule of PyTorch and ONNX).
  func outputExtent(ceil: Bool) -> Int? {
    let (reach, reachOverflow) = dilation.multipliedReportingOverflow(by: kernel - 1)
    let (padded, paddedOverflow) = input.addingReportingOverflow(before + after)
    guard !reachOverflow, !paddedOverflow else { return nil }
    let room = padded - reach - 1
    guard room >= 0 else { return nil }
    var places = room / stride + 1
    if ceil && room % stride != 0 && places * stride < input + before { places += 1 }
    return places
  }
}

/// The checks that every sliding window shares.
func checkWindow(
  _ operation: String, kernel: Size2D, stride: Size2D, padding: Padding2D, dilation: Size2D
) throws(TensorError) {
  func check(_ name: String, _ values: [Int], from least: Int) throws(TensorError) {
    try checkWindowNumbers(operation, name, values, from: least)
  }
  try check("kernel size", [kernel.height, kernel.width], from: 1)
  try check("stride", [stride.height, stride.width], from: 1)
  try check("dilation", [dilation.height, dilation.width], from: 1)
  try check("padding", [padding.top, padding.left, padding.bottom, padding.right], from: 0)
}

/// Checks numbers that describe a window against a limit that keeps their products far from
/// overflow.
func checkWindowNumbers(
  _ operation: String, _ name: String, _ values: [Int], from least: Int
) throws(TensorError) {
  let limit = 1 << 24
  guard values.allSatisfy({ (least...limit).contains($0) }) else {
    let shown = values.map(String.init).joined(separator: ", ")
    throw TensorError(
      operation, .argument, "\(name) must lie in \(least)...\(limit), but is \(shown)")
  }
}
