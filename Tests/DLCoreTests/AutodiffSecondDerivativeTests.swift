import BackendNaive
import DLCore
import Testing

private typealias Once = Autodiff<NaiveBackend<Double>>
private typealias Twice = Autodiff<Once>

/// A scalar function of one tensor whose second derivatives are checked, and the point where.
struct HessianCase: Sendable, CustomTestStringConvertible {
  let testDescription: String
  let point: GradientCase.Point
  fileprivate let function: @Sendable (Tensor<Twice>) throws -> Tensor<Twice>

  fileprivate init(
    _ name: String, _ point: GradientCase.Point,
    _ function: @escaping @Sendable (Tensor<Twice>) throws -> Tensor<Twice>
  ) {
    testDescription = name
    self.point = point
    self.function = function
  }

  /// A constant of the given shape.
  fileprivate static func constant(
    _ shape: Shape, seed: UInt64, like x: Tensor<Twice>
  ) throws -> Tensor<Twice> {
    try Tensor(GradientCase.Point.random(shape, seed: seed).scalars, shape: shape, on: x.backend)
  }
}

extension HessianCase {
  private static let smooth: [UnaryOperation] = [
    .exponential, .reciprocal, .square, .tanh, .sigmoid, .errorFunction, .gelu,
    .affine(multiplier: 2, offset: 1), .relu, .leakyReLU(slope: 0.25), .absolute, .negate,
    .clamp(lower: -1, upper: 1),
  ]

  static let functions: [HessianCase] =
    smooth.map { operation in
      HessianCase("\(operation)", .random([4])) { try $0.unary(operation).squared().sum() }
    }
    + [UnaryOperation.logarithm, .squareRoot].map { operation in
      HessianCase("\(operation)", .random([4], from: 0.5, to: 2)) {
        try $0.unary(operation).squared().sum()
      }
    }
    + BinaryOperation.allCases.map { operation in
      HessianCase("\(operation)", .random([4], from: 0.5, to: 2)) { x in
        let parts = try (x.sliced(0..<2, along: 0), x.sliced(2..<4, along: 0).reshaped([2, 1]))
        return try parts.0.binary(operation, parts.1).squared().sum()
      }
    } + [
      HessianCase("x³", .random([4])) { try ($0 * $0 * $0).sum() },
      HessianCase("power 3", .random([4])) { try $0.power(3).sum() },
    ]

  static let reductions: [HessianCase] = [
    HessianCase("mean of squares", .random([2, 3])) {
      try $0.mean(along: [0]).squared().sum()
    },
    HessianCase("largest", .distinct([2, 3])) { try $0.max(along: [1]).squared().sum() },
    HessianCase("softmax", .random([2, 3])) { try $0.softmax().squared().sum() },
    HessianCase("logSoftmax", .random([2, 3])) { try $0.logSoftmax().squared().sum() },
    HessianCase("softmaxCrossEntropy", .random([3, 4])) {
      try $0.softmaxCrossEntropy(labels: IndexTensor([3, 0, 1]), labelSmoothing: 0.25)
    },
    HessianCase("gather, pad, concatenate", .random([3])) { x in
      let padded = try x.padded(before: [1], after: [0], value: 2)
      let joined = try Tensor.concatenated([padded, x.gathered(IndexTensor([1, 1]))])
      return try joined.power(3).sum()
    },
    HessianCase("matrix product", .random([2, 3])) { x in
      try x.matrixProduct(x, transposingOther: true).squared().sum()
    },
  ]

  static let layers: [HessianCase] =
    FusedActivation.allCases.flatMap { activation in
      [
        HessianCase("linear \(activation), input", .random([2, 3])) { x in
          try x.linear(
            weights: constant([4, 3], seed: 2, like: x), bias: constant([4], seed: 3, like: x),
            activation: activation
          ).squared().sum()
        },
        HessianCase("linear \(activation), weights", .random([4, 3])) { w in
          try constant([2, 3], seed: 2, like: w).linear(
            weights: w, bias: constant([4], seed: 3, like: w), activation: activation
          ).squared().sum()
        },
        HessianCase("linear \(activation), bias", .random([4])) { b in
          try constant([2, 3], seed: 2, like: b).linear(
            weights: constant([4, 3], seed: 3, like: b), bias: b, activation: activation
          ).squared().sum()
        },
      ]
    }

  private static let input: Shape = [2, 2, 5, 4]
  private static let weights: Shape = [2, 2, 2, 2]

