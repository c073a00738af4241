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

/// A function of one scalar that there is a kernel for.
public enum UnaryFunction: Sendable {
  /// eˣ.
  case exponential
  /// The natural logarithm.
  case logarithm
  /// √x.
  case squareRoot
  /// 1 / x.
  case reciprocal
  /// The hyperbolic tangent.
  case hyperbolicTangent
  /// 1 / (1 + e⁻ˣ).
  case logistic
  /// The error function.
  case errorFunction
  /// x/2 · (1 + erf(x/√2)).
  case gelu
}

/// A function of `count` scalars, one after the other.
public struct UnaryArguments {
  /// The function.
  public var function: UnaryFunction
  /// `count` scalars.
  public var source: UnsafePointer<Float>
  /// `count` results; may be the same memory as `source`.
  public var target: UnsafeMutablePointer<Float>
  /// The number of scalars.
  public var count: Int

  /// Creates the arguments.
  public init(
    function: UnaryFunction, source: UnsafePointer<Float>, target: UnsafeMutablePointer<Float>,
    count: Int
  ) {
    self.function = function
    self.source = source
    self.target = target
    self.count = count
  }
}

/// The largest or smallest scalars of rows that follow one another.
public struct RowExtremaArguments {
  /// `rows * count` scalars.
  public var input: UnsafePointer<Float>
  /// The number of rows.
  public var rows: Int
  /// The scalars of a row, at least 1.
  public var count: Int
  /// Whether the smallest is wanted, not the largest.
  public var isMinimum: Bool
  /// For each row its extremum; NaN if there is one, and the first of equals.
  public var values: UnsafeMutablePointer<Float>?
  /// For each row where it is.
  public var positions: UnsafeMutablePointer<Int32>?

  /// Creates the arguments.
  public init(
    input: UnsafePointer<Float>, rows: Int, count: Int, isMinimum: Bool,
    values:
      UnsafeMutablePointer<Float>?, positions: UnsafeMutablePointer<Int32>?
  ) {
    self.input = input
    self.rows = rows
    self.count = count
    self.isMinimum = isMinimum
    self.values = values
    self.positions = positions
  }
}

/// The largest or smallest scalars of neighbouring columns.
public struct ColumnExtremaArguments {
  /// The first row of the columns.
  public var input: UnsafePointer<Float>
  /// The number of rows, at least 1.
  public var count: Int
  /// How far apart rows lie.
  public var stride: Int
  /// The number of columns.
  public var width: Int
  /// Whether the smallest is wanted, not the largest.
  public var isMinimum: Bool
  /// For each column its extremum; NaN if there is one, and the first of equals.
  public var values: UnsafeMutablePointer<Float>?
  /// For each column the row where it is.
  public var positions: UnsafeMutablePointer<Int32>?

  /// Creates the arguments.
  public init(
    input: UnsafePointer<Float>, count: Int, stride: Int, width: Int, isMinimum: Bool,
    values:
      UnsafeMutablePointer<Float>?, positions: UnsafeMutablePointer<Int32>?
  ) {
    self.input = input
    self.count = count
    self.stride = stride
    self.width = width
    self.isMinimum = isMinimum
    self.values = values
    self.positions = positions
  }
}

/// Rows whose softmax is wanted, or only what it is made of.
public struct SoftmaxArguments {
  /// `rows * count` scalars.
  public var input: UnsafePointer<Float>
  /// `rows * count` results, if they are wanted.
  public var output: UnsafeMutablePointer<Float>?
  /// The number of rows.
  public var rows: Int
  /// The scalars of a row.
  public var count: Int
  /// For each row its largest scalar.
  public var maxima: UnsafeMutablePointer<Float>?
  /// For each row the sum of the powers of all distances from it.
  public var sums: UnsafeMutablePointer<Double>?

  /// Creates the arguments.
  public init(
    input: UnsafePointer<Float>, output: UnsafeMutablePointer<Float>?, rows: Int, count: Int,
    maxima: UnsafeMutablePointer<Float>?, sums: UnsafeMutablePointer<Double>?
  ) {
    self.input = input
    self.output = output
    self.rows = rows
    self.count = count
    self.maxima = maxima
    self.sums = sums
  }
}

/// Rows from which two numbers each are subtracted.
public struct ShiftArguments {
  /// `rows * count` scalars.
  public var input: UnsafePointer<Float>
  /// `rows * count` results.
  public var output: UnsafeMutablePointer<Float>
  /// The number of rows.
  public var rows: Int
  /// The scalars of a row.
  public var count: Int
  /// For each row what is subtracted first.
  public var maxima: UnsafePointer<Float>
  /// For each row what is subtracted then.
  public var logarithms: UnsafePointer<Float>

  /// Creates the arguments.
  public init(
    input: UnsafePointer<Float>, output: UnsafeMutablePointer<Float>, rows: Int, count: Int,
    maxima: UnsafePointer<Float>, logarithms: UnsafePointer<Float>
  ) {
    self.input = input
    self.output = output
    self.rows = rows
    self.count = count
    self.maxima = maxima
    self.logarithms = logarithms
  }
}

