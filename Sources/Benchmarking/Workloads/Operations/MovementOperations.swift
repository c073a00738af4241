import DLCore

/// Two halves joined into one storage: a copy, as fast as memory allows.
struct Copy: Operation {
  let half: Int

  var work: Work { Work(.concatenate(geometry), unit: .bytes) }

  private var geometry: ConcatenationGeometry {
    ConcatenationGeometry(outer: 1, extents: [half, half], inner: 1)
  }

  var operands: [Operand] { [Operand(count: half), Operand(count: half)] }

  func bind<B: Backend<Float>>(
    _ backend: B, _ operands: [B.Storage], factors: [B.Storage]
  ) -> () -> [Output<B>] {
    let geometry = geometry
    return {
      let joined = backend.concatenate(factors, geometry)
      return [Output(name: "copy", storage: joined, count: geometry.count)]
    }
  }

  func bounds(_ values: [[Float]], magnitudes: () -> [[Float]]) -> [[Double]] { Law.exact(values) }
}

/// A transposed square matrix.
struct Transposition: Operation {
  let side: Int

  var work: Work { Work(.strided(geometry), unit: .bytes) }

  private var geometry: StridedGeometry {
    StridedGeometry(
      extents: [side, side], strides: [1, side], offset: 0, inputCount: side * side)
  }

  var operands: [Operand] { [Operand(count: side * side)] }

  func bind<B: Backend<Float>>(
    _ backend: B, _ operands: [B.Storage], factors: [B.Storage]
  ) -> () -> [Output<B>] {
    let (input, geometry) = (factors[0], geometry)
    return {
      let output = backend.strided(input, geometry)
      return [Output(name: "transpose", storage: output, count: geometry.inputCount)]
    }
  }

  func bounds(_ values: [[Float]], magnitudes: () -> [[Float]]) -> [[Double]] { Law.exact(values) }
}
