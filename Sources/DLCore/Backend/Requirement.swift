/// Every requirement that a backend implements or gets by default, by the name of its declaration.
///
/// A test compares this list with the protocols' own declarations.
public enum Requirement: String, Hashable, Sendable, CaseIterable {
  // Storages.
  case name, threadCount, isInterchangeable, makeStorage, withScalars
  // Elements.
  case unary, unaryGradient, binary, compare, select
  // Reductions.
  case reduce, argumentReduce
  // Products.
  case matrixProduct, linear, linearGradients
  // Convolutions.
  case convolution2D, convolution2DInputGradient, convolution2DWeightGradient
  case convolution2DBiasGradient, convolution2DReLUMaxPool2D
  case convolution2DReLUMaxPool2DGradients
  // Poolings.
  case maxPool2D, maxPool2DGradient, maxPool2DSelected, averagePool2D, averagePool2DGradient
  // Softmax.
  case softmax, softmaxGradient, logSoftmax, logSoftmaxGradient
  case softmaxCrossEntropy, softmaxCrossEntropyGradient
  // Movements.
  case gatherElements, scatterAddElements, strided, stridedGradient, pad, concatenate
  // Optimizers.
  case sgdUpdate, adamUpdate
  // Inference.
  case prepareInference
}
