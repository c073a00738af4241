import BackendNaive
import DLCore
import Testing

/// Tensors read like their field.
@Suite struct TensorReadingTests {
  typealias T = Tensor<NaiveBackend<Double>>
  let backend = NaiveBackend<Double>()

  private func counting(_ shape: Shape) throws -> T {
    try T((0..<shape.count).map(Double.init), shape: shape, on: backend)
  }

  @Test func numbersStandOnEitherSide() throws {
    let x = try T([1, 2, 4], shape: [3], on: backend)
    #expect((2 * x).scalars == [2, 4, 8])
    #expect((1 - x).scalars == [0, -1, -3])
    #expect((1 + x).scalars == (x + 1).scalars)
    #expect((8 / x).scalars == [8, 4, 2])
    #expect((x / 2).scalars == [0.5, 1, 2])
    #expect(x.power(2).scalars == [1, 4, 16])
    let empty = 3 / (try T([], shape: [0, 2], on: backend))
    #expect(empty.shape == [0, 2])
  }

  @Test func aNumberDividedByATensorHasAGradient() throws {
    let tape = Autodiff(backend)
    let x = try Tensor([2, 4], shape: [2], on: tape).requiringGradient()
    let gradients = try (8 / x).sum().backward()
    #expect(gradients[x]?.scalars == [-2, -0.5])
  }

  @Test func subscriptsTakeParts() throws {
    let x = try counting([2, 3, 4])
    func check(_ part: T, _ shape: Shape, _ scalars: [Double], line: Int = #line) {
      #expect(part.shape == shape, "line \(line)")
      #expect(part.scalars == scalars, "line \(line)")
    }
    check(try x[1], [3, 4], (12..<24).map(Double.init))
    check(try x[-1, -1, -1], [], [23])
    check(try x[0, .all, 1], [3], [1, 5, 9])
    check(try x[.all, 1..<3, 2...], [2, 2, 2], [6, 7, 10, 11, 18, 19, 22, 23])
    check(try x[0, ..<1, 1...2], [1, 2], [1, 2])
    check(try x[0, ...1, 3], [2], [3, 7])
    check(try x[2...], [0, 3, 4], [])
    check(try x[.all, 1..<1], [2, 0, 4], [])
    check(try counting([])[], [], [0])
  }

  @Test func subscriptsOutsideAreErrors() throws {
    let x = try counting([2, 3])
    let wrong: [(parts: [any DimensionIndex], text: String)] = [
      ([2], "2 is outside dimension 0 of [2, 3]"), ([-3], "-3 is outside"),
      ([Int.max], "is outside"), ([Int.min], "is outside"), ([0, 1..<4], "1..<4 is outside"),
      ([0, (-1)..<1], "-1..<1 is outside"), ([0, 3...3], "3..<4 is outside"),
      ([0, 4...], "4..<4 is outside"), ([..<(-1)], "is outside"), ([...Int.max], "is outside"),
      ([0, 0...Int.max], "is outside"), ([0, 0, 0], "3 indices are more than [2, 3]"),
    ]
    for (parts, text) in wrong {
      let error = #expect(throws: TensorError.self) {
        switch parts.count {
        case 1: try x[parts[0]]
        case 2: try x[parts[0], parts[1]]
        default: try x[parts[0], parts[1], parts[2]]
        }
      }
      #expect(error?.description.contains(text) == true, "\(text): \(String(describing: error))")
    }
  }

  @Test func aPartPassesItsGradientBack() throws {
    let tape = Autodiff(backend)
    let x = try Tensor((0..<6).map(Double.init), shape: [2, 3], on: tape).requiringGradient()
    let gradients = try x[1, 1...].squared().sum().backward()
    #expect(gradients[x]?.scalars == [0, 0, 0, 0, 8, 10])
  }

  @Test func stacksAndUnstacks() throws {
    let (a, b) = (try counting([2, 2]), try counting([2, 2]) + 10)
    #expect(try T.stacked([a, b]).shape == [2, 2, 2])
    #expect(try T.stacked([a, b]).scalars == a.scalars + b.scalars)
    let last = try T.stacked([a, b], along: -1)
    #expect(last.scalars == [0, 10, 1, 11, 2, 12, 3, 13])
    #expect(try last[.all, .all, 1].scalars == b.scalars)
    #expect(throws: TensorError.self) { try T.stacked([a, counting([2, 1])]) }
    #expect(throws: TensorError.self) { try T.stacked([]) }
    #expect(throws: TensorError.self) { try T.stacked([a], along: 3) }
  }

  @Test func dimensionsOfOneComeAndGo() throws {
    let x = try counting([1, 2, 1, 3])
    #expect(try x.squeezed().shape == [2, 3])
    #expect(try x.squeezed(0).shape == [2, 1, 3])
    #expect(try x.squeezed(-2, 0).shape == [2, 3])
    #expect(try counting([2, 3]).expanded(at: 1).shape == [2, 1, 3])
    #expect(try counting([2, 3]).expanded(at: -1).shape == [2, 3, 1])
    #expect(try counting([]).expanded(at: 0).shape == [1])
    #expect(throws: TensorError.self) { try x.squeezed(1) }
    #expect(throws: TensorError.self) { try x.squeezed(4) }
    #expect(throws: TensorError.self) { try x.squeezed(0, 0) }
    #expect(throws: TensorError.self) { try x.expanded(at: 5) }
    #expect(throws: TensorError.self) { try x.expanded(at: -6) }
    #expect(throws: TensorError.self) { try x.expanded(at: .min) }
  }

  @Test func randomTensorsFollowTheSource() throws {
    var (source, again) = (RandomSource(seed: 7), RandomSource(seed: 7))
    let even = try T.uniform([100, 100], from: -1, to: 3, using: &source, on: backend)
    #expect(even.scalars == (0..<10_000).map { _ in again.uniform(from: -1, to: 3) })
    #expect(even.scalars.allSatisfy { (-1..<3).contains($0) })
    let bell = try T.normal([100, 100], mean: 5, deviation: 2, using: &source, on: backend)
    let mean = try bell.mean().scalar()
    #expect(abs(mean - 5) < 0.1)
    let spread = try (bell - mean).squared().mean().scalar()
    #expect(abs(spread.squareRoot() - 2) < 0.1)
    #expect(throws: TensorError.self) {
      try T.uniform([-1], using: &source, on: backend)
    }
  }
}
