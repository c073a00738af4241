/// A fully connected layer whose weights are packed in panels of columns.
public struct PanelArguments {
  /// The number of inputs.
  public var rows: Int
  /// The scalars of an input.
  public var inner: Int
  /// The vectors of an output.
  public var vectors: Int
  /// The first input.
  public var input: UnsafePointer<Float>
  /// How far apart inputs lie.
  public var inputStride: Int
  /// Panels of `panelVectors` vectors of columns, the last of what is left: for each scalar of an
  /// input its weights.
  public var weights: UnsafePointer<Float>
  /// `vectors` vectors.
  public var bias: UnsafePointer<Float>
  /// The first output; `vectors` vectors are written for each.
  public var output: UnsafeMutablePointer<Float>
  /// How far apart outputs lie.
  public var outputStride: Int
  /// Whether results are rectified.
  public var rectifies: Bool

  /// Creates the arguments.
  public init(
    rows: Int, inner: Int, vectors: Int, input: UnsafePointer<Float>, inputStride: Int,
    weights: UnsafePointer<Float>, bias: UnsafePointer<Float>,
    output: UnsafeMutablePointer<Float>, outputStride: Int, rectifies: Bool
  ) {
    self.rows = rows
    self.inner = inner
    self.vectors = vectors
    self.input = input
    self.inputStride = inputStride
    self.weights = weights
    self.bias = bias
    self.output = output
    self.outputStride = outputStride
    self.rectifies = rectifies
  }
}
