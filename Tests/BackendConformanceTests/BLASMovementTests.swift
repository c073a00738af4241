import BackendBLAS
import DLCore
import Testing

/// Copies, gathers and scatters of the BLAS backend: exact.
@Suite struct BLASMovementTests {
  let backend = BLASBackend(threadCount: 2)
  let reference = BLASReference()

  @Test func gathersAndScatters() {
    let input = backend.makeStorage([10, .nan, 30])
    let gathered = backend.gatherElements(input, at: [2, -1, 0, 1, 2], fill: 7)
    expectSame(backend.array(gathered), [30, 7, 10, .nan, 30], "gather")
    // 2²⁴ + 1 + 1 tells the order of additions.
    let scattered = backend.scatterAddElements(
      backend.makeStorage([0x1p24, 1, 1, 5, 9]), at: [1, 1, 1, -1, 3], count: 4)
    expectSame(backend.array(scattered), [0, 0x1p24, 0, 9], "scatter")
    #expect(backend.array(backend.gatherElements(input, at: [], fill: 0)).isEmpty)
  }

  static let views: [StridedGeometry] = [
    StridedGeometry(extents: [3, 4], strides: [4, 1], offset: 0, inputCount: 12),
    StridedGeometry(extents: [4, 3], strides: [1, 4], offset: 0, inputCount: 12),
    StridedGeometry(extents: [3, 4], strides: [-4, -1], offset: 11, inputCount: 12),
    StridedGeometry(extents: [2, 2], strides: [8, 2], offset: 1, inputCount: 12),
    StridedGeometry(extents: [5, 12], strides: [0, 1], offset: 0, inputCount: 12),
    StridedGeometry(extents: [12, 5], strides: [1, 0], offset: 0, inputCount: 12),
    StridedGeometry(extents: [], strides: [], offset: 7, inputCount: 12),
    StridedGeometry(extents: [2, 0, 3], strides: [6, 3, 1], offset: 0, inputCount: 12),
    StridedGeometry(extents: [2, 3, 2, 1], strides: [1, 4, 2, 99], offset: 0, inputCount: 12),
    StridedGeometry(
      extents: [100, 20, 30], strides: [1, 3000, 100], offset: 0, inputCount: 60_000),
  ]

  @Test(arguments: views) func copiesViewsAndBack(view: StridedGeometry) {
    let input = (0..<view.inputCount).map { Float($0 % 1000 + 1) }
    expectSame(
      backend.array(backend.strided(backend.makeStorage(input), view)),
      reference.strided(input.doubles, view).map { Float($0) }, "strided \(view)")
    let gradient = (0..<view.count).map { Float($0 % 100 + 1) }
    expectSame(
      backend.array(backend.stridedGradient(backend.makeStorage(gradient), view)),
      reference.stridedGradient(gradient.doubles, view).map { Float($0) }, "gradient \(view)")
  }

  @Test(arguments: [
    PadGeometry(extents: [2, 3], before: [1, 2], after: [0, 1]),
    PadGeometry(extents: [], before: [], after: []),
    PadGeometry(extents: [4], before: [0], after: [3]),
    PadGeometry(extents: [0, 2], before: [1, 0], after: [0, 0]),
    PadGeometry(extents: [2, 2, 2], before: [0, 0, 1], after: [1, 0, 1]),
  ])
  func pads(geometry: PadGeometry) {
    let input = (0..<Shape(geometry.extents).count).map { Float($0) }
    expectSame(
      backend.array(backend.pad(backend.makeStorage(input), geometry, value: -5)),
      reference.pad(input.doubles, geometry, value: -5).map { Float($0) }, "\(geometry)")
  }

  @Test func concatenates() {
    let geometry = ConcatenationGeometry(outer: 2, extents: [1, 0, 3], inner: 2)
    let inputs: [[Float]] = [[1, 2, 3, 4], [], (5..<17).map { Float($0) }]
    let joined = backend.concatenate(inputs.map { backend.makeStorage($0) }, geometry)
    #expect(backend.array(joined) == [1, 2, 5, 6, 7, 8, 9, 10, 3, 4, 11, 12, 13, 14, 15, 16])
  }
}
