import DLCore
import Testing

@Suite struct ShapeTests {
  @Test func countsAndStrides() {
    #expect(Shape([]).count == 1)
    #expect(Shape([2, 0, 3]).count == 0)
    #expect(Shape([2, 3, 4]).count == 24)
    #expect(Shape([2, 3, 4]).strides == [12, 4, 1])
    #expect(Shape([]).strides == [])
    #expect(Shape([2, 3]).description == "[2, 3]")
    #expect(Shape([]).description == "[]")
  }

  @Test func countSaturates() {
    #expect(Shape([1 << 40, 1 << 40]).count == .max)
    #expect(Shape([1 << 40, 1 << 40, 0]).count == 0)
    #expect(Shape([0, -1]).count == .max)
    #expect(Shape([-1, 0]).count == .max)
  }

  static let invalid: [(Shape, String)] = [
    ([2, -3], "f: extent -3 in [2, -3] is negative"),
    ([0, -1], "f: extent -1 in [0, -1] is negative"),
    (
      [1, 1, 1, 1, 1, 1, 1, 1, 1],
      "f: [1, 1, 1, 1, 1, 1, 1, 1, 1] has 9 dimensions; at most 8 are allowed"
    ),
    (
      [1 << 16, 1 << 15],
      "f: [65536, 32768] has more than 2147483647 elements, the most a tensor can hold"
    ),
    (
      [.max, .max],
      "f: [9223372036854775807, 9223372036854775807] has more than 2147483647 elements, the most "
        + "a tensor can hold"
    ),
    (
      [0, 1 << 31],
      "f: [0, 2147483648] has more than 2147483647 elements, the most a tensor can hold"
    ),
    (
      [1 << 40, 0, 1 << 40],
      "f: [1099511627776, 0, 1099511627776] has more than 2147483647 elements, the most a tensor "
        + "can hold"
    ),
  ]

  @Test(arguments: invalid)
  func invalidShapesAreNamed(_ shape: Shape, _ message: String) {
    let error = #expect(throws: TensorError.self) { try shape.validated(for: "f") }
    #expect(error?.description == message)
    #expect(error?.kind == .shape)
    #expect(error?.shapes == [shape])
  }

  @Test func validShapesAreReturned() throws {
    for shape: Shape in [[], [0], [3, 0, 2], [Shape.maximumCount], [1, 1, 1, 1, 1, 1, 1, 1]] {
      #expect(try shape.validated(for: "f") == shape)
    }
  }

  @Test func dimensionsCountFromEitherEnd() throws {
    let shape: Shape = [2, 3, 4]
    let resolved = try (-3..<3).map { try shape.dimension($0, for: "f") }
    #expect(resolved == [0, 1, 2, 0, 1, 2])
    #expect(try shape.dimensions([-1, 0], for: "f") == [0, 2])
    #expect(try shape.dimensions(nil, for: "f") == [0, 1, 2])
    #expect(try shape.dimensions([], for: "f") == [])
  }

  @Test(arguments: [3, -4, Int.max, Int.min])
  func missingDimensionsAreNamed(_ dimension: Int) {
    let error = #expect(throws: TensorError.self) {
      try Shape([2, 3, 4]).dimension(dimension, for: "f")
    }
    #expect(error?.description == "f: dimension \(dimension) does not exist in shape [2, 3, 4]")
    #expect(error?.kind == .argument)
  }

  @Test func repeatedDimensionsAreNamed() {
    let error = #expect(throws: TensorError.self) {
      try Shape([2, 3]).dimensions([1, -1], for: "f")
    }
    #expect(error?.description == "f: dimension -1 is named twice")
    #expect(throws: TensorError.self) { try Shape([]).dimension(0, for: "f") }
  }

  static let broadcasts: [(Shape, Shape, Shape)] = [
    ([], [], []), ([3], [], [3]), ([2, 1], [3], [2, 3]), ([1, 3], [2, 1], [2, 3]),
    ([4, 1, 3], [2, 1], [4, 2, 3]), ([0], [1], [0]), ([1, 0], [5, 1], [5, 0]),
  ]

  @Test(arguments: broadcasts)
  func broadcastingStretchesOnes(_ lhs: Shape, _ rhs: Shape, _ result: Shape) throws {
    #expect(try lhs.broadcast(with: rhs, for: "f") == result)
    #expect(try rhs.broadcast(with: lhs, for: "f") == result)
  }

  @Test func misfitsAreNamed() {
    let error = #expect(throws: TensorError.self) {
      try Shape([2, 3]).broadcast(with: [2], for: "add")
    }
    #expect(
      error?.description == "add: shapes [2, 3] and [2] cannot be broadcast together")
    #expect(throws: TensorError.self) { try Shape([0]).broadcast(with: [2], for: "f") }
    #expect(throws: TensorError.self) {
      try Shape([1 << 16, 1]).broadcast(with: [1 << 16], for: "f")
    }
  }

  @Test func equalShapesMergeIntoOneDimension() throws {
    #expect(BroadcastGeometry(lhs: [2, 3, 4], rhs: [2, 3, 4], result: [2, 3, 4]).isElementwise)
    let bias = BroadcastGeometry(lhs: [8, 6, 5, 5], rhs: [6, 1, 1], result: [8, 6, 5, 5])
    #expect(bias.extents == [8, 6, 25])
    #expect(bias.lhsStrides == [150, 25, 1])
    #expect(bias.rhsStrides == [0, 1, 0])
    let scalars = BroadcastGeometry(lhs: [], rhs: [1], result: [1])
    #expect(scalars.extents == [1] && scalars.count == 1)
  }

  @Test func errorsShowTheirPath() {
    let error = TensorError("f", .argument, "no").inside("c3").inside("").inside("LeNet5")
    #expect(error.path == ["LeNet5", "c3"])
    #expect(error.description == "LeNet5.c3: f: no")
  }
}
