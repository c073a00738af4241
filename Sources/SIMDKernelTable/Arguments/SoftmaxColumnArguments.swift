/// Neighbouring columns whose softmax is wanted, or only what it is made of.
public struct SoftmaxColumnArguments {
  /// The first row of the columns.
  public var input: UnsafePointer<Float>
  /// The first row of the results, if they are wanted; may be the same memory as `input`.
  public var output: UnsafeMutablePointer<Float>?
  /// The number of rows.
  public var count: Int
  /// How far apart rows lie, of the input and of the results.
  public var stride: Int
  /// The number of columns.
  public var width: Int
  /// For each column its largest scalar.
  public var maxima: UnsafeMutablePointer<Float>?
  /// For each column the sum of the powers of all distances from it.
  public var sums: UnsafeMutablePointer<Double>?

  /// Creates the arguments.
  public init(
    input: UnsafePointer<Float>, output: UnsafeMutablePointer<Float>?, count: Int, stride: Int,
    width: Int, maxima: UnsafeMutablePointer<Float>?, sums: UnsafeMutablePointer<Double>?
  ) {
    self.input = input
    self.output = output
    self.count = count
    self.stride = stride
    self.width = width
    self.maxima = maxima
    self.sums = sums
  }
}
