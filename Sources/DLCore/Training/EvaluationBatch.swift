/// What is known after each batch of an evaluation.
public struct EvaluationBatch<B: Backend>: Sendable {
  /// The positions of the batch's examples in their source.
  public let positions: ArraySlice<Int>
  /// The batch's scores, `[batch, classes]`.
  public let logits: Tensor<B>
  /// The metrics of this batch and all before it.
  public let metrics: ClassificationMetrics
}
