/// The kernels of functions, reductions and softmax, as built for one instruction set.
public struct SIMDFunctionTable: Sendable {
  /// A function of each scalar, in `UnaryKernels.swift`.
  public let unary: @Sendable (UnaryArguments) -> Void
  /// The sum of scalars, in `ReductionKernels.swift`.
  public let sum: @Sendable (UnsafePointer<Float>, Int) -> Double
  /// The extrema of rows, in `ReductionKernels.swift`.
  public let extremaOfRows: @Sendable (RowExtremaArguments) -> Void
  /// The extrema of columns, in `ReductionKernels.swift`.
  public let extremaOfColumns: @Sendable (ColumnExtremaArguments) -> Void
  /// The softmax of rows, in `SoftmaxKernel.swift`.
  public let softmaxRows: @Sendable (SoftmaxArguments) -> Void
  /// The logarithm of the softmax of rows, in `SoftmaxKernel.swift`.
  public let logSoftmaxRows: @Sendable (ShiftArguments) -> Void
  /// The gradient of softmax, in `SoftmaxGradientKernel.swift`.
  public let softmaxGradientRows: @Sendable (SoftmaxGradientArguments) -> Void
  /// The gradient of the logarithm of softmax, in `SoftmaxGradientKernel.swift`.
  public let logSoftmaxGradientRows: @Sendable (SoftmaxGradientArguments) -> Void
  /// The gradient of cross-entropy, in `SoftmaxGradientKernel.swift`.
  public let crossEntropyGradientRows: @Sendable (CrossEntropyGradientArguments) -> Void
  /// The softmax of columns, in `SoftmaxKernel.swift`.
  public let softmaxColumns: @Sendable (SoftmaxColumnArguments) -> Void
  /// The gradient of a function, in `GradientKernels.swift`.
  public let unaryGradient: @Sendable (UnaryGradientArguments) -> Void
  /// A step of gradient descent, in `SGDKernel.swift`.
  public let descend: @Sendable (DescentArguments) -> Void
  /// A transposed matrix, in `Transpose.swift`.
  public let transpose: @Sendable (TransposeArguments) -> Void

  /// Creates a table.
  public init(
    unary: @escaping @Sendable (UnaryArguments) -> Void,
    sum: @escaping @Sendable (UnsafePointer<Float>, Int) -> Double,
    extremaOfRows: @escaping @Sendable (RowExtremaArguments) -> Void,
    extremaOfColumns: @escaping @Sendable (ColumnExtremaArguments) -> Void,
    softmaxRows: @escaping @Sendable (SoftmaxArguments) -> Void,
    logSoftmaxRows: @escaping @Sendable (ShiftArguments) -> Void,
    softmaxGradientRows: @escaping @Sendable (SoftmaxGradientArguments) -> Void,
    logSoftmaxGradientRows: @escaping @Sendable (SoftmaxGradientArguments) -> Void,
    crossEntropyGradientRows: @escaping @Sendable (CrossEntropyGradientArguments) -> Void,
    softmaxColumns: @escaping @Sendable (SoftmaxColumnArguments) -> Void,
    unaryGradient: @escaping @Sendable (UnaryGradientArguments) -> Void,
    descend: @escaping @Sendable (DescentArguments) -> Void,
    transpose: @escaping @Sendable (TransposeArguments) -> Void
  ) {
    self.unary = unary
    self.sum = sum
    self.extremaOfRows = extremaOfRows
    self.extremaOfColumns = extremaOfColumns
    self.softmaxRows = softmaxRows
    self.logSoftmaxRows = logSoftmaxRows
    self.softmaxGradientRows = softmaxGradientRows
    self.logSoftmaxGradientRows = logSoftmaxGradientRows
    self.crossEntropyGradientRows = crossEntropyGradientRows
    self.softmaxColumns = softmaxColumns
    self.unaryGradient = unaryGradient
    self.descend = descend
    self.transpose = transpose
  }
}