  static let convolutions: [HessianCase] = [
    HessianCase("convolution, input", .random(input)) { x in
      try x.convolution2D(
        weights: constant(weights, seed: 2, like: x), bias: nil, .init(stride: 2, padding: 1)
      ).squared().sum()
    },
    HessianCase("convolution, weights", .random(weights)) { w in
      try constant(input, seed: 2, like: w).convolution2D(weights: w, bias: nil).squared().sum()
    },
    HessianCase("convolution, bias", .random([2])) { b in
      try constant(input, seed: 2, like: b).convolution2D(
        weights: constant(weights, seed: 3, like: b), bias: b
      ).squared().sum()
    },
    HessianCase("convolution of itself", .random([2, 2, 2, 2])) { x in
      try x.convolution2D(weights: x, bias: nil, .init(padding: 1)).squared().sum()
    },
    HessianCase("fused convolution, input", .random(input)) { x in
      try x.convolution2DReLUMaxPool2D(
        weights: constant(weights, seed: 2, like: x), bias: constant([2], seed: 3, like: x),
        pool: .init(window: 2)
      ).squared().sum()
    },
    HessianCase("fused convolution, weights", .random(weights)) { w in
      try constant(input, seed: 2, like: w).convolution2DReLUMaxPool2D(
        weights: w, bias: constant([2], seed: 3, like: w), pool: .init(window: 2)
      ).squared().sum()
    },
    HessianCase("fused convolution, bias", .random([2])) { b in
      try constant(input, seed: 2, like: b).convolution2DReLUMaxPool2D(
        weights: constant(weights, seed: 3, like: b), bias: b, pool: .init(window: 2)
      ).squared().sum()
    },
    HessianCase("maximum pooling", .distinct(input)) {
      try $0.maxPool2D(.init(window: 2, stride: 1)).squared().sum()
    },
    HessianCase("average pooling", .random(input)) {
      try $0.averagePool2D(.init(window: 3, stride: 1, padding: 1)).squared().sum()
    },
  ]
}

@Suite("Second derivatives")
struct AutodiffSecondDerivativeTests {
  @Test(
    "Hessian-vector products are central differences of gradients",
    arguments: HessianCase.functions + HessianCase.reductions + HessianCase.layers
      + HessianCase.convolutions)
  func hessian(_ example: HessianCase) throws {
    let direction = projection(of: example.point.scalars.count, seed: example.testDescription)
    let product = try hessianProduct(example, direction)
    let h = differenceStep
    func moved(by step: Double) -> [Double] {
      zip(example.point.scalars, direction).map { $0 + step * $1 }
    }
    let above = try gradient(example, at: moved(by: h))
    let below = try gradient(example, at: moved(by: -h))
    let scale = (product + above).reduce(0) { max($0, abs($1)) }
    for index in product.indices {
      let difference = (above[index] - below[index]) / (2 * h)
      let error = abs(product[index] - difference)
      #expect(
        error <= differenceTolerance(scale: scale, size: scale),
        "element \(index): \(product[index]), difference \(difference)")
    }
  }

  @Test("The example of the documentation")
  func cubic() throws {
    let inner = Once(NaiveBackend<Double>())
    let outer = Twice(inner)
    let x = Tensor(2, on: inner).requiringGradient()
    let lifted = try x.lifted(to: outer).requiringGradient()
    let slope = try #require(try lifted.power(3).backward()[lifted]?.onBase())
    #expect(slope.scalars == [12])
    #expect(try slope.backward()[x]?.scalars == [12])
  }

  @Test("A value is lifted to its own tape's decorator only")
  func foreignTape() throws {
    let x = Tensor(2.0, on: Once(NaiveBackend()))
    let other = Twice(Once(NaiveBackend()))
    let error = #expect(throws: TensorError.self) { try x.lifted(to: other) }
    #expect(
      error?.description
        == "lifted: the value belongs to another instance of backend naive (another gradient tape)")
  }

  /// The gradient at a point, by the outer tape alone.
  private func gradient(_ example: HessianCase, at scalars: [Double]) throws -> [Double] {
    let x = try Tensor(scalars, shape: example.point.shape, on: Twice(Once(NaiveBackend())))
      .requiringGradient()
    return try #require(try example.function(x).backward()[x]).scalars
  }

  /// The second derivatives times a direction: the gradient of gradient · direction.
  private func hessianProduct(
    _ example: HessianCase, _ direction: [Double]
  ) throws -> [Double] {
    let inner = Once(NaiveBackend<Double>())
    let leaf = try Tensor(example.point.scalars, shape: example.point.shape, on: inner)
      .requiringGradient()
    let x = try leaf.lifted(to: Twice(inner)).requiringGradient()
    let gradient = try #require(try example.function(x).backward()[x]).onBase()
    let v = try Tensor(direction, shape: leaf.shape, on: inner)
    return try #require(try (gradient * v).sum().backward()[leaf]).scalars
  }
}
