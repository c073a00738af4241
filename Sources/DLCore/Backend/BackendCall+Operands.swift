extension BackendCall {
  /// What the call reads, in the order of its parameters; indices and selections are no operands.
  public var operands: [Operand] {
    switch self {
    case .makeStorage, .prepareInference: []
    case .withScalars(let count), .unary(_, let count): [Operand("input", [count])]
    case .unaryGradient(_, let count):
      [Operand("input", [count]), Operand("output", [count]), Operand("gradient", [count])]
    case .binary(_, let geometry), .compare(_, let geometry):
      [Operand("lhs", [geometry.lhsCount]), Operand("rhs", [geometry.rhsCount])]
    case .select(let count):
      [Operand("mask", [count]), Operand("whenTrue", [count]), Operand("whenFalse", [count])]
    case .reduce(_, let geometry), .argumentReduce(_, let geometry), .softmax(let geometry),
      .logSoftmax(let geometry):
      [Operand("input", geometry.inputShape)]
    case .softmaxGradient(let geometry), .logSoftmaxGradient(let geometry):
      [Operand("output", geometry.inputShape), Operand("gradient", geometry.inputShape)]
    case .softmaxCrossEntropy(_, let geometry): [Operand("logits", geometry.shape)]
    case .softmaxCrossEntropyGradient(_, let geometry):
      [Operand("probabilities", geometry.shape), Operand("gradient", [geometry.rows])]
    case .matrixProduct(let geometry):
      [Operand("lhs", geometry.lhsShape), Operand("rhs", geometry.rhsShape)]
    case .linear(let geometry, let hasBias):
      [Operand("input", geometry.inputShape), Operand("weights", geometry.weightShape)]
        + (hasBias ? [Operand("bias", [geometry.columns])] : [])
    case .linearGradients(let geometry, _, _):
      [
        Operand("input", geometry.inputShape), Operand("weights", geometry.weightShape),
        Operand("output", geometry.outputShape), Operand("gradient", geometry.outputShape),
      ]
    case .preparedInference(let input, _): [Operand("input", input)]
    default: windowOperands ?? movedOperands
    }
  }

  /// What convolutions and poolings read.
  private var windowOperands: [Operand]? {
    switch self {
    case .convolution2D(let geometry, let hasBias),
      .convolution2DReLUMaxPool2D(let geometry, _, let hasBias):
      [Operand("input", geometry.inputShape), Operand("weights", geometry.weightShape)]
        + (hasBias ? [Operand("bias", [geometry.outputChannels])] : [])
    case .convolution2DInputGradient(let geometry):
      [Operand("weights", geometry.weightShape), Operand("gradient", geometry.outputShape)]
    case .convolution2DWeightGradient(let geometry):
      [Operand("input", geometry.inputShape), Operand("gradient", geometry.outputShape)]
    case .convolution2DBiasGradient(let geometry): [Operand("gradient", geometry.outputShape)]
    case .convolution2DReLUMaxPool2DGradients(let geometry, let pool, _, _):
      [
        Operand("input", geometry.inputShape), Operand("weights", geometry.weightShape),
        Operand("output", pool.outputShape), Operand("gradient", pool.outputShape),
      ]
    case .maxPool2D(let pool), .maxPool2DSelected(let pool), .averagePool2D(let pool):
      [Operand("input", pool.inputShape)]
    case .maxPool2DGradient(let pool), .averagePool2DGradient(let pool):
      [Operand("gradient", pool.outputShape)]
    default: nil
    }
  }

  /// What movements and updates read.
  private var movedOperands: [Operand] {
    switch self {
    // How much there is to read, the call does not say; this much there must be.
    case .gatherElements(let indices, _): [Operand("input", [Int(indices.max() ?? -1) + 1])]
    case .scatterAddElements(let indices, _): [Operand("input", [indices.count])]
    case .strided(let geometry): [Operand("input", [geometry.inputCount])]
    case .stridedGradient(let geometry): [Operand("gradient", Shape(geometry.extents))]
    case .pad(let geometry, _): [Operand("input", Shape(geometry.extents))]
    case .concatenate(let geometry):
      geometry.extents.map { Operand("input", [geometry.outer, $0, geometry.inner]) }
    case .sgdUpdate(_, let count), .adamUpdate(_, let count): [Operand("gradient", [count])]
    default: []
    }
  }

  /// What the call makes, or updates in place.
  public var results: [Operand] {
    switch self {
    case .withScalars, .prepareInference: []
    case .makeStorage(let count), .unary(_, let count), .select(let count),
      .scatterAddElements(_, let count):
      [Operand("output", [count])]
    case .unaryGradient(_, let count): [Operand("result", [count])]
    case .binary(_, let geometry), .compare(_, let geometry):
      [Operand("output", Shape(geometry.extents))]
    case .reduce(_, let geometry), .argumentReduce(_, let geometry):
      [Operand("output", [geometry.outer, geometry.inner])]
    case .softmax(let geometry), .logSoftmax(let geometry):
      [Operand("output", geometry.inputShape)]
    case .softmaxGradient(let geometry), .logSoftmaxGradient(let geometry):
      [Operand("result", geometry.inputShape)]
    case .softmaxCrossEntropy(_, let geometry):
      [Operand("losses", [geometry.rows]), Operand("probabilities", geometry.shape)]
    case .softmaxCrossEntropyGradient(_, let geometry): [Operand("output", geometry.shape)]
    case .matrixProduct(let geometry): [Operand("output", geometry.outputShape)]
    case .linear(let geometry, _): [Operand("output", geometry.outputShape)]
    case .linearGradients(let geometry, let wantsInput, let hasBias):
      layerGradients(
        wantsInput ? geometry.inputShape : nil, geometry.weightShape,
        hasBias ? geometry.columns : nil)
    case .gatherElements(let indices, _): [Operand("output", [indices.count])]
    case .strided(let geometry): [Operand("output", Shape(geometry.extents))]
    case .stridedGradient(let geometry): [Operand("output", [geometry.inputCount])]
    case .pad(let geometry, _): [Operand("output", geometry.outputShape)]
    case .concatenate(let geometry):
      [Operand("output", [geometry.outer, geometry.extents.reduce(0, +), geometry.inner])]
    case .sgdUpdate(let step, let count):
      (step.momentum == 0 ? ["parameter"] : ["parameter", "velocity"]).map { Operand($0, [count]) }
    case .adamUpdate(_, let count):
      ["parameter", "firstMoment", "secondMoment"].map { Operand($0, [count]) }
    case .preparedInference(_, let output): [Operand("output", output)]
    default: windowResults
    }
  }

  /// What convolutions and poolings make.
  private var windowResults: [Operand] {
    switch self {
    case .convolution2D(let geometry, _): [Operand("output", geometry.outputShape)]
    case .convolution2DInputGradient(let geometry): [Operand("output", geometry.inputShape)]
    case .convolution2DWeightGradient(let geometry): [Operand("output", geometry.weightShape)]
    case .convolution2DBiasGradient(let geometry): [Operand("output", [geometry.outputChannels])]
    case .convolution2DReLUMaxPool2D(_, let pool, _), .maxPool2D(let pool),
      .maxPool2DSelected(let pool), .averagePool2D(let pool):
      [Operand("output", pool.outputShape)]
    case .convolution2DReLUMaxPool2DGradients(let geometry, _, let wantsInput, let hasBias):
      layerGradients(
        wantsInput ? geometry.inputShape : nil, geometry.weightShape,
        hasBias ? geometry.outputChannels : nil)
    case .maxPool2DGradient(let pool), .averagePool2DGradient(let pool):
      [Operand("output", pool.inputShape)]
    default: []
    }
  }

  /// What the gradients of a layer consist of.
  private func layerGradients(_ input: Shape?, _ weights: Shape, _ bias: Int?) -> [Operand] {
    (input.map { [Operand("input gradient", $0)] } ?? []) + [Operand("weight gradient", weights)]
      + (bias.map { [Operand("bias gradient", [$0])] } ?? [])
  }
}
