extension BackendDecorator {
  /// The base's result.
  public func softmax(_ input: Storage, _ geometry: ReductionGeometry) -> Storage {
    perform(.softmax(geometry), reading: [input]) { base.softmax(input, geometry) }
  }

  /// The base's result.
  public func softmaxGradient(
    output: Storage, gradient: Storage, _ geometry: ReductionGeometry
  ) -> Storage {
    perform(.softmaxGradient(geometry), reading: [output, gradient]) {
      base.softmaxGradient(output: output, gradient: gradient, geometry)
    }
  }

  /// The base's result.
  public func logSoftmax(_ input: Storage, _ geometry: ReductionGeometry) -> Storage {
    perform(.logSoftmax(geometry), reading: [input]) { base.logSoftmax(input, geometry) }
  }

  /// The base's result.
  public func logSoftmaxGradient(
    output: Storage, gradient: Storage, _ geometry: ReductionGeometry
  ) -> Storage {
    perform(.logSoftmaxGradient(geometry), reading: [output, gradient]) {
      base.logSoftmaxGradient(output: output, gradient: gradient, geometry)
    }
  }

  /// The base's result.
  public func softmaxCrossEntropy(
    logits: Storage, labels: [Int32], _ geometry: CrossEntropyGeometry
  ) -> (losses: Storage, probabilities: Storage) {
    perform(.softmaxCrossEntropy(labels: labels, geometry), reading: [logits]) {
      base.softmaxCrossEntropy(logits: logits, labels: labels, geometry)
    } results: {
      [.scalars($0.losses), .scalars($0.probabilities)]
    }
  }

  /// The base's result.
  public func softmaxCrossEntropyGradient(
    probabilities: Storage, labels: [Int32], gradient: Storage, _ geometry: CrossEntropyGeometry
  ) -> Storage {
    perform(
      .softmaxCrossEntropyGradient(labels: labels, geometry), reading: [probabilities, gradient]
    ) {
      base.softmaxCrossEntropyGradient(
        probabilities: probabilities, labels: labels, gradient: gradient, geometry)
    }
  }
}
