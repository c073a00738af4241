import BackendNaive
import DLCore
import Testing

/// Whatever numbers an operation is given, it answers with a tensor of the right size or with one
/// line; a trap would end the whole run.
@Suite("Any numbers at all")
struct TensorFuzzTests {
  private typealias T = Tensor<Autodiff<NaiveBackend<Double>>>
  private static let rounds = 1000

  /// A source of shapes and numbers, small or absurd.
  private struct Dice {
    var random: RandomSource
    let backend = Autodiff(NaiveBackend<Double>())

    mutating func any<Value>(_ values: [Value]) -> Value {
      values[random.integer(below: values.count)]
    }

    mutating func number() -> Int {
      any([.min, .min + 1, -(1 << 32), -2, -1, 0, 1, 2, 3, 1 << 33, .max - 1, .max])
    }

    mutating func small() -> Int { random.integer(below: 4) }

    mutating func list(_ count: Int, _ make: (inout Dice) -> Int) -> [Int] {
      (0..<count).map { _ in make(&self) }
    }

    mutating func shape() -> Shape {
      let rank = small() + small()
      return Shape(list(rank) { $0.small() })
    }

    /// Mostly a shape that fits somewhere, at times one that fits nowhere.
    mutating func target() -> Shape {
      let rank = small()
      return random.integer(below: 3) > 0 ? shape() : Shape(list(rank) { $0.number() })
    }

    mutating func tensor() throws(TensorError) -> T {
      let tensor = try T.ones(shape(), on: backend)
      return random.integer(below: 2) == 0 ? tensor : tensor.requiringGradient()
    }

    mutating func picture() throws(TensorError) -> T {
      try T.ones(Shape(list(4) { $0.small() }), on: backend).requiringGradient()
    }

    mutating func size() -> Size2D {
      random.integer(below: 12) == 0
        ? Size2D(height: number(), width: number())
        : Size2D(height: 1 + random.integer(below: 2), width: 1 + random.integer(below: 2))
    }

    mutating func padding() -> Padding2D {
      let sides = random.integer(below: 12) == 0 ? list(4) { $0.number() } : list(4) { $0.small() }
      return Padding2D(top: sides[0], left: sides[1], bottom: sides[2], right: sides[3])
    }

    mutating func pool() -> Pool2DParameters {
      Pool2DParameters(
        window: size(), stride: size(), padding: padding(), dilation: size(),
        ceilMode: small() == 0, countsPadding: small() == 0)
    }

    mutating func convolution() -> Convolution2DParameters {
      Convolution2DParameters(
        stride: size(), padding: padding(), dilation: size(),
        groups: random.integer(below: 12) == 0 ? number() : 1)
    }
  }

  private typealias Operation = @Sendable (inout Dice) throws -> T

