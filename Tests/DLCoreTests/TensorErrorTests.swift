import BackendNaive
import DLCore
import Testing

private let backend = NaiveBackend<Float>()
private typealias T = Tensor<NaiveBackend<Float>>

/// A mistake, and the one line that tells about it.
struct Mistake: Sendable, CustomTestStringConvertible {
  let expected: String
  let make: @Sendable () throws -> Void

  init(_ expected: String, _ make: @escaping @Sendable () throws -> Void) {
    self.expected = expected
    self.make = make
  }

  var testDescription: String { expected }
}

@Suite("Mistakes with tensors")
struct TensorErrorTests {
  @Test("Creation", arguments: creation)
  func inCreation(_ mistake: Mistake) { #expect(message(mistake.make) == mistake.expected) }

  @Test("Elementwise operations", arguments: elementwise)
  func inElementwise(_ mistake: Mistake) { #expect(message(mistake.make) == mistake.expected) }

  @Test("Reductions and softmax", arguments: reductions)
  func inReductions(_ mistake: Mistake) { #expect(message(mistake.make) == mistake.expected) }

  @Test("Matrix products", arguments: products)
  func inProducts(_ mistake: Mistake) { #expect(message(mistake.make) == mistake.expected) }

  @Test("Convolutions and pooling", arguments: windows)
  func inWindows(_ mistake: Mistake) { #expect(message(mistake.make) == mistake.expected) }

  @Test("Losses", arguments: losses)
  func inLosses(_ mistake: Mistake) { #expect(message(mistake.make) == mistake.expected) }

  @Test("Movements", arguments: movements)
  func inMovements(_ mistake: Mistake) { #expect(message(mistake.make) == mistake.expected) }
}

extension TensorErrorTests {
  private static func zeros(_ shape: Shape) throws -> T { try T.zeros(shape, on: backend) }

  static let creation: [Mistake] = [
    Mistake("tensor: 3 scalars do not fill shape [2, 2], which takes 4") {
      _ = try T([1, 2, 3], shape: [2, 2], on: backend)
    },
    Mistake("tensor: 1 scalars do not fill shape [0], which takes 0") {
      _ = try T([1], shape: [0], on: backend)
    },
    Mistake("tensor: extent -1 in [2, -1] is negative") { _ = try zeros([2, -1]) },
    Mistake("tensor: extent -9223372036854775808 in [-9223372036854775808] is negative") {
      _ = try zeros([.min])
    },
    Mistake(
      "tensor: [9223372036854775807, 2] has more than 2147483647 elements, "
        + "the most a tensor can hold"
    ) { _ = try zeros([.max, 2]) },
    Mistake(
      "tensor: [65536, 32768] has more than 2147483647 elements, the most a tensor can hold"
    ) { _ = try T(repeating: 1, shape: [65536, 32768], on: backend) },
    Mistake(
      "tensor: [0, 9223372036854775807] has more than 2147483647 elements, "
        + "the most a tensor can hold"
    ) { _ = try T([], shape: [0, .max], on: backend) },
    Mistake("tensor: [1, 1, 1, 1, 1, 1, 1, 1, 1] has 9 dimensions; at most 8 are allowed") {
      _ = try T.ones([1, 1, 1, 1, 1, 1, 1, 1, 1], on: backend)
    },
    Mistake("tensor: extent -2 in [-2] is negative") {
      _ = try T(shape: [-2], on: backend) { _ in }
    },
    Mistake("scalar: a tensor of shape [2] is not one scalar") { _ = try zeros([2]).scalar() },
    Mistake("scalar: a tensor of shape [0] is not one scalar") { _ = try zeros([0]).scalar() },
    Mistake("indexTensor: 9223372036854775807 does not fit in 32 bits") {
      _ = try IndexTensor([0, Int.max])
    },
    Mistake("indexTensor: -9223372036854775808 does not fit in 32 bits") {
      _ = try IndexTensor([Int.min], shape: [1])
    },
    Mistake("indexTensor: 2 numbers do not fill shape [3]") {
      _ = try IndexTensor([0, 1], shape: [3])
    },
    Mistake("indexTensor: extent -3 in [-3] is negative") {
      _ = try IndexTensor([Int32](), shape: [-3])
    },
  ]

  static let elementwise: [Mistake] = [
    Mistake("add: shapes [2, 3] and [2] cannot be broadcast together") {
      _ = try zeros([2, 3]) + zeros([2])
    },
    Mistake("divide: shapes [0] and [2] cannot be broadcast together") {
      _ = try zeros([0]) / zeros([2])
    },
    Mistake("power: shapes [3] and [4] cannot be broadcast together") {
      _ = try zeros([3]).power(zeros([4]))
    },
    Mistake("less: shapes [3] and [4] cannot be broadcast together") {
      _ = try zeros([3]).compare(.less, zeros([4]))
    },
    Mistake("select: shapes [3] and [4] cannot be broadcast together") {
      _ = try zeros([3]).select(zeros([4]), else: zeros([]))
    },
    Mistake("select: shapes [2, 3] and [2] cannot be broadcast together") {
      _ = try zeros([3]).select(zeros([2, 1]), else: zeros([2]))
    },
    Mistake(
      "multiply: [65536, 65536] has more than 2147483647 elements, the most a tensor can hold"
    ) { _ = try zeros([65536, 1]) * zeros([65536]) },
    Mistake("clamp: lower bound 2.0 must not exceed upper bound 1.0") {
      _ = try zeros([1]).clamped(from: 2, to: 1)
    },
    Mistake("clamp: lower bound nan must not exceed upper bound 1.0") {
      _ = try zeros([1]).clamped(from: .nan, to: 1)
    },
  ]

  static let reductions: [Mistake] = [
    Mistake("sum: dimension 2 does not exist in shape [2, 3]") {
      _ = try zeros([2, 3]).sum(along: [2])
    },
    Mistake("mean: dimension -3 does not exist in shape [2, 3]") {
      _ = try zeros([2, 3]).mean(along: [0, -3])
    },
    Mistake("maximum: dimension 0 does not exist in shape []") {
      _ = try zeros([]).max(along: [0])
    },
    Mistake("minimum: dimension -9223372036854775808 does not exist in shape [2]") {
      _ = try zeros([2]).min(along: [.min])
    },
    Mistake("sum: dimension 9223372036854775807 does not exist in shape [2]") {
      _ = try zeros([2]).sum(along: [.max])
    },
    Mistake("sum: dimension -1 is named twice") { _ = try zeros([2, 3]).sum(along: [1, -1]) },
    Mistake("mean: dimension 5 does not exist in shape [2, 3]") {
      _ = try zeros([2, 3]).variance(along: [5])
    },
    Mistake("argmax: dimension -1 does not exist in shape []") { _ = try zeros([]).argmax() },
    Mistake("argmin: dimension 1 of [2, 0] is empty") { _ = try zeros([2, 0]).argmin() },
    Mistake("softmax: dimension 2 does not exist in shape [2, 3]") {
      _ = try zeros([2, 3]).softmax(along: 2)
    },
    Mistake("softmax: dimension -1 does not exist in shape []") { _ = try zeros([]).softmax() },
    Mistake("logSoftmax: dimension -9223372036854775808 does not exist in shape [2, 3]") {
      _ = try zeros([2, 3]).logSoftmax(along: .min)
    },
  ]

  static let products: [Mistake] = [
    Mistake("matrixProduct: operands must be matrices, but are [3] and [3, 2]") {
      _ = try zeros([3]).matrixProduct(zeros([3, 2]))
    },
    Mistake("matrixProduct: operands must be matrices, but are [] and []") {
      _ = try zeros([]).matrixProduct(zeros([]))
    },
    Mistake("matrixProduct: inner dimensions differ: [2, 3] has 3 columns, [2, 3] has 2 rows") {
      _ = try zeros([2, 3]).matrixProduct(zeros([2, 3]))
    },
    Mistake(
      "matrixProduct: inner dimensions differ: [2, 3] transposed has 2 columns, "
        + "[2, 3] transposed has 3 rows"
    ) {
      _ = try zeros([2, 3]).matrixProduct(
        zeros([2, 3]), transposingSelf: true, transposingOther: true)
    },
    Mistake("matrixProduct: shapes [2] and [3] cannot be broadcast together") {
      _ = try zeros([2, 4, 5]).matrixProduct(zeros([3, 5, 4]))
    },
    Mistake(
      "matrixProduct: [65536, 65536] has more than 2147483647 elements, "
        + "the most a tensor can hold"
    ) { _ = try zeros([65536, 0]).matrixProduct(zeros([0, 65536])) },
    Mistake("linear: input must be [batch, features], but is [2, 3, 4]") {
      _ = try zeros([2, 3, 4]).linear(weights: zeros([5, 4]), bias: nil)
    },
    Mistake("linear: weights must be [outputs, inputs], but is [4]") {
      _ = try zeros([2, 4]).linear(weights: zeros([4]), bias: nil)
    },
    Mistake("linear: input has 3 features, weights expect 4") {
      _ = try zeros([2, 3]).linear(weights: zeros([5, 4]), bias: nil)
    },
    Mistake("linear: bias has shape [4], weights expect [5]") {
      _ = try zeros([2, 4]).linear(weights: zeros([5, 4]), bias: zeros([4]))
    },
    Mistake("linear: bias has shape [1, 5], weights expect [5]") {
      _ = try zeros([2, 4]).linear(weights: zeros([5, 4]), bias: zeros([1, 5]))
    },
    Mistake(
      "linear: [65536, 65536] has more than 2147483647 elements, the most a tensor can hold"
    ) { _ = try zeros([65536, 0]).linear(weights: zeros([65536, 0]), bias: nil) },
  ]

  static let losses: [Mistake] = [
    Mistake("softmaxCrossEntropy: logits must be [batch, classes], but is [3]") {
      _ = try zeros([3]).softmaxCrossEntropy(labels: IndexTensor([0]))
    },
    Mistake(
      "softmaxCrossEntropy: logits [2, 3] need labels of shape [2], but they have [3]"
    ) { _ = try zeros([2, 3]).softmaxCrossEntropy(labels: IndexTensor([0, 1, 2])) },
    Mistake("softmaxCrossEntropy: label 3 at position 1 is outside 0..<3") {
      _ = try zeros([2, 3]).softmaxCrossEntropy(labels: IndexTensor([0, 3]))
    },
    Mistake("softmaxCrossEntropy: label -1 at position 0 is outside 0..<3") {
      _ = try zeros([2, 3]).softmaxCrossEntropy(labels: IndexTensor([-1, 0]))
    },
    Mistake("softmaxCrossEntropy: label 0 at position 0 is outside 0..<0") {
      _ = try zeros([1, 0]).softmaxCrossEntropy(labels: IndexTensor([0]))
    },
    Mistake("softmaxCrossEntropy: label smoothing must lie in 0..<1, but is 1.0") {
      _ = try zeros([1, 2]).softmaxCrossEntropy(labels: IndexTensor([0]), labelSmoothing: 1)
    },
    Mistake("softmaxCrossEntropy: label smoothing must lie in 0..<1, but is nan") {
      _ = try zeros([1, 2]).softmaxCrossEntropy(labels: IndexTensor([0]), labelSmoothing: .nan)
    },
    Mistake("meanSquaredError: prediction [2] and target [2, 1] differ") {
      _ = try zeros([2]).meanSquaredError(to: zeros([2, 1]))
    },
  ]
}

extension TensorErrorTests {
  private static func convolve(
    _ input: Shape, _ weights: Shape, bias: Shape? = nil,
    _ parameters: Convolution2DParameters = .init()
  ) throws {
    _ = try zeros(input).convolution2D(
      weights: zeros(weights), bias: bias.map { try zeros($0) }, parameters)
  }

  private static func pool(_ input: Shape, _ parameters: Pool2DParameters) throws {
    _ = try zeros(input).maxPool2D(parameters)
  }

  static let windows: [Mistake] = [
    Mistake(
      "convolution2D: input must be [batch, channels, height, width], but is [5, 5]"
    ) { try convolve([5, 5], [1, 1, 3, 3]) },
    Mistake(
      "convolution2D: weights must be [output channels, input channels / groups, height, width], "
        + "but are [3, 3]"
    ) { try convolve([1, 1, 5, 5], [3, 3]) },
    Mistake("convolution2D: input has 3 channels, weights expect 6") {
      try convolve([1, 3, 5, 5], [16, 6, 5, 5])
    },
    Mistake("convolution2D: input has 4 channels, weights expect 6") {
      try convolve([1, 4, 5, 5], [6, 3, 1, 1], .init(groups: 2))
    },
    Mistake("convolution2D: 3 output channels cannot be cut into 2 groups") {
      try convolve([1, 4, 5, 5], [3, 2, 1, 1], .init(groups: 2))
    },
    Mistake("convolution2D: groups must be at least 1, but is 0") {
      try convolve([1, 4, 5, 5], [3, 4, 1, 1], .init(groups: 0))
    },
    Mistake("convolution2D: groups must be at least 1, but is -9223372036854775808") {
      try convolve([1, 4, 5, 5], [3, 4, 1, 1], .init(groups: .min))
    },
    Mistake("convolution2D: groups must lie in 1...16777216, but is 9223372036854775807") {
      try convolve([2, 0, 5, 5], [0, 0, 1, 1], .init(groups: .max))
    },
    Mistake("convolution2D: a 6x6 kernel does not fit into a 5x5 input") {
      try convolve([1, 1, 5, 5], [1, 1, 6, 6])
    },
    Mistake("convolution2D: a 3x3 kernel does not fit into a 0x5 input") {
      try convolve([1, 1, 0, 5], [1, 1, 3, 3])
    },
    Mistake("convolution2D: a 3x3 kernel does not fit into a 5x5 input") {
      try convolve([1, 1, 5, 5], [1, 1, 3, 3], .init(dilation: 3))
    },
    Mistake("convolution2D: kernel size must lie in 1...16777216, but is 0, 3") {
      try convolve([1, 1, 5, 5], [1, 1, 0, 3])
    },
    Mistake("convolution2D: stride must lie in 1...16777216, but is 0, 0") {
      try convolve([1, 1, 5, 5], [1, 1, 3, 3], .init(stride: 0))
    },
    Mistake("convolution2D: stride must lie in 1...16777216, but is 9223372036854775807, 1") {
      try convolve([1, 1, 5, 5], [1, 1, 3, 3], .init(stride: Size2D(height: .max, width: 1)))
    },
    Mistake(
      "convolution2D: dilation must lie in 1...16777216, but is 1, -9223372036854775808"
    ) {
      try convolve([1, 1, 5, 5], [1, 1, 3, 3], .init(dilation: Size2D(height: 1, width: .min)))
    },
    Mistake("convolution2D: padding must lie in 0...16777216, but is -1, -1, -1, -1") {
      try convolve([1, 1, 5, 5], [1, 1, 3, 3], .init(padding: -1))
    },
    Mistake(
      "convolution2D: padding must lie in 0...16777216, but is 0, 0, 9223372036854775807, 0"
    ) {
      let padding = Padding2D(top: 0, left: 0, bottom: .max, right: 0)
      try convolve([1, 1, 5, 5], [1, 1, 3, 3], .init(padding: padding))
    },
    Mistake(
      "convolution2D: [1, 1, 16777217, 16777217] has more than 2147483647 elements, "
        + "the most a tensor can hold"
    ) {
      let padding = Padding2D(top: 0, left: 0, bottom: 1 << 24, right: 1 << 24)
      try convolve([1, 1, 1, 1], [1, 1, 1, 1], .init(padding: padding))
    },
    Mistake("convolution2D: bias has shape [2], weights expect [3]") {
      try convolve([1, 1, 5, 5], [3, 1, 3, 3], bias: [2])
    },
    Mistake("convolution2D: bias has shape [], weights expect [3]") {
      try convolve([1, 1, 5, 5], [3, 1, 3, 3], bias: [])
    },
    Mistake("maxPool2D: a 9x9 window does not fit into a 3x3 input") {
      _ = try zeros([1, 1, 5, 5]).convolution2DReLUMaxPool2D(
        weights: zeros([1, 1, 3, 3]), bias: nil, pool: .init(window: 9))
    },
    Mistake("maxPool2D: input must be [batch, channels, height, width], but is []") {
      try pool([], .init(window: 2))
    },
    Mistake("maxPool2D: a 3x3 window does not fit into a 2x2 input") {
      try pool([1, 1, 2, 2], .init(window: 3))
    },
    Mistake("maxPool2D: kernel size must lie in 1...16777216, but is 0, 0") {
      try pool([1, 1, 2, 2], .init(window: 0))
    },
    Mistake("maxPool2D: kernel size must lie in 1...16777216, but is 9223372036854775807, 1") {
      try pool([1, 1, 2, 2], .init(window: Size2D(height: .max, width: 1)))
    },
    Mistake("maxPool2D: stride must lie in 1...16777216, but is -9223372036854775808, 1") {
      try pool([1, 1, 2, 2], .init(window: 1, stride: Size2D(height: .min, width: 1)))
    },
    Mistake("averagePool2D: padding must lie in 0...16777216, but is 0, -1, 0, 0") {
      _ = try zeros([1, 1, 2, 2]).averagePool2D(
        .init(window: 1, padding: Padding2D(top: 0, left: -1, bottom: 0, right: 0)))
    },
    Mistake("averagePool2D: a 2x2 window does not fit into a 2x2 input") {
      _ = try zeros([1, 1, 2, 2]).averagePool2D(.init(window: 2, dilation: Size2D(1 << 24)))
    },
  ]

  static let movements: [Mistake] = [
    Mistake("reshape: [2, 3] has 6 elements, [4] takes 4") { _ = try zeros([2, 3]).reshaped([4]) },
    Mistake("reshape: [2, 3] cannot become [4, -1]") { _ = try zeros([2, 3]).reshaped([4, -1]) },
    Mistake("reshape: [2, 3] cannot become [0, -1]") { _ = try zeros([2, 3]).reshaped([0, -1]) },
    Mistake("reshape: only one extent of [-1, 2, -1] may be left open with -1") {
      _ = try zeros([2, 3]).reshaped([-1, 2, -1])
    },
    Mistake("reshape: extent -2 in [-2, 3] is negative") {
      _ = try zeros([2, 3]).reshaped([-2, 3])
    },
    Mistake(
      "reshape: [9223372036854775807, 9223372036854775807] has more than 2147483647 elements, "
        + "the most a tensor can hold"
    ) { _ = try zeros([2, 3]).reshaped([.max, .max]) },
    Mistake("flatten: dimension 3 does not exist in shape [2, 3]") {
      _ = try zeros([2, 3]).flattened(from: 3)
    },
    Mistake("flatten: dimension -9223372036854775808 does not exist in shape [2, 3]") {
      _ = try zeros([2, 3]).flattened(from: .min)
    },
    Mistake("flatten: dimension 1 does not exist in shape []") { _ = try zeros([]).flattened() },
    Mistake("permute: [0, 0] does not name each dimension of [2, 3] once") {
      _ = try zeros([2, 3]).permuted([0, 0])
    },
    Mistake("permute: [0] does not name each dimension of [2, 3] once") {
      _ = try zeros([2, 3]).permuted([0])
    },
    Mistake("permute: dimension 9223372036854775807 does not exist in shape [2, 3]") {
      _ = try zeros([2, 3]).permuted([0, .max])
    },
    Mistake("transpose: [3] is not a matrix") { _ = try zeros([3]).transposed() },
    Mistake("broadcast: [2, 3] does not stretch to [3]") {
      _ = try zeros([2, 3]).broadcast(to: [3])
    },
    Mistake("broadcast: shapes [2] and [3] cannot be broadcast together") {
      _ = try zeros([2]).broadcast(to: [3])
    },
    Mistake("broadcast: extent -1 in [-1] is negative") { _ = try zeros([]).broadcast(to: [-1]) },
    Mistake(
      "broadcast: [9223372036854775807] has more than 2147483647 elements, "
        + "the most a tensor can hold"
    ) { _ = try zeros([1]).broadcast(to: [.max]) },
    Mistake("slice: range 0..<4 is outside dimension 1 of [2, 3]") {
      _ = try zeros([2, 3]).sliced(0..<4, along: 1)
    },
    Mistake("slice: range -9223372036854775808..<9223372036854775807 is outside dimension 0 of [2]")
    {
      _ = try zeros([2]).sliced(.min ..< .max, along: 0)
    },
    Mistake("slice: dimension 1 does not exist in shape [2]") {
      _ = try zeros([2]).sliced(0..<1, along: 1)
    },
    Mistake("slice: step must not be 0") { _ = try zeros([2]).sliced(0..<1, step: 0, along: 0) },
    Mistake("slice: step must not be -9223372036854775808") {
      _ = try zeros([2]).sliced(0..<2, step: .min, along: 0)
    },
    Mistake("reverse: dimension 0 does not exist in shape []") {
      _ = try zeros([]).reversed(along: 0)
    },
    Mistake("pad: [1] and [1] must have one entry for each dimension of [2, 3]") {
      _ = try zeros([2, 3]).padded(before: [1], after: [1])
    },
    Mistake(
      "pad: padding must not be negative or above 2147483647, but is [0, -1] and [0, 0]"
    ) { _ = try zeros([2, 3]).padded(before: [0, -1], after: [0, 0]) },
    Mistake(
      "pad: padding must not be negative or above 2147483647, but is [0] and [9223372036854775807]"
    ) { _ = try zeros([2]).padded(before: [0], after: [.max]) },
    Mistake(
      "pad: [4294967295, 3] has more than 2147483647 elements, the most a tensor can hold"
    ) {
      let most = Shape.maximumCount
      _ = try zeros([1, 3]).padded(before: [most, 0], after: [most, 0])
    },
    Mistake("concatenate: there is nothing to join") { _ = try T.concatenated([]) },
    Mistake("concatenate: [2, 3] and [3] differ in rank") {
      _ = try T.concatenated([zeros([2, 3]), zeros([3])])
    },
    Mistake("concatenate: [2, 3] and [2, 4] differ outside dimension 0") {
      _ = try T.concatenated([zeros([2, 3]), zeros([2, 4])])
    },
    Mistake("concatenate: dimension -9223372036854775808 does not exist in shape [2]") {
      _ = try T.concatenated([zeros([2])], along: .min)
    },
    Mistake("gather: index 2 at position 1 is outside 0..<2") {
      _ = try zeros([2, 3]).gathered(IndexTensor([0, 2]))
    },
    Mistake("gather: index -1 at position 0 is outside 0..<3") {
      _ = try zeros([2, 3]).gathered(IndexTensor([-1]), along: 1)
    },
    Mistake("gather: index 0 at position 0 is outside 0..<0") {
      _ = try zeros([0, 3]).gathered(IndexTensor([0]))
    },
    Mistake("gather: dimension 0 does not exist in shape []") {
      _ = try zeros([]).gathered(IndexTensor([0]))
    },
    Mistake("gather: [1, 1, 1, 1, 1, 1, 1, 1, 1] has 9 dimensions; at most 8 are allowed") {
      _ = try zeros([1, 1, 1, 1, 1]).gathered(IndexTensor([0], shape: [1, 1, 1, 1, 1]))
    },
  ]
}
