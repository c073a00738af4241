/// What becomes of the losses of a batch.
public enum LossReduction: String, Hashable, Sendable, CaseIterable {
  /// Their mean.
  case mean
  /// Their sum.
  case sum
  /// They stay apart.
  case none
}

extension Tensor {
  /// Powers of e along a dimension, scaled to the sum 1.
  public func softmax(along dimension: Int = -1) throws(TensorError) -> Tensor {
    let chosen = try shape.dimension(dimension, for: "softmax")
    let geometry = ReductionGeometry(shape, dimensions: chosen..<(chosen + 1))
    return with(backend.softmax(storage, geometry), shape)
  }

  /// The logarithm of `softmax`, without its loss of digits.
  public func logSoftmax(along dimension: Int = -1) throws(TensorError) -> Tensor {
    let chosen = try shape.dimension(dimension, for: "logSoftmax")
    let geometry = ReductionGeometry(shape, dimensions: chosen..<(chosen + 1))
    return with(backend.logSoftmax(storage, geometry), shape)
  }

  /// The softmax cross-entropy of logits `[batch, classes]` with one label a row.
  ///
  /// - Parameters:
  ///   - labels: `[batch]`, each in `0 ..< classes`.
  ///   - labelSmoothing: The share of the target spread over all classes, in `0 ..< 1`.
  ///   - reduction: Mean, sum, or one loss a row.
  /// - Throws: `TensorError` if the shapes do not fit, a label is out of range, or the smoothing.
  public func softmaxCrossEntropy(
    labels: IndexTensor, labelSmoothing: Double = 0, reduction: LossReduction = .mean
  ) throws(TensorError) -> Tensor {
    let name = "softmaxCrossEntropy"
    try requireRank(2, "logits must be [batch, classes]", operation: name)
    guard labels.shape == [shape[0]] else {
      throw TensorError(
        name, .shape,
        "logits \(shape) need labels of shape [\(shape[0])], but they have \(labels.shape)",
        [shape, labels.shape])
    }
    guard labelSmoothing >= 0, labelSmoothing < 1 else {
      throw TensorError(
        name, .argument, "label smoothing must lie in 0..<1, but is \(labelSmoothing)")
    }
    try labels.requireBelow(shape[1], "label", operation: name)
    let geometry = CrossEntropyGeometry(
      rows: shape[0], classes: shape[1], labelSmoothing: labelSmoothing)
    let (losses, _) = backend.softmaxCrossEntropy(
      logits: storage, labels: labels.values, geometry)
    return try with(losses, [shape[0]]).reduced(reduction)
  }

  /// The squared difference from a target of the same shape.
  ///
  /// - Throws: `TensorError` if the shapes differ.
  public func meanSquaredError(
    to target: Tensor, reduction: LossReduction = .mean
  ) throws(TensorError) -> Tensor {
    guard shape == target.shape else {
      throw TensorError(
        "meanSquaredError", .shape, "prediction \(shape) and target \(target.shape) differ",
        [shape, target.shape])
    }
    return try (self - target).squared().reduced(reduction)
  }

  private func reduced(_ reduction: LossReduction) throws(TensorError) -> Tensor {
    switch reduction {
    case .mean: try mean()
    case .sum: try sum()
    case .none: self
    }
  }
}