  private static let operations: [(String, Operation)] = [
    ("create", { dice in try T.zeros(dice.target(), on: dice.backend) }),
    ("reshape", { dice in try dice.tensor().reshaped(dice.target()) }),
    ("flatten", { dice in try dice.tensor().flattened(from: dice.number()) }),
    ("broadcast", { dice in try dice.tensor().broadcast(to: dice.target()) }),
    (
      "permute",
      { dice in
        let rank = dice.small()
        return try dice.tensor().permuted(dice.list(rank) { $0.number() })
      }
    ),
    (
      "slice",
      { dice in
        let ends = [dice.number(), dice.number()].sorted()
        let range = dice.small() > 0 ? 0..<dice.small() : ends[0]..<ends[1]
        return try dice.tensor().sliced(range, step: dice.number(), along: dice.number())
      }
    ),
    ("reverse", { dice in try dice.tensor().reversed(along: dice.number()) }),
    (
      "pad",
      { dice in
        let tensor = try dice.tensor()
        let isAbsurd = dice.small() == 0
        let make: (inout Dice) -> Int = { isAbsurd ? $0.number() : $0.small() }
        let before = dice.list(tensor.shape.rank, make)
        return try tensor.padded(before: before, after: dice.list(tensor.shape.rank, make))
      }
    ),
    (
      "concatenate",
      { dice in
        try T.concatenated([dice.tensor(), dice.tensor().requiringGradient()], along: dice.small())
      }
    ),
    (
      "gather",
      { dice in
        let count = dice.small()
        let indices = try IndexTensor(dice.list(count) { $0.small() - 1 })
        return try dice.tensor().gathered(indices, along: dice.small() - 1)
      }
    ),
    (
      "reduce",
      { dice in
        let count = dice.small()
        let reduction = dice.any(Reduction.allCases)
        let dimensions = dice.list(count) { $0.small() == 0 ? $0.number() : $0.small() }
        return try dice.tensor().reduce(
          reduction, along: dimensions, keepingDimensions: dice.small() == 0)
      }
    ),
    ("softmax", { dice in try dice.tensor().softmax(along: dice.number()) }),
    ("logSoftmax", { dice in try dice.tensor().logSoftmax(along: dice.number()) }),
    (
      "binary",
      { dice in
        let operation = dice.any(BinaryOperation.allCases)
        let left = try dice.tensor()
        return try left.binary(operation, T.ones(dice.shape(), on: left.backend))
      }
    ),
    (
      "select",
      { dice in
        let mask = try dice.tensor()
        let other = try T.ones(dice.shape(), on: mask.backend)
        return try mask.select(other, else: T.ones(dice.shape(), on: mask.backend))
      }
    ),
    (
      "matrixProduct",
      { dice in
        let left = try dice.tensor()
        return try left.matrixProduct(
          T.ones(dice.shape(), on: left.backend), transposingSelf: dice.small() == 0,
          transposingOther: dice.small() == 0)
      }
    ),
    (
      "linear",
      { dice in
        let input = try T.ones([dice.small(), dice.small()], on: dice.backend)
        let weights = try T.ones([dice.small(), dice.small()], on: dice.backend)
        return try input.requiringGradient().linear(
          weights: weights, bias: dice.small() == 0 ? T.ones(dice.shape(), on: dice.backend) : nil)
      }
    ),
    (
      "convolution2D",
      { dice in
        let weights = try dice.picture()
        return try dice.picture().convolution2D(
          weights: weights, bias: nil, dice.convolution())
      }
    ),
    (
      "convolution2DReLUMaxPool2D",
      { dice in
        let weights = try dice.picture()
        return try dice.picture().convolution2DReLUMaxPool2D(
          weights: weights, bias: nil, dice.convolution(), pool: dice.pool())
      }
    ),
    ("maxPool2D", { dice in try dice.picture().maxPool2D(dice.pool()) }),
    ("averagePool2D", { dice in try dice.picture().averagePool2D(dice.pool()) }),
    (
      "softmaxCrossEntropy",
      { dice in
        let logits = try T.ones([dice.small(), dice.small()], on: dice.backend)
        let count = dice.small()
        let labels = try IndexTensor(dice.list(count) { $0.small() - 1 })
        return try logits.requiringGradient().softmaxCrossEntropy(labels: labels)
      }
    ),
  ]

  @Test("Each operation answers", arguments: operations.indices)
  func answers(_ index: Int) throws {
    let (name, operation) = Self.operations[index]
    var answered = 0
    for round in 0..<Self.rounds {
      var dice = Dice(random: RandomSource(seed: UInt64(round), stream: name))
      do {
        let result = try operation(&dice)
        #expect(result.scalars.count == result.shape.count)
        if result.requiresGradient() { _ = try result.sum().backward() }
        answered += 1
      } catch let error as TensorError {
        #expect(!error.description.contains("\n"))
        #expect(!error.problem.isEmpty)
      }
    }
    #expect(answered > 0, "\(name) never worked: the dice are loaded")
  }
}