/// Rows of a softmax or its logarithm, and the gradient that they are given.
public struct SoftmaxGradientArguments {
  /// `rows * count` scalars of the softmax or its logarithm.
  public var output: UnsafePointer<Float>
  /// `rows * count` scalars.
  public var gradient: UnsafePointer<Float>
  /// `rows * count` results, which nothing else overlaps.
  public var result: UnsafeMutablePointer<Float>
  /// The number of rows.
  public var rows: Int
  /// The scalars of a row.
  public var count: Int

  /// Creates the arguments.
  public init(
    output: UnsafePointer<Float>, gradient: UnsafePointer<Float>,
    result:
      UnsafeMutablePointer<Float>, rows: Int, count: Int
  ) {
    self.output = output
    self.gradient = gradient
    self.result = result
    self.rows = rows
    self.count = count
  }
}

/// Rows of probabilities, each with its label.
public struct CrossEntropyGradientArguments {
  /// `rows * count` scalars.
  public var probabilities: UnsafePointer<Float>
  /// For each row a number below `count`.
  public var labels: UnsafePointer<Int32>
  /// For each row what its loss is given.
  public var gradient: UnsafePointer<Float>
  /// `rows * count` results, which nothing else overlaps.
  public var result: UnsafeMutablePointer<Float>
  /// The number of rows.
  public var rows: Int
  /// The scalars of a row, at least 1.
  public var count: Int
  /// The probability that the label should have.
  public var labelTarget: Float
  /// The probability that each other class should have.
  public var otherTarget: Float

  /// Creates the arguments.
  public init(
    probabilities: UnsafePointer<Float>, labels: UnsafePointer<Int32>,
    gradient:
      UnsafePointer<Float>, result: UnsafeMutablePointer<Float>, rows: Int, count: Int,
    labelTarget:
      Float, otherTarget: Float
  ) {
    self.probabilities = probabilities
    self.labels = labels
    self.gradient = gradient
    self.result = result
    self.rows = rows
    self.count = count
    self.labelTarget = labelTarget
    self.otherTarget = otherTarget
  }
}

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

/// A function of one scalar that there is a kernel for the gradient of.
public enum UnaryGradientFunction: Sendable {
  /// The error function.
  case errorFunction
  /// x/2 · (1 + erf(x/√2)).
  case gelu
}

/// The gradient of a function of `count` scalars.
public struct UnaryGradientArguments {
  /// The function.
  public var function: UnaryGradientFunction
  /// What the function was applied to.
  public var input: UnsafePointer<Float>
  /// What its result is given.
  public var gradient: UnsafePointer<Float>
  /// `count` results.
  public var result: UnsafeMutablePointer<Float>
  /// The number of scalars.
  public var count: Int

  /// Creates the arguments.
  public init(
    function: UnaryGradientFunction, input: UnsafePointer<Float>, gradient: UnsafePointer<Float>,
    result: UnsafeMutablePointer<Float>, count: Int
  ) {
    self.function = function
    self.input = input
    self.gradient = gradient
    self.result = result
    self.count = count
  }
}

/// A step of gradient descent over `count` scalars.
public struct DescentArguments {
  /// The number of scalars.
  public var count: Int
  /// The parameter.
  public var parameter: UnsafeMutablePointer<Float>
  /// The sum of past gradients, with momentum.
  public var velocity: UnsafeMutablePointer<Float>?
  /// The gradient.
  public var gradient: UnsafePointer<Float>
  /// The learning rate.
  public var rate: Float
  /// How much of the velocity is kept.
  public var momentum: Float
  /// How much of the parameter is added to the gradient.
  public var decay: Float
  /// Whether the gradient is taken as if one step ahead.
  public var isNesterov: Bool

  /// Creates the arguments.
  public init(
    count: Int, parameter: UnsafeMutablePointer<Float>, velocity: UnsafeMutablePointer<Float>?,
    gradient: UnsafePointer<Float>, rate: Float, momentum: Float, decay: Float, isNesterov: Bool
  ) {
    self.count = count
    self.parameter = parameter
    self.velocity = velocity
    self.gradient = gradient
    self.rate = rate
    self.momentum = momentum
    self.decay = decay
    self.isNesterov = isNesterov
  }
}

/// A matrix that is written transposed.
public struct TransposeArguments {
  /// The first scalar of the first row.
  public var source: UnsafePointer<Float>
  /// How far apart rows lie.
  public var sourceStride: Int
  /// The first result; nothing else overlaps the results.
  public var target: UnsafeMutablePointer<Float>
  /// How far apart columns of the matrix lie in the result.
  public var targetStride: Int
  /// The rows of the matrix.
  public var rows: Int
  /// The columns of the matrix.
  public var columns: Int

  /// Creates the arguments.
  public init(
    source: UnsafePointer<Float>, sourceStride: Int, target: UnsafeMutablePointer<Float>,
    targetStride: Int, rows: Int, columns: Int
  ) {
    self.source = source
    self.sourceStride = sourceStride
    self.target = target
    self.targetStride = targetStride
    self.rows = rows
    self.columns = columns
  }
}
