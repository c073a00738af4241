import DLCore

extension Inspected {
  func maxPool2D(_ input: Storage, _ geometry: Pool2DGeometry)
    -> (output: Storage, selection: MaxPoolSelection)
  {
    watch(.maxPool2D, reading: [Item("input", input, geometry.inputShape.count)]) {
      base.maxPool2D(input, geometry)
    } results: {
      [Item("output", $0.output, geometry.outputShape.count)]
    }
  }

  func maxPool2DGradient(
    _ gradient: Storage, selection: MaxPoolSelection, _ geometry: Pool2DGeometry
  ) -> Storage {
    watch(
      .maxPool2DGradient, reading: [Item("gradient", gradient, geometry.outputShape.count)],
      count: geometry.inputShape.count
    ) { base.maxPool2DGradient(gradient, selection: selection, geometry) }
  }

  func maxPool2DSelected(
    _ input: Storage, selection: MaxPoolSelection, _ geometry: Pool2DGeometry
  ) -> Storage {
    watch(
      .maxPool2DSelected, reading: [Item("input", input, geometry.inputShape.count)],
      count: geometry.outputShape.count
    ) { base.maxPool2DSelected(input, selection: selection, geometry) }
  }

  func averagePool2D(_ input: Storage, _ geometry: Pool2DGeometry) -> Storage {
    watch(
      .averagePool2D, reading: [Item("input", input, geometry.inputShape.count)],
      count: geometry.outputShape.count
    ) { base.averagePool2D(input, geometry) }
  }

  func averagePool2DGradient(_ gradient: Storage, _ geometry: Pool2DGeometry) -> Storage {
    watch(
      .averagePool2DGradient, reading: [Item("gradient", gradient, geometry.outputShape.count)],
      count: geometry.inputShape.count
    ) { base.averagePool2DGradient(gradient, geometry) }
  }

  func softmax(_ input: Storage, _ geometry: ReductionGeometry) -> Storage {
    watch(
      .softmax, reading: [Item("input", input, geometry.inputCount)], count: geometry.inputCount
    ) { base.softmax(input, geometry) }
  }

  func softmaxGradient(output: Storage, gradient: Storage, _ geometry: ReductionGeometry)
    -> Storage
  {
    let count = geometry.inputCount
    return watch(
      .softmaxGradient,
      reading: [Item("output", output, count), Item("gradient", gradient, count)],
      count: count
    ) { base.softmaxGradient(output: output, gradient: gradient, geometry) }
  }

  func logSoftmax(_ input: Storage, _ geometry: ReductionGeometry) -> Storage {
    watch(
      .logSoftmax, reading: [Item("input", input, geometry.inputCount)], count: geometry.inputCount
    ) { base.logSoftmax(input, geometry) }
  }

  func logSoftmaxGradient(output: Storage, gradient: Storage, _ geometry: ReductionGeometry)
    -> Storage
  {
    let count = geometry.inputCount
    return watch(
      .logSoftmaxGradient,
      reading: [Item("output", output, count), Item("gradient", gradient, count)],
      count: count
    ) { base.logSoftmaxGradient(output: output, gradient: gradient, geometry) }
  }

  func softmaxCrossEntropy(logits: Storage, labels: [Int32], _ geometry: CrossEntropyGeometry)
    -> (losses: Storage, probabilities: Storage)
  {
    let count = geometry.rows * geometry.classes
    return watch(.softmaxCrossEntropy, reading: [Item("logits", logits, count)]) {
      base.softmaxCrossEntropy(logits: logits, labels: labels, geometry)
    } results: {
      [Item("losses", $0.losses, geometry.rows), Item("probabilities", $0.probabilities, count)]
    }
  }

  func softmaxCrossEntropyGradient(
    probabilities: Storage, labels: [Int32], gradient: Storage, _ geometry: CrossEntropyGeometry
  ) -> Storage {
    let count = geometry.rows * geometry.classes
    return watch(
      .softmaxCrossEntropyGradient,
      reading: [
        Item("probabilities", probabilities, count), Item("gradient", gradient, geometry.rows),
      ],
      count: count
    ) {
      base.softmaxCrossEntropyGradient(
        probabilities: probabilities, labels: labels, gradient: gradient, geometry)
    }
  }
}
