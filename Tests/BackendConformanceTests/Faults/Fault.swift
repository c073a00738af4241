/// A bug of the kind that backends really have had.
enum Fault: String, CaseIterable, Sendable {
  // Storages and elements.
  case seventeenthElementLost, shortPartForgotten, unaryTailLeftOut, negativeZeroSurvivesRelu
  case subnormalsFlushed
  case clampLosesNaN, sigmoidOverflows, geluByTanh, tanhIsCoarse, subtractSwapped
  case quotientByReciprocal, maximumLosesNaNOnTheRight, minimumPrefersTheSecond
  case broadcastByRepeatingRows, notEqualFailsForNaN, lessIsLessOrEqual, maskByMultiplication
  case reluPassesAtZero, gradientLosesNaN, leakySlopeForgotten
  // Reductions.
  case sumInPlainOrder, meanOfNothingIsZero, maximumLosesNaN, lastTieWins, minimumStartsAtZero
  case columnsFoldedAsRows
  // Products.
  case transposeIgnored, lastColumnWrong, productAccumulates, batchSharesTheFirst
  case linearForgetsBias, linearBiasGradientIsMean, inputGradientUnasked
  // Convolutions.
  case paddingOffByOne, stridesSwapped, dilationIgnored, kernelFlipped, firstBiasForAll
  case groupsSeeTheFirst, weightGradientOfLastPicture, staleConvolution, fusedWithoutRelu
  // Poolings.
  case lastTieWinsPool, poolLosesNaN, paddingWinsAsZero, infinityIsLowestNumber
  case averageCountsPadding, averageGradientUndivided, selectionOfTheFirst
  // Softmax.
  case softmaxUnshifted, logarithmOfSoftmax, rowOfMinusInfinityIsZero, smoothingForgotten
  case lossGradientUnscaled
  // Movements.
  case gatherOffByOne, fillIgnored, scatterInReverse, scatterLastWins, negativeStepIgnored
  case padWithZero, partsSwapped
  // Optimizers.
  case biasCorrectionForgotten, epsilonInsideTheRoot, decayAlwaysCoupled, nesterovIgnored
  case momentumDamped, velocityLost
  // Runs.
  case everySecondCallDiffers, wrongFromTwoThreads, wrongFromFourThreads, sharedWorkspace

  /// What the name of a check that finds it begins with.
  var victim: String {
    switch self {
    case .seventeenthElementLost: "storage/"
    case .shortPartForgotten: "storage/parts"
    case .unaryTailLeftOut: "unary/"
    case .negativeZeroSurvivesRelu: "unary/relu/zeros"
    case .subnormalsFlushed: "unary/negate/special"
    case .clampLosesNaN: "unary/clamp"
    case .sigmoidOverflows: "unary/sigmoid/"
    case .geluByTanh: "unary/gelu/"
    case .tanhIsCoarse: "unary/tanh/random"
    case .subtractSwapped: "binary/subtract/"
    case .quotientByReciprocal: "binary/divide/"
    case .maximumLosesNaNOnTheRight: "binary/maximum/special"
    case .minimumPrefersTheSecond: "binary/minimum/special"
    case .broadcastByRepeatingRows: "binary/add/repeated"
    case .notEqualFailsForNaN: "compare/notEqual/special"
    case .lessIsLessOrEqual: "compare/less/"
    case .maskByMultiplication: "select/special"
    case .reluPassesAtZero: "unaryGradient/pieces"
    case .gradientLosesNaN: "unaryGradient/tanh/lost"
    case .leakySlopeForgotten: "unaryGradient/leakyReLU"
    case .sumInPlainOrder: "reduce/sum/equal"
    case .meanOfNothingIsZero: "reduce/mean/empty"
    case .maximumLosesNaN: "reduce/maximum/special"
    case .lastTieWins: "argumentReduce/"
    case .minimumStartsAtZero: "reduce/minimum/"
    case .columnsFoldedAsRows: "reduce/sum/random"
    case .transposeIgnored: "matrixProduct/stored-transposed"
    case .lastColumnWrong: "matrixProduct/shape"
    case .productAccumulates: "matrixProduct/"
    case .batchSharesTheFirst: "matrixProduct/batch"
    case .linearForgetsBias: "linear/composed"
    case .linearBiasGradientIsMean: "linear/gradients"
    case .inputGradientUnasked: "linear/gradients"
    case .paddingOffByOne: "convolution2D/padded"
    case .stridesSwapped: "convolution2D/random"
    case .dilationIgnored: "convolution2D/random"
    case .kernelFlipped: "convolution2D/known"
    case .firstBiasForAll: "convolution2D/bias"
    case .groupsSeeTheFirst: "convolution2D/groups"
    case .weightGradientOfLastPicture: "convolution2D/adjoint"
    case .staleConvolution: "convolution2D/linear"
    case .fusedWithoutRelu: "convolution2DReLUMaxPool2D/exact"
    case .lastTieWinsPool: "maxPool2D/random"
    case .poolLosesNaN: "maxPool2D/special"
    case .paddingWinsAsZero: "maxPool2D/random"
    case .infinityIsLowestNumber: "maxPool2D/infinities"
    case .averageCountsPadding: "averagePool2D/constant"
    case .averageGradientUndivided: "averagePool2D/adjoint"
    case .selectionOfTheFirst: "maxPool2D/selected"
    case .softmaxUnshifted: "softmax/special"
    case .logarithmOfSoftmax: "softmax/special"
    case .rowOfMinusInfinityIsZero: "softmax/special"
    case .smoothingForgotten: "softmaxCrossEntropy/random"
    case .lossGradientUnscaled: "softmaxCrossEntropy/random"
    case .gatherOffByOne: "gatherElements/"
    case .fillIgnored: "gatherElements/random"
    case .scatterInReverse: "scatterAddElements/random"
    case .scatterLastWins: "scatterAddElements/random"
    case .negativeStepIgnored: "strided/random"
    case .padWithZero: "pad/random"
    case .partsSwapped: "concatenate/"
    case .biasCorrectionForgotten: "adamUpdate/"
    case .epsilonInsideTheRoot: "adamUpdate/"
    case .decayAlwaysCoupled: "adamUpdate/decoupled"
    case .nesterovIgnored: "sgdUpdate/nesterov"
    case .momentumDamped: "sgdUpdate/momentum"
    case .velocityLost: "sgdUpdate/momentum"
    case .everySecondCallDiffers: "unary/"
    case .wrongFromTwoThreads: "threads-2/unary/"
    case .wrongFromFourThreads: "threads-4/unary/"
    case .sharedWorkspace: "concurrent/unary/"
    }
  }
}
