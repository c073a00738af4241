/// Softmax, its logarithm, and the loss built on it, stable for any finite input.
public protocol SoftmaxOperations<Scalar>: ElementwiseOperations, ReductionOperations,
  MovementOperations
{
  /// `exp(xᵢ - max) / Σ exp(xⱼ - max)` along the middle of `[outer, count, inner]`.
  ///
  /// Off by at most (8 + count + |xᵢ - max|) ulp of the result, since rounding the difference changes
  /// its power. A row with a NaN or +∞, or of nothing but -∞, is NaN.
  func softmax(_ input: Storage, _ geometry: ReductionGeometry) -> Storage

  /// The gradient of `softmax`, from its output.
  func softmaxGradient(output: Storage, gradient: Storage, _ geometry: ReductionGeometry) -> Storage

  /// `xᵢ - max - log Σ exp(xⱼ - max)` along the middle of `[outer, count, inner]`.
  ///
  /// Off by at most (8 + count)·ε·(1 + |xᵢ - max|).
  func logSoftmax(_ input: Storage, _ geometry: ReductionGeometry) -> Storage

  /// The gradient of `logSoftmax`, from its output.
  func logSoftmaxGradient(output: Storage, gradient: Storage, _ geometry: ReductionGeometry)
    -> Storage

  /// The cross-entropy of each row of logits with its label, and the row's softmax.
  ///
  /// `loss[r] = -Σⱼ tⱼ · logSoftmax(logits[r])ⱼ`, where the target *t* is `1 - smoothing` for the
  /// label plus `smoothing / classes` for every class (Szegedy et al. 2016).
  func softmaxCrossEntropy(logits: Storage, labels: [Int32], _ geometry: CrossEntropyGeometry)
    -> (losses: Storage, probabilities: Storage)

  /// The gradient of `softmaxCrossEntropy` for the logits: `(probabilities - t) · gradient[row]`.
  func softmaxCrossEntropyGradient(
    probabilities: Storage, labels: [Int32], gradient: Storage, _ geometry: CrossEntropyGeometry
  ) -> Storage
}

/// Rows of logits over classes, with label smoothing.
public struct CrossEntropyGeometry: Hashable, Sendable {
  /// The number of rows.
  public let rows: Int
  /// The number of classes.
  public let classes: Int
  /// The share of the target that is spread over all classes, in `0 ..< 1`.
  public let labelSmoothing: Double

  /// Creates a geometry.
  public init(rows: Int, classes: Int, labelSmoothing: Double = 0) {
    self.rows = rows
    self.classes = classes
    self.labelSmoothing = labelSmoothing
  }

  /// The logits' shape.
  public var shape: Shape { [rows, classes] }

  /// The softmax inside.
  public var softmax: ReductionGeometry {
    ReductionGeometry(outer: rows, count: classes, inner: 1)
  }

  /// The target of the label's class.
  public var labelTarget: Double { 1 - labelSmoothing + otherTarget }
  /// The target of every other class.
  public var otherTarget: Double { labelSmoothing / Double(max(classes, 1)) }
}

extension ReductionGeometry {
  /// How a reduced storage meets the whole one again.
  func broadcast() -> BroadcastGeometry {
    let whole: Shape = [outer, count, inner]
    return BroadcastGeometry(lhs: whole, rhs: [outer, 1, inner], result: whole)
  }
}

extension SoftmaxOperations {
  /// Softmax, composed from the core.
  public func softmax(_ input: Storage, _ geometry: ReductionGeometry) -> Storage {
    let largest = reduce(.maximum, input, geometry)
    let powers = unary(
      .exponential, binary(.subtract, input, largest, geometry.broadcast()),
      count: geometry.inputCount)
    return binary(.divide, powers, reduce(.sum, powers, geometry), geometry.broadcast())
  }

  /// `y · (g - Σ g·y)`.
  public func softmaxGradient(
    output: Storage, gradient: Storage, _ geometry: ReductionGeometry
  ) -> Storage {
    let products = binary(.multiply, gradient, output, count: geometry.inputCount)
    let centred = binary(
      .subtract, gradient, reduce(.sum, products, geometry), geometry.broadcast())
    return binary(.multiply, output, centred, count: geometry.inputCount)
  }

  /// The logarithm of softmax, composed from the core.
  public func logSoftmax(_ input: Storage, _ geometry: ReductionGeometry) -> Storage {
    let shifted = binary(
      .subtract, input, reduce(.maximum, input, geometry), geometry.broadcast())
    let sums = reduce(
      .sum, unary(.exponential, shifted, count: geometry.inputCount), geometry)
    return binary(
      .subtract, shifted, unary(.logarithm, sums, count: geometry.outputCount),
      geometry.broadcast())
  }

  /// `g - exp(y) · Σ g`.
  public func logSoftmaxGradient(
    output: Storage, gradient: Storage, _ geometry: ReductionGeometry
  ) -> Storage {
    let scaled = binary(
      .multiply, unary(.exponential, output, count: geometry.inputCount),
      reduce(.sum, gradient, geometry), geometry.broadcast())
    return binary(.subtract, gradient, scaled, count: geometry.inputCount)
  }

  /// The loss, composed from the core.
  public func softmaxCrossEntropy(
    logits: Storage, labels: [Int32], _ geometry: CrossEntropyGeometry
  ) -> (losses: Storage, probabilities: Storage) {
    let logProbabilities = logSoftmax(logits, geometry.softmax)
    let ofLabels = gatherElements(logProbabilities, at: geometry.positions(labels), fill: 0)
    var losses = unary(
      .affine(multiplier: geometry.labelSmoothing - 1, offset: 0), ofLabels, count: geometry.rows)
    if geometry.labelSmoothing > 0 {
      let means = reduce(.mean, logProbabilities, geometry.softmax)
      let spread = unary(
        .affine(multiplier: geometry.labelSmoothing, offset: 0), means, count: geometry.rows)
      losses = binary(.subtract, losses, spread, count: geometry.rows)
    }
    return (losses, softmax(logits, geometry.softmax))
  }

  /// The gradient of the loss, composed from the core.
  public func softmaxCrossEntropyGradient(
    probabilities: Storage, labels: [Int32], gradient: Storage, _ geometry: CrossEntropyGeometry
  ) -> Storage {
    let count = geometry.rows * geometry.classes
    var targets = [Scalar](repeating: Scalar(geometry.otherTarget), count: count)
    for position in geometry.positions(labels) {
      targets[Int(position)] = Scalar(geometry.labelTarget)
    }
    let errors = binary(.subtract, probabilities, makeStorage(targets), count: count)
    return binary(.multiply, errors, gradient, geometry.softmax.broadcast())
  }
}

extension CrossEntropyGeometry {
  /// The positions of the labels' elements in the rows.
  func positions(_ labels: [Int32]) -> [Int32] {
    labels.enumerated().map { Int32($0.offset * classes) + $0.element }
  }
}
