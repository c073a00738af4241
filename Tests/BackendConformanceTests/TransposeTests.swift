import BackendSIMD
import DLCore
import Testing

/// Transposes larger than the suite's: several squares, and rests on both sides.
@Suite struct TransposeTests {
  static let permutations = [
    [1, 0, 2], [0, 2, 1], [2, 1, 0], [2, 0, 1], [1, 2, 0], [0, 1, 2],
  ]

  @Test(arguments: VectorFunctionTests.sets, permutations)
  func permutesAndComesBack(_ set: InstructionSet, _ permutation: [Int]) {
    let shapes: [Shape] = [[3, 70, 37], [16, 16, 16], [8, 9, 131], [1, 200, 24]]
    for shape in shapes {
      let input = (0..<shape.count).map { Float($0) }
      let geometry = StridedGeometry(
        extents: permutation.map { shape[$0] }, strides: permutation.map { shape.strides[$0] },
        offset: 0, inputCount: shape.count)
      let results = [1, 3].map { threads in
        let backend = SIMDBackend(threadCount: threads, instructionSet: set)
        let output = backend.strided(backend.makeStorage(input), geometry)
        let back = backend.stridedGradient(output, geometry)
        return backend.array(output) + backend.array(back)
      }
      let isRight = results.allSatisfy {
        $0 == geometry.positions.map { input[Int($0)] } + input
      }
      #expect(isRight, "\(shape)")
    }
  }

  @Test func copiesPartsBackwards() {
    // Columns of a picture from right to left, every second row.
    let geometry = StridedGeometry(
      extents: [20, 17], strides: [-1, 80], offset: 39, inputCount: 40 * 40)
    let input = (0..<1600).map { Float($0) }
    let backend = SIMDBackend(threadCount: 1)
    let output = backend.array(backend.strided(backend.makeStorage(input), geometry))
    #expect(output == geometry.positions.map { input[Int($0)] })
  }
}
