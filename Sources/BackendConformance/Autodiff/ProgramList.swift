import DLCore

/// The programs whose gradients are checked.
enum Programs {
  /// All programs but the whole network.
  static var all: [any Program] {
    var all: [any Program] = unary
    all += binary as [any Program]
    all += matrices as [any Program]
    all += layers as [any Program]
    all += windows
    all += reductions as [any Program]
    all += losses
    all += MovementProgram.Kind.allCases.map { MovementProgram(kind: $0) } as [any Program]
    return all + [SharedProgram()]
  }

  private static var unary: [UnaryProgram] {
    UnaryOperation.all.map { UnaryProgram(operation: $0) }
  }

  private static var binary: [BinaryProgram] {
    let shapes: [[Shape]] = [
      [[2, 3], [2, 3]], [[2, 3], [3]], [[2, 1, 3], [4, 1]], [[], [2, 2]],
    ]
    return BinaryOperation.allCases.flatMap { operation in
      shapes.map { BinaryProgram(operation: operation, inputs: $0) }
    }
  }

  private static let matrices = [
    MatrixProgram(inputs: [[3, 4], [4, 2]]),
    MatrixProgram(inputs: [[4, 3], [4, 2]], transposesLeft: true),
    MatrixProgram(inputs: [[3, 4], [2, 4]], transposesRight: true),
    MatrixProgram(inputs: [[4, 3], [2, 4]], transposesLeft: true, transposesRight: true),
    MatrixProgram(inputs: [[2, 3, 4], [2, 4, 2]]), MatrixProgram(inputs: [[2, 3, 4], [4, 2]]),
    MatrixProgram(inputs: [[3, 4], [2, 4, 2]]), MatrixProgram(inputs: [[2, 1, 3, 4], [3, 4, 2]]),
    MatrixProgram(inputs: [[2, 4, 3], [4, 2]], transposesLeft: true),
    MatrixProgram(inputs: [[4, 3], [2, 2, 4]], transposesLeft: true, transposesRight: true),
  ]

  private static var layers: [LinearProgram] {
    FusedActivation.allCases.flatMap { activation in
      [true, false].map { LinearProgram(activation: activation, hasBias: $0) }
    }
  }

  private static var reductions: [ReductionProgram] {
    Reduction.allCases.flatMap { reduction in
      [[0], [1], [0, 2], [0, 1, 2]].map { ReductionProgram(reduction: reduction, dimensions: $0) }
    }
  }

  private static var losses: [any Program] {
    let entropies = LossReduction.allCases.flatMap { reduction in
      [0, 0.1].map { CrossEntropyProgram(smoothing: $0, reduction: reduction) }
    }
    let softmax = [true, false].flatMap { isLogarithm in
      [0, 1].map { SoftmaxProgram(isLogarithm: isLogarithm, dimension: $0) }
    }
    return entropies as [any Program] + softmax
  }

  private static let windows: [any Program] = [
    ConvolutionProgram(name: "convolution2D/plain", inputs: [[2, 2, 5, 6], [3, 2, 3, 3], [3]]),
    ConvolutionProgram(
      name: "convolution2D/all", inputs: [[2, 4, 5, 6], [4, 2, 2, 3]],
      parameters: Convolution2DParameters(
        stride: Size2D(height: 2, width: 1),
        padding: Padding2D(top: 1, left: 0, bottom: 2, right: 1),
        dilation: Size2D(height: 1, width: 2), groups: 2)),
    ConvolutionProgram(
      name: "convolution2DReLUMaxPool2D/plain", inputs: [[2, 1, 6, 6], [2, 1, 3, 3], [2]],
      pool: Pool2DParameters(window: 2)),
    ConvolutionProgram(
      name: "convolution2DReLUMaxPool2D/padded", inputs: [[1, 2, 5, 5], [2, 2, 2, 2]],
      parameters: Convolution2DParameters(padding: 1),
      pool: Pool2DParameters(window: 3, stride: 2, padding: 1)),
    PoolingProgram(
      name: "maxPool2D/plain", parameters: Pool2DParameters(window: 2), isMaximum: true),
    PoolingProgram(
      name: "maxPool2D/overlapping",
      parameters: Pool2DParameters(window: 3, stride: 1, padding: 1, ceilMode: true),
      isMaximum: true),
    PoolingProgram(
      name: "averagePool2D/plain", parameters: Pool2DParameters(window: 2), isMaximum: false),
    PoolingProgram(
      name: "averagePool2D/counted",
      parameters: Pool2DParameters(
        window: 3, stride: 2, padding: 1, ceilMode: true, countsPadding: true), isMaximum: false),
  ]
}
