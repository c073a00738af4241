import DLCore

struct UnaryProgram: Program {
  let operation: UnaryOperation
  var name: String { "unary/\(operation.label)" }
  var inputs: [Shape] { [[3, 5]] }
  var range: ClosedRange<Double> {
    operation == .logarithm || operation == .squareRoot ? 0.25...4 : -2...2
  }

  func callAsFunction<B: Backend>(_ x: [Tensor<B>]) throws -> Tensor<B> {
    x[0].unary(operation)
  }
}

struct BinaryProgram: Program {
  let operation: BinaryOperation
  let inputs: [Shape]
  var name: String { "binary/\(operation)/\(inputs[0].label),\(inputs[1].label)" }
  var range: ClosedRange<Double> { operation == .power ? 0.25...2 : -2...2 }

  func callAsFunction<B: Backend>(_ x: [Tensor<B>]) throws -> Tensor<B> {
    try x[0].binary(operation, x[1])
  }
}

struct ReductionProgram: Program {
  let reduction: Reduction
  let dimensions: [Int]
  var name: String { "reduce/\(reduction)/\(Shape(dimensions).label)" }
  var inputs: [Shape] { [[2, 3, 4]] }

  func callAsFunction<B: Backend>(_ x: [Tensor<B>]) throws -> Tensor<B> {
    try x[0].reduce(reduction, along: dimensions)
  }
}

struct MatrixProgram: Program {
  let inputs: [Shape]
  var transposesLeft = false
  var transposesRight = false
  var name: String {
    let (left, right) = (transposesLeft ? "t" : "", transposesRight ? "t" : "")
    return "matrixProduct/\(inputs[0].label)\(left),\(inputs[1].label)\(right)"
  }

  func callAsFunction<B: Backend>(_ x: [Tensor<B>]) throws -> Tensor<B> {
    try x[0].matrixProduct(
      x[1], transposingSelf: transposesLeft, transposingOther: transposesRight)
  }
}

struct LinearProgram: Program {
  let activation: FusedActivation
  let hasBias: Bool
  var name: String { "linear/\(activation)\(hasBias ? "" : "-unbiased")" }
  var inputs: [Shape] { [[3, 4], [5, 4]] + (hasBias ? [[5]] : []) }

  func callAsFunction<B: Backend>(_ x: [Tensor<B>]) throws -> Tensor<B> {
    try x[0].linear(weights: x[1], bias: hasBias ? x[2] : nil, activation: activation)
  }
}

struct ConvolutionProgram: Program {
  let name: String
  let inputs: [Shape]
  var parameters = Convolution2DParameters()
  var pool: Pool2DParameters?

  func callAsFunction<B: Backend>(_ x: [Tensor<B>]) throws -> Tensor<B> {
    let bias = x.count > 2 ? x[2] : nil
    guard let pool else {
      return try x[0].convolution2D(weights: x[1], bias: bias, parameters)
    }
    return try x[0].convolution2DReLUMaxPool2D(weights: x[1], bias: bias, parameters, pool: pool)
  }
}

struct PoolingProgram: Program {
  let name: String
  let parameters: Pool2DParameters
  let isMaximum: Bool
  var inputs: [Shape] { [[2, 2, 5, 6]] }

  func callAsFunction<B: Backend>(_ x: [Tensor<B>]) throws -> Tensor<B> {
    try isMaximum ? x[0].maxPool2D(parameters) : x[0].averagePool2D(parameters)
  }
}

struct SoftmaxProgram: Program {
  let isLogarithm: Bool
  let dimension: Int
  var name: String { "\(isLogarithm ? "logSoftmax" : "softmax")/\(dimension)" }
  var inputs: [Shape] { [[3, 4]] }

  func callAsFunction<B: Backend>(_ x: [Tensor<B>]) throws -> Tensor<B> {
    try isLogarithm ? x[0].logSoftmax(along: dimension) : x[0].softmax(along: dimension)
  }
}

struct CrossEntropyProgram: Program {
  let smoothing: Double
  let reduction: LossReduction
  var name: String { "softmaxCrossEntropy/\(reduction)-\(smoothing)" }
  var inputs: [Shape] { [[3, 4]] }

  func callAsFunction<B: Backend>(_ x: [Tensor<B>]) throws -> Tensor<B> {
    try x[0].softmaxCrossEntropy(
      labels: IndexTensor([2, 0, 3]), labelSmoothing: smoothing, reduction: reduction)
  }
}

/// Everything that moves elements.
struct MovementProgram: Program {
  enum Kind: String, CaseIterable {
    case permuted, sliced, reversed, broadcast, padded, concatenated, gathered, selected, reshaped
  }

  let kind: Kind
  var name: String { "movement/\(kind)" }
  var inputs: [Shape] { [[2, 3, 4], [2, 3, 4]] }

  func callAsFunction<B: Backend>(_ x: [Tensor<B>]) throws -> Tensor<B> {
    let product = try x[0] * x[1]
    switch kind {
    case .permuted: return try product.permuted([2, 0, 1])
    case .sliced: return try product.sliced(0..<4, step: -3, along: 2)
    case .reversed: return try product.reversed(along: 1)
    case .broadcast:
      return try product.sum(along: [1], keepingDimensions: true).broadcast(to: [2, 3, 4])
    case .padded: return try product.padded(before: [0, 1, 2], after: [1, 0, 0], value: 3)
    case .concatenated: return try Tensor.concatenated([x[0], product, x[1]], along: 1)
    case .gathered: return try product.gathered(IndexTensor([2, 0, 2]), along: 1)
    case .selected: return try x[0].compare(.greater, x[1]).select(x[0], else: product)
    case .reshaped: return try product.reshaped([6, 4]).transposed()
    }
  }
}

/// LeNet-5 with a batch of one picture, and its loss.
struct LeNet5Program: Program {
  let name = "lenet5"
  let inputs: [Shape] = [
    [1, 1, 28, 28], [6, 1, 5, 5], [6], [16, 6, 5, 5], [16], [120, 400], [120], [84, 120], [84],
    [10, 84], [10],
  ]
  let range: ClosedRange<Double> = -0.25...0.25

  func callAsFunction<B: Backend>(_ x: [Tensor<B>]) throws -> Tensor<B> {
    let pool = Pool2DParameters(window: 2)
    let first = try x[0].convolution2DReLUMaxPool2D(
      weights: x[1], bias: x[2], Convolution2DParameters(padding: 2), pool: pool)
    let second = try first.convolution2DReLUMaxPool2D(weights: x[3], bias: x[4], pool: pool)
    let hidden = try second.flattened().linear(weights: x[5], bias: x[6], activation: .relu)
      .linear(weights: x[7], bias: x[8], activation: .relu)
    let logits = try hidden.linear(weights: x[9], bias: x[10])
    return try logits.softmaxCrossEntropy(labels: IndexTensor([3]), labelSmoothing: 0.1)
  }
}

/// A value used twice, a chain, and a part that no gradient reaches.
struct SharedProgram: Program {
  let name = "shared"
  let inputs: [Shape] = [[3, 4], [4]]

  func callAsFunction<B: Backend>(_ x: [Tensor<B>]) throws -> Tensor<B> {
    let a = try (x[0] * x[1]).tanh()
    let b = try a * a + x[0]
    return try b.sigmoid() * a - (x[1] * 3)
  }
}
