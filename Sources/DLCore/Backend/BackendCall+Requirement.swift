extension BackendCall {
  /// The requirement that is called.
  public var requirement: Requirement {
    switch self {
    case .makeStorage: .makeStorage
    case .withScalars: .withScalars
    case .unary: .unary
    case .unaryGradient: .unaryGradient
    case .binary: .binary
    case .compare: .compare
    case .select: .select
    case .reduce: .reduce
    case .argumentReduce: .argumentReduce
    case .matrixProduct: .matrixProduct
    case .linear: .linear
    case .linearGradients: .linearGradients
    case .convolution2D: .convolution2D
    case .convolution2DInputGradient: .convolution2DInputGradient
    case .convolution2DWeightGradient: .convolution2DWeightGradient
    case .convolution2DBiasGradient: .convolution2DBiasGradient
    case .convolution2DReLUMaxPool2D: .convolution2DReLUMaxPool2D
    case .convolution2DReLUMaxPool2DGradients: .convolution2DReLUMaxPool2DGradients
    case .maxPool2D: .maxPool2D
    case .maxPool2DGradient: .maxPool2DGradient
    case .maxPool2DSelected: .maxPool2DSelected
    case .averagePool2D: .averagePool2D
    case .averagePool2DGradient: .averagePool2DGradient
    case .softmax: .softmax
    case .softmaxGradient: .softmaxGradient
    case .logSoftmax: .logSoftmax
    case .logSoftmaxGradient: .logSoftmaxGradient
    case .softmaxCrossEntropy: .softmaxCrossEntropy
    case .softmaxCrossEntropyGradient: .softmaxCrossEntropyGradient
    case .gatherElements: .gatherElements
    case .scatterAddElements: .scatterAddElements
    case .strided: .strided
    case .stridedGradient: .stridedGradient
    case .pad: .pad
    case .concatenate: .concatenate
    case .sgdUpdate: .sgdUpdate
    case .adamUpdate: .adamUpdate
    case .prepareInference, .preparedInference: .prepareInference
    }
  }
}
