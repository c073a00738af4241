import DLCore

/// One law of the backends' contract, as a check that any backend can be put through.
struct ConformanceCheck: Sendable, CustomStringConvertible {
  /// What is checked.
  let description: String
  /// Throws a `ConformanceFailure` if the law is broken.
  let run: @Sendable (any Backend) throws -> Void

  private init(_ description: String, _ run: @escaping @Sendable (any Backend) throws -> Void) {
    self.description = description
    self.run = run
  }

  /// All checks, in the order of the contract.
  static let all = [
    ConformanceCheck("storage") { try checkStorage($0) },
    ConformanceCheck("errors of a storage's reader") { try checkStorageErrors($0) },
    ConformanceCheck("unary") { try checkUnary($0) },
    ConformanceCheck("unary, special values") { try checkUnarySpecialValues($0) },
    ConformanceCheck("unary, signs of zeros") { try checkZeroSigns($0) },
    ConformanceCheck("unaryGradient") { try checkUnaryGradient($0) },
    ConformanceCheck("unaryGradient of pieces") { try checkPiecewiseGradients($0) },
    ConformanceCheck("binary") { try checkBinary($0) },
    ConformanceCheck("binary, special values") { try checkBinarySpecialValues($0) },
    ConformanceCheck("compare") { try checkCompare($0) },
    ConformanceCheck("select") { try checkSelect($0) },
    ConformanceCheck("reduce") { try checkReduce($0) },
    ConformanceCheck("reduce, long sums") { try checkLongSums($0) },
    ConformanceCheck("reduce, special values") { try checkReduceSpecialValues($0) },
    ConformanceCheck("argumentReduce") { try checkArgumentReduce($0) },
    ConformanceCheck("matrixProduct") { try checkMatrixProduct($0) },
    ConformanceCheck("matrixProduct, special values") { try checkMatrixProductSpecialValues($0) },
    ConformanceCheck("linear") { try checkLinear($0) },
    ConformanceCheck("linearGradients") { try checkLinearGradients($0) },
    ConformanceCheck("convolution2D") { try checkConvolution2D($0) },
    ConformanceCheck("convolution2D, special values") { try checkConvolution2DSpecialValues($0) },
    ConformanceCheck("convolution2D gradients") { try checkConvolution2DGradients($0) },
    ConformanceCheck("convolution2DReLUMaxPool2D") { try checkConvolution2DReLUMaxPool2D($0) },
    ConformanceCheck("maxPool2D") { try checkMaxPool2D($0) },
    ConformanceCheck("averagePool2D") { try checkAveragePool2D($0) },
    ConformanceCheck("softmax") { try checkSoftmax($0) },
    ConformanceCheck("softmax, special values") { try checkSoftmaxSpecialValues($0) },
    ConformanceCheck("softmax gradients") { try checkSoftmaxGradients($0) },
    ConformanceCheck("softmaxCrossEntropy") { try checkCrossEntropy($0) },
    ConformanceCheck("softmaxCrossEntropy of impossible classes") {
      try checkCrossEntropyOfImpossibleClasses($0)
    },
    ConformanceCheck("gatherElements") { try checkGatherElements($0) },
    ConformanceCheck("scatterAddElements") { try checkScatterAddElements($0) },
    ConformanceCheck("strided") { try checkStrided($0) },
    ConformanceCheck("pad") { try checkPad($0) },
    ConformanceCheck("concatenate") { try checkConcatenate($0) },
    ConformanceCheck("sgdUpdate") { try checkSGDUpdate($0) },
    ConformanceCheck("adamUpdate") { try checkAdamUpdate($0) },
    ConformanceCheck("convolution2D and its gradients are adjoint") {
      try checkConvolution2DAdjoints($0)
    },
    ConformanceCheck("poolings and their gradients are adjoint") { try checkPool2DAdjoints($0) },
    ConformanceCheck("movements and their gradients are adjoint") {
      try checkMovementAdjoints($0)
    },
    ConformanceCheck("known convolutions") { try checkKnownConvolutions($0) },
    ConformanceCheck("known poolings") { try checkKnownPoolings($0) },
    ConformanceCheck("known losses") { try checkKnownLosses($0) },
    ConformanceCheck("known optimizer steps") { try checkKnownSteps($0) },
    ConformanceCheck("repeatability") { try checkRepeatability($0) },
  ]
}
