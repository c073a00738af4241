import DLCore
import Testing

extension GradientCase {
  static let unaries: [GradientCase] = {
    let anywhere: [UnaryOperation] = [
      .negate, .absolute, .sign, .exponential, .reciprocal, .square, .tanh, .sigmoid,
      .errorFunction, .relu, .leakyReLU(slope: 0.125), .gelu,
      .affine(multiplier: -1.5, offset: 0.75), .clamp(lower: -1, upper: 1.0625),
    ]
    let positive: [UnaryOperation] = [.logarithm, .squareRoot]
    func example(_ operation: UnaryOperation, _ point: Point) -> GradientCase {
      GradientCase("\(operation)", [point]) { $0[0].unary(operation) }
    }
    return anywhere.map { example($0, .random([3, 4], from: 0.5, to: 2).signed) }
      + positive.map { example($0, .random([3, 4], from: 0.5, to: 2)) }
  }()

  /// How two shapes can meet.
  private static let broadcasts: [(Shape, Shape)] = [
    ([2, 3], [2, 3]), ([2, 3], []), ([], [2, 3]), ([2, 3], [1]), ([1, 1], [2, 3]),
    ([2, 3], [3]), ([3], [2, 3]), ([2, 3], [2, 1]), ([2, 1], [2, 3]),
    ([2, 1], [1, 3]), ([1, 3], [2, 1]), ([2, 1, 3], [4, 1]), ([4, 1], [2, 1, 3]),
    ([2, 3, 2, 2], [3, 1, 1]), ([1, 3, 1, 2], [2, 1, 2, 1]), ([], []), ([1], [1, 1, 1]),
  ]

  static let binaries: [GradientCase] = BinaryOperation.allCases.flatMap { operation in
    broadcasts.map { left, right in
      let name = "\(operation) \(left) \(right)"
      let points: [Point]
      switch operation {
      case .power:
        points = [.random(left, from: 0.5, to: 2), .random(right, from: -2, to: 2, seed: 2)]
      case .maximum, .minimum:
        // A third of a step apart, so that no two are near each other.
        points = [.distinct(left), Point.distinct(right).moved(by: 1.0 / 24)]
      case .divide:
        points = [.random(left), Point.random(right, from: 0.5, to: 2, seed: 2).signed]
      default: points = [.random(left), .random(right, seed: 2)]
      }
      return GradientCase(name, points) { try $0[0].binary(operation, $0[1]) }
    }
  }

  static let selections: [GradientCase] = {
    let masks: [(Shape, Shape, Shape)] = [
      ([2, 3], [2, 3], [2, 3]), ([3], [2, 3], []), ([2, 1], [1, 3], [2, 3]),
    ]
    return masks.map { mask, left, right in
      GradientCase("select \(mask) \(left) \(right)", [.random(left), .random(right, seed: 2)]) {
        let zerosAndOnes = (0..<mask.count).map { Double($0 % 2) }
        let chooser = try CheckedTensor(zerosAndOnes, shape: mask, on: $0[0].backend)
        return try chooser.select($0[0], else: $0[1])
      }
    }
  }()

  static let operators: [GradientCase] = [
    GradientCase("operators with a number", [.random([5])]) {
      -((($0[0] + 2) * 3 - 1) / 4)
    },
    GradientCase("power of a number", [.random([5], from: 0.5, to: 2)]) { $0[0].power(2.5) },
    GradientCase("integral power of negative numbers", [.random([5])]) { $0[0].power(3) },
    GradientCase("zeroth power at 0", [.init(shape: [2], scalars: [0, 1.5])]) {
      $0[0].power(0)
    },
  ]
}

extension GradientCase.Point {
  /// The same scalars, every other one negative.
  fileprivate var signed: Self {
    Self(shape: shape, scalars: scalars.indices.map { $0 % 2 == 0 ? scalars[$0] : -scalars[$0] })
  }

  fileprivate func moved(by offset: Double) -> Self {
    Self(shape: shape, scalars: scalars.map { $0 + offset })
  }
}

@Suite("Gradients of elementwise operations")
struct AutodiffElementwiseGradientTests {
  @Test("Functions of one element", arguments: GradientCase.unaries)
  func unary(_ example: GradientCase) throws {
    try checkGradient(of: example, on: Checked(WatchedBackend()))
  }

  @Test("Functions of two elements, broadcast in every way", arguments: GradientCase.binaries)
  func binary(_ example: GradientCase) throws {
    try checkGradient(of: example, on: Checked(WatchedBackend()))
  }

  @Test("Selections and operators", arguments: GradientCase.selections + GradientCase.operators)
  func others(_ example: GradientCase) throws {
    try checkGradient(of: example, on: Checked(WatchedBackend()))
  }

  @Test("Of equal operands the left one has the gradient of a maximum and a minimum")
  func ties() throws {
    let backend = Checked(WatchedBackend())
    for operation in [BinaryOperation.maximum, .minimum] {
      let a = try CheckedTensor([1, 2], shape: [2], on: backend).requiringGradient()
      let b = try CheckedTensor([1, 2], shape: [2], on: backend).requiringGradient()
      let gradients = try a.binary(operation, b).sum().backward()
      #expect(gradients[a]?.scalars == [1, 1])
      #expect(gradients[b]?.scalars == [0, 0])
    }
  }

  @Test("A NaN that wins takes the gradient with it")
  func winningNaN() throws {
    let backend = Checked(WatchedBackend())
    for operation in [BinaryOperation.maximum, .minimum] {
      let a = try CheckedTensor([1, .nan], shape: [2], on: backend).requiringGradient()
      let b = try CheckedTensor([.nan, 1], shape: [2], on: backend).requiringGradient()
      let gradients = try a.binary(operation, b).sum().backward()
      #expect(gradients[a]?.scalars == [0, 1])
      #expect(gradients[b]?.scalars == [1, 0])
    }
  }

  @Test("At its kinks a function has the slope of the piece that its condition chooses")
  func kinks() throws {
    let backend = Checked(WatchedBackend())
    let slopes: [(UnaryOperation, Double, Double)] = [
      (.relu, 0, 0), (.leakyReLU(slope: 0.25), 0, 0.25), (.absolute, 0, 0), (.sign, 0, 0),
      (.clamp(lower: -1, upper: 1), -1, 1), (.clamp(lower: -1, upper: 1), 1, 1),
    ]
    for (operation, point, slope) in slopes {
      let x = CheckedTensor(point, on: backend).requiringGradient()
      let gradient = try x.unary(operation).backward()[x]
      #expect(gradient?.scalars == [slope], "\(operation) at \(point)")
    }
  }

  @Test("What was not selected has no influence, be it NaN")
  func unselectedNaN() throws {
    let backend = Checked(WatchedBackend())
    let mask = try CheckedTensor([1, 0], shape: [2], on: backend)
    let x = try CheckedTensor([4, -1], shape: [2], on: backend).requiringGradient()
    let y = try mask.select(x.squareRoot(), else: x * 3)
    let gradient = try #require(try y.sum().backward()[x])
    #expect(gradient.scalars[0] == 0.25)
    #expect(y.scalars == [2, -3])
  }
}
