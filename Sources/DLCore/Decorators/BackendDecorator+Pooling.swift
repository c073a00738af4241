extension BackendDecorator {
  /// The base's result.
  public func maxPool2D(_ input: Storage, _ geometry: Pool2DGeometry)
    -> (output: Storage, selection: MaxPoolSelection)
  {
    base.maxPool2D(input, geometry)
  }

  /// The base's result.
  public func maxPool2DGradient(
    _ gradient: Storage, selection: MaxPoolSelection, _ geometry: Pool2DGeometry
  ) -> Storage {
    base.maxPool2DGradient(gradient, selection: selection, geometry)
  }

  /// The base's result.
  public func maxPool2DSelected(
    _ input: Storage, selection: MaxPoolSelection, _ geometry: Pool2DGeometry
  ) -> Storage {
    base.maxPool2DSelected(input, selection: selection, geometry)
  }

  /// The base's result.
  public func averagePool2D(_ input: Storage, _ geometry: Pool2DGeometry) -> Storage {
    base.averagePool2D(input, geometry)
  }

  /// The base's result.
  public func averagePool2DGradient(_ gradient: Storage, _ geometry: Pool2DGeometry) -> Storage {
    base.averagePool2DGradient(gradient, geometry)
  }

  /// The base's result.
  public func softmax(_ input: Storage, _ geometry: ReductionGeometry) -> Storage {
    base.softmax(input, geometry)
  }

  /// The base's result.
  public func softmaxGradient(
    output: Storage, gradient: Storage, _ geometry: ReductionGeometry
  ) -> Storage {
    base.softmaxGradient(output: output, gradient: gradient, geometry)
  }

  /// The base's result.
  public func logSoftmax(_ input: Storage, _ geometry: ReductionGeometry) -> Storage {
    base.logSoftmax(input, geometry)
  }

  /// The base's result.
  public func logSoftmaxGradient(
    output: Storage, gradient: Storage, _ geometry: ReductionGeometry
  ) -> Storage {
    base.logSoftmaxGradient(output: output, gradient: gradient, geometry)
  }

  /// The base's result.
  public func softmaxCrossEntropy(
    logits: Storage, labels: [Int32], _ geometry: CrossEntropyGeometry
  ) -> (losses: Storage, probabilities: Storage) {
    base.softmaxCrossEntropy(logits: logits, labels: labels, geometry)
  }

  /// The base's result.
  public func softmaxCrossEntropyGradient(
    probabilities: Storage, labels: [Int32], gradient: Storage, _ geometry: CrossEntropyGeometry
  ) -> Storage {
    base.softmaxCrossEntropyGradient(
      probabilities: probabilities, labels: labels, gradient: gradient, geometry)
  }
}
