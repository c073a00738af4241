/// How a pooling window moves.
public struct Pool2DParameters: Hashable, Sendable {
  /// The extent of the window.
  public var window: Size2D
  /// The step between neighbouring windows.
  public var stride: Size2D
  /// Rows and columns around the input; they never win a maximum.
  public var padding: Padding2D
  /// The step between neighbouring elements inside a window.
  public var dilation: Size2D
  /// Whether a last window may hang over the far side.
  public var ceilMode: Bool
  /// Whether an average counts the padding (as zeros) among its elements.
  public var countsPadding: Bool

  /// Creates parameters; by default windows lie side by side.
  public init(
    window: Size2D, stride: Size2D? = nil, padding: Padding2D = 0, dilation: Size2D = 1,
    ceilMode: Bool = false, countsPadding: Bool = false
  ) {
    self.window = window
    self.stride = stride ?? window
    self.padding = padding
    self.dilation = dilation
    self.ceilMode = ceilMode
    self.countsPadding = countsPadding
  }
}

/// A 2D pooling, checked and resolved: what a backend gets to compute it.
///
/// Input is `[batch, channels, inputHeight, inputWidth]`, output `[batch, channels, outputHeight,
/// outputWidth]`. Batch and channels are alike to a pooling: together they are `planes`.
public struct Pool2DGeometry: Hashable, Sendable {
  /// The number of pictures.
  public let batch: Int
  /// The number of channels.
  public let channels: Int
  /// The rows of the input, without padding.
  public let inputHeight: Int
  /// The columns of the input, without padding.
  public let inputWidth: Int
  /// The rows of the output.
  public let outputHeight: Int
  /// The columns of the output.
  public let outputWidth: Int
  /// Window, stride, padding, dilation and the two modes.
  public let parameters: Pool2DParameters

  /// Checks the shape and resolves the geometry of an operation of the given name.
  ///
  /// - Throws: `TensorError` that names the mistake.
  public init(
    input: Shape, parameters: Pool2DParameters, operation: String
  ) throws(TensorError) {
    guard input.rank == 4 else {
      throw TensorError(
        operation, .shape, "input must be [batch, channels, height, width], but is \(input)",
        [input])
    }
    try input.validated(for: operation)
    let window = parameters.window
    try checkWindow(
      operation, kernel: window, stride: parameters.stride, padding: parameters.padding,
      dilation: parameters.dilation)
    let rows = WindowAxis(
      input: input[2], kernel: window.height, stride: parameters.stride.height,
      dilation: parameters.dilation.height, before: parameters.padding.top,
      after: parameters.padding.bottom)
    let columns = WindowAxis(
      input: input[3], kernel: window.width, stride: parameters.stride.width,
      dilation: parameters.dilation.width, before: parameters.padding.left,
      after: parameters.padding.right)
    guard let height = rows.outputExtent(ceil: parameters.ceilMode),
      let width = columns.outputExtent(ceil: parameters.ceilMode)
    else {
      throw TensorError(
        operation, .shape, "a \(window) window does not fit into a \(input[2])x\(input[3]) input",
        [input])
    }
    batch = input[0]
    channels = input[1]
    inputHeight = input[2]
    inputWidth = input[3]
    outputHeight = height
    outputWidth = width
    self.parameters = parameters
    try outputShape.validated(for: operation)
  }

  /// The number of pictures times channels.
  public var planes: Int { batch * channels }
  /// The input's shape.
  public var inputShape: Shape { [batch, channels, inputHeight, inputWidth] }
  /// The output's shape.
  public var outputShape: Shape { [batch, channels, outputHeight, outputWidth] }

  /// The rows of the input that a window at an output row covers, in order.
  public func inputRows(output: Int) -> [Int] {
    let first = output * parameters.stride.height - parameters.padding.top
    return (0..<parameters.window.height).map { first + $0 * parameters.dilation.height }
      .filter { (0..<inputHeight).contains($0) }
  }

  /// The columns of the input that a window at an output column covers, in order.
  public func inputColumns(output: Int) -> [Int] {
    let first = output * parameters.stride.width - parameters.padding.left
    return (0..<parameters.window.width).map { first + $0 * parameters.dilation.width }
      .filter { (0..<inputWidth).contains($0) }
  }

  /// What an average at an output position divides by: the number of elements it covers.
  ///
  /// Padding counts if `countsPadding` says so; places beyond the padding (`ceilMode`) never do. It
  /// is 1 where nothing is covered.
  public func divisor(outputRow: Int, outputColumn: Int) -> Int {
    let rows: Int
    let columns: Int
    if parameters.countsPadding {
      let top = outputRow * parameters.stride.height
      let left = outputColumn * parameters.stride.width
      let height = inputHeight + parameters.padding.top + parameters.padding.bottom
      let width = inputWidth + parameters.padding.left + parameters.padding.right
      rows = (0..<parameters.window.height).count {
        top + $0 * parameters.dilation.height < height
      }
      columns = (0..<parameters.window.width).count {
        left + $0 * parameters.dilation.width < width
      }
    } else {
      rows = inputRows(output: outputRow).count
      columns = inputColumns(output: outputColumn).count
    }
    return max(rows * columns, 1)
  }
}
