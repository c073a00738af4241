import BackendBLAS
import BackendSIMD
import DLCore
import Testing

/// Products that are cut into pieces, stretches and blocks: larger than those of the suite.
///
/// Scalars are small integers, so that sums are exact in any order and results must be equal.
@Suite struct SIMDLargeProductTests {
  /// A size that is cut in some way.
  struct Size: CustomTestStringConvertible {
    let name: String
    let rows: Int
    let columns: Int
    let inner: Int
    var testDescription: String { name }
  }

  static let sizes = [
    Size(name: "two stretches, right operand copied", rows: 26, columns: 519, inner: 1_030),
    Size(name: "two stretches, right operand in place", rows: 26, columns: 70, inner: 1_030),
    Size(name: "pieces of columns", rows: 125, columns: 140, inner: 130),
    Size(name: "pieces of rows", rows: 700, columns: 11, inner: 300),
    Size(name: "blocks of rows", rows: 221, columns: 33, inner: 1_000),
    Size(name: "few rows of many columns", rows: 3, columns: 1_100, inner: 9),
    Size(name: "a row of many columns", rows: 1, columns: 1_100, inner: 9),
    Size(name: "a row of six vectors, or three", rows: 1, columns: 43, inner: 30),
    Size(name: "a row of seven vectors, or four", rows: 1, columns: 53, inner: 30),
    Size(name: "a row of twelve vectors, or six", rows: 1, columns: 90, inner: 30),
    Size(name: "a row of fourteen vectors, or seven", rows: 1, columns: 107, inner: 30),
    Size(name: "a row of fewer columns than lanes", rows: 1, columns: 3, inner: 7),
  ]
  static let sets = InstructionSet.allCases.filter { $0 <= .best }

  /// A backend whose memory ends where pages end, so that reading past it is found.
  private static func backend(_ set: InstructionSet, threads: Int) -> SIMDBackend {
    SIMDBackend(
      threadCount: threads, instructionSet: set, pool: BufferPool(guarding: .pageEnd))
  }

  private static func integers(_ count: Int, seed: UInt64) -> [Float] {
    var random = RandomSource(seed: seed)
    return (0..<count).map { _ in Float(random.integer(below: 7)) - 3 }
  }

  @Test(arguments: sets, sizes) func productsAreExact(_ set: InstructionSet, _ size: Size) {
    let simd = Self.backend(set, threads: 3)
    let blas = BLASBackend(threadCount: 1)
    for (left, right) in [(false, false), (false, true), (true, false), (true, true)] {
      let geometry = MatrixProductGeometry(
        rows: size.rows, columns: size.columns, inner: size.inner, transposesLHS: left,
        transposesRHS: right)
      let a = Self.integers(geometry.lhsCount, seed: 1)
      let b = Self.integers(geometry.rhsCount, seed: 2)
      let isSame =
        Self.product(simd, a, b, geometry) == Self.product(blas, a, b, geometry)
      #expect(isSame, "\(left ? "transposed" : "plain"), \(right ? "transposed" : "plain")")
      #expect(simd.pool.takeViolations() == [])
    }
  }

  @Test(arguments: sets, sizes) func layersAreExact(_ set: InstructionSet, _ size: Size) {
    let simd = Self.backend(set, threads: 3)
    let blas = BLASBackend(threadCount: 1)
    let geometry = LinearGeometry(
      rows: size.rows, columns: size.columns, inner: size.inner, activation: .relu)
    let a = Self.integers(geometry.product.lhsCount, seed: 3)
    let b = Self.integers(geometry.product.rhsCount, seed: 4)
    let bias = Self.integers(size.columns, seed: 5)
    let isSame =
      Self.layer(simd, a, b, bias, geometry) == Self.layer(blas, a, b, bias, geometry)
    #expect(isSame)
    #expect(simd.pool.takeViolations() == [])
  }

  @Test(arguments: sets, sizes) func threadsDoNotChangeBits(_ set: InstructionSet, _ size: Size) {
    var random = RandomSource(seed: 6)
    let geometry = MatrixProductGeometry(
      rows: size.rows, columns: size.columns, inner: size.inner, transposesRHS: true)
    let a = random.blasScalars(geometry.lhsCount)
    let b = random.blasScalars(geometry.rhsCount)
    let all = [1, 2, 5].map { threads in
      Self.product(Self.backend(set, threads: threads), a, b, geometry).bits
    }
    let distinct = Set(all).count
    #expect(distinct == 1)
  }

  private static func product<B: Backend>(
    _ backend: B, _ a: [Float], _ b: [Float], _ geometry: MatrixProductGeometry
  ) -> [Float] where B.Scalar == Float {
    backend.scalars(
      of: backend.matrixProduct(backend.makeStorage(a), backend.makeStorage(b), geometry),
      count: geometry.outputCount)
  }

  private static func layer<B: Backend>(
    _ backend: B, _ a: [Float], _ b: [Float], _ bias: [Float], _ geometry: LinearGeometry
  ) -> [Float] where B.Scalar == Float {
    backend.scalars(
      of: backend.linear(
        backend.makeStorage(a), weights: backend.makeStorage(b), bias: backend.makeStorage(bias),
        geometry), count: geometry.product.outputCount)
  }
}
