extension Autodiff {
  /// Softmax; its gradient is the base's.
  public func softmax(_ input: Storage, _ geometry: ReductionGeometry) -> Storage {
    let output = base.softmax(input.value, geometry)
    guard isRecording(input) else { return Storage(output) }
    let base = base
    return recorded(output, count: geometry.inputCount, from: [input]) { gradient in
      [base.softmaxGradient(output: output, gradient: gradient, geometry)]
    }
  }

  /// The gradient of softmax, itself differentiable through the composition of its default.
  public func softmaxGradient(
    output: Storage, gradient: Storage, _ geometry: ReductionGeometry
  ) -> Storage {
    guard isRecording(output, gradient) else {
      return Storage(
        base.softmaxGradient(output: output.value, gradient: gradient.value, geometry))
    }
    return Composed(self).softmaxGradient(output: output, gradient: gradient, geometry)
  }

  /// The logarithm of softmax; its gradient is the base's.
  public func logSoftmax(_ input: Storage, _ geometry: ReductionGeometry) -> Storage {
    let output = base.logSoftmax(input.value, geometry)
    guard isRecording(input) else { return Storage(output) }
    let base = base
    return recorded(output, count: geometry.inputCount, from: [input]) { gradient in
      [base.logSoftmaxGradient(output: output, gradient: gradient, geometry)]
    }
  }

  /// The gradient of the logarithm of softmax, itself differentiable.
  public func logSoftmaxGradient(
    output: Storage, gradient: Storage, _ geometry: ReductionGeometry
  ) -> Storage {
    guard isRecording(output, gradient) else {
      return Storage(
        base.logSoftmaxGradient(output: output.value, gradient: gradient.value, geometry))
    }
    return Composed(self).logSoftmaxGradient(output: output, gradient: gradient, geometry)
  }

  /// The cross-entropy; gradients flow from the losses and from the probabilities.
  public func softmaxCrossEntropy(
    logits: Storage, labels: [Int32], _ geometry: CrossEntropyGeometry
  ) -> (losses: Storage, probabilities: Storage) {
    let (losses, probabilities) = base.softmaxCrossEntropy(
      logits: logits.value, labels: labels, geometry)
    guard isRecording(logits) else { return (Storage(losses), Storage(probabilities)) }
    let base = base
    let result = recorded(losses, count: geometry.rows, from: [logits]) { gradient in
      [
        base.softmaxCrossEntropyGradient(
          probabilities: probabilities, labels: labels, gradient: gradient, geometry)
      ]
    }
    let tracked = recorded(
      probabilities, count: geometry.rows * geometry.classes, from: [logits]
    ) { gradient in
      [base.softmaxGradient(output: probabilities, gradient: gradient, geometry.softmax)]
    }
    return (result, tracked)
  }

  /// The gradient of the loss, itself differentiable through the composition of its default.
  public func softmaxCrossEntropyGradient(
    probabilities: Storage, labels: [Int32], gradient: Storage, _ geometry: CrossEntropyGeometry
  ) -> Storage {
    guard isRecording(probabilities, gradient) else {
      return Storage(
        base.softmaxCrossEntropyGradient(
          probabilities: probabilities.value, labels: labels, gradient: gradient.value, geometry))
    }
    return Composed(self).softmaxCrossEntropyGradient(
      probabilities: probabilities, labels: labels, gradient: gradient, geometry)
  }
}
