import BackendNaive
import DLCore
import Testing

/// Tensors of no elements go through everything that their shape allows.
@Suite("Tensors of no elements")
struct TensorEmptyTests {
  private let backend = Autodiff(NaiveBackend<Double>())

  private func empty(_ shape: Shape) throws -> Tensor<Autodiff<NaiveBackend<Double>>> {
    try Tensor.zeros(shape, on: backend).requiringGradient()
  }

  @Test("Elementwise operations")
  func elementwise() throws {
    let x = try empty([0, 3])
    #expect(x.exp().shape == [0, 3])
    #expect(try (x + empty([3])).shape == [0, 3])
    #expect(try (x * empty([1, 3])).shape == [0, 3])
    #expect(try x.select(x, else: x).shape == [0, 3])
    let stretched = try Tensor.ones([1, 3], on: backend).requiringGradient()
    #expect(try (x * stretched).sum().backward()[stretched]?.scalars == [0, 0, 0])
  }

  @Test("Reductions")
  func reductions() throws {
    let x = try empty([2, 0])
    #expect(try x.sum(along: [1]).scalars == [0, 0])
    #expect(try x.max(along: [1]).scalars == [-.infinity, -.infinity])
    #expect(try x.min(along: [1]).scalars == [.infinity, .infinity])
    #expect(try x.mean(along: [1]).scalars.allSatisfy { $0.isNaN })
    #expect(try x.sum(along: [0]).shape == [0])
    #expect(try x.argmax(along: 0).shape == [0])
    #expect(try x.variance().scalar().isNaN)
    #expect(try x.softmax().shape == [2, 0])
    #expect(try x.logSoftmax(along: 0).shape == [2, 0])
  }

  @Test("Matrix products and layers")
  func products() throws {
    #expect(try empty([2, 0]).matrixProduct(empty([0, 3])).scalars == [0, 0, 0, 0, 0, 0])
    #expect(try empty([0, 2, 3]).matrixProduct(empty([3, 4])).shape == [0, 2, 4])
    let shared = try Tensor.ones([2, 3], on: backend).requiringGradient()
    let product = try shared.matrixProduct(empty([0, 3, 4]))
    #expect(try product.sum().backward()[shared]?.scalars == [0, 0, 0, 0, 0, 0])
    let bias = try Tensor.ones([5], on: backend)
    #expect(try empty([2, 0]).linear(weights: empty([5, 0]), bias: bias).scalars.count == 10)
    #expect(try empty([0, 4]).linear(weights: empty([5, 4]), bias: nil).shape == [0, 5])
  }

  @Test("Convolutions and pooling")
  func windows() throws {
    let weights = try Tensor.ones([2, 3, 2, 2], on: backend).requiringGradient()
    let none = try empty([0, 3, 4, 4])
    let output = try none.convolution2D(weights: weights, bias: nil)
    #expect(output.shape == [0, 2, 3, 3])
    #expect(try output.sum().backward()[weights]?.scalars.allSatisfy { $0 == 0 } == true)
    let withoutChannels = try empty([1, 0, 3, 3])
    #expect(
      try withoutChannels.convolution2D(weights: empty([2, 0, 2, 2]), bias: nil).scalars
        == [Double](repeating: 0, count: 8))
    #expect(
      try withoutChannels.convolution2D(weights: empty([0, 0, 2, 2]), bias: nil).shape
        == [1, 0, 2, 2])
    #expect(try none.maxPool2D(.init(window: 2)).shape == [0, 3, 2, 2])
    #expect(try none.averagePool2D(.init(window: 2)).shape == [0, 3, 2, 2])
    #expect(
      try none.convolution2DReLUMaxPool2D(weights: weights, bias: nil, pool: .init(window: 3))
        .shape == [0, 2, 1, 1])
  }

  @Test("Losses")
  func losses() throws {
    let labels = try IndexTensor([Int]())
    #expect(try empty([0, 3]).softmaxCrossEntropy(labels: labels).scalar().isNaN)
    #expect(try empty([0, 3]).softmaxCrossEntropy(labels: labels, reduction: .sum).scalar() == 0)
    #expect(try empty([0, 0]).softmaxCrossEntropy(labels: labels, reduction: .none).shape == [0])
    #expect(try empty([0]).meanSquaredError(to: empty([0])).scalar().isNaN)
  }

  @Test("Movements")
  func movements() throws {
    let x = try empty([2, 0, 3])
    #expect(try x.reshaped([0]).shape == [0])
    #expect(try x.reshaped([-1, 3]).shape == [0, 3])
    #expect(try x.flattened().shape == [2, 0])
    #expect(try x.permuted([2, 0, 1]).shape == [3, 2, 0])
    #expect(try x.transposed().shape == [2, 3, 0])
    #expect(try x.broadcast(to: [4, 2, 0, 3]).shape == [4, 2, 0, 3])
    #expect(try x.sliced(0..<1, along: 0).shape == [1, 0, 3])
    #expect(try x.sliced(0..<0, along: 1).shape == [2, 0, 3])
    #expect(try x.reversed(along: 1).shape == [2, 0, 3])
    #expect(try x.padded(before: [0, 1, 0], after: [0, 0, 0]).scalars == [0, 0, 0, 0, 0, 0])
    #expect(try Tensor.concatenated([x, x], along: 0).shape == [4, 0, 3])
    #expect(try x.gathered(IndexTensor([1, 1])).shape == [2, 0, 3])
    #expect(try x.gathered(IndexTensor([Int]()), along: 1).shape == [2, 0, 3])
    let whole = try Tensor.ones([3], on: backend).requiringGradient()
    let nothing = try whole.sliced(1..<1, along: 0).sum()
    #expect(try nothing.backward()[whole]?.scalars == [0, 0, 0])
  }

  @Test("Steps beyond the extent take one element", arguments: [Int.max, .min + 1, 3, -3])
  func vastSteps(_ step: Int) throws {
    let x = try Tensor([1, 2, 3], shape: [3], on: backend)
    #expect(try x.sliced(0..<3, step: step, along: 0).scalars == [step > 0 ? 1 : 3])
  }
}
