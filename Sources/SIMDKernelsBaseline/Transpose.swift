import SIMDKernelTable

/// Writes a matrix transposed, in squares that fit into registers.
func transpose(_ a: TransposeArguments) {
  // Squares of 16 scalars use up a cache line before it is needed again.
  let side = 16
  var row = 0
  while row < a.rows {
    let rows = min(a.rows - row, side)
    var column = 0
    while column < a.columns {
      let columns = min(a.columns - column, side)
      transposeBlock(
        a.source + row * a.sourceStride + column, a.sourceStride,
        a.target + column * a.targetStride + row, a.targetStride, rows, columns)
      column += side
    }
    row += side
  }
}

/// Transposes a block of whole squares of 8; what is left goes scalar by scalar.
@inline(__always)
private func transposeBlock(
  _ source: UnsafePointer<Float>, _ sourceStride: Int, _ target: UnsafeMutablePointer<Float>,
  _ targetStride: Int, _ rows: Int, _ columns: Int
) {
  let (wholeRows, wholeColumns) = (rows & ~7, columns & ~7)
  var row = 0
  while row < wholeRows {
    var column = 0
    while column < wholeColumns {
      transposeSquare(
        source + row * sourceStride + column, sourceStride, target + column * targetStride + row,
        targetStride)
      column += 8
    }
    row += 8
  }
  for row in 0..<rows {
    let first = row < wholeRows ? wholeColumns : 0
    for column in first..<columns {
      target[column * targetStride + row] = source[row * sourceStride + column]
    }
  }
}

/// Transposes 8 rows of 8: pairs of rows, then pairs of pairs, then halves change places.
@inline(__always)
private func transposeSquare(
  _ source: UnsafePointer<Float>, _ sourceStride: Int, _ target: UnsafeMutablePointer<Float>,
  _ targetStride: Int
) {
  let (a, b) = (eight(source), eight(source + sourceStride))
  let (c, d) = (eight(source + 2 * sourceStride), eight(source + 3 * sourceStride))
  let (e, f) = (eight(source + 4 * sourceStride), eight(source + 5 * sourceStride))
  let (g, h) = (eight(source + 6 * sourceStride), eight(source + 7 * sourceStride))
  let (ab, ab2) = (mixedLow(a, b), mixedHigh(a, b))
  let (cd, cd2) = (mixedLow(c, d), mixedHigh(c, d))
  let (ef, ef2) = (mixedLow(e, f), mixedHigh(e, f))
  let (gh, gh2) = (mixedLow(g, h), mixedHigh(g, h))
  let (p0, p1) = (pairsLow(ab, cd), pairsHigh(ab, cd))
  let (p2, p3) = (pairsLow(ab2, cd2), pairsHigh(ab2, cd2))
  let (q0, q1) = (pairsLow(ef, gh), pairsHigh(ef, gh))
  let (q2, q3) = (pairsLow(ef2, gh2), pairsHigh(ef2, gh2))
  write(SIMD8(lowHalf: p0.lowHalf, highHalf: q0.lowHalf), target)
  write(SIMD8(lowHalf: p1.lowHalf, highHalf: q1.lowHalf), target + targetStride)
  write(SIMD8(lowHalf: p2.lowHalf, highHalf: q2.lowHalf), target + 2 * targetStride)
  write(SIMD8(lowHalf: p3.lowHalf, highHalf: q3.lowHalf), target + 3 * targetStride)
  write(SIMD8(lowHalf: p0.highHalf, highHalf: q0.highHalf), target + 4 * targetStride)
  write(SIMD8(lowHalf: p1.highHalf, highHalf: q1.highHalf), target + 5 * targetStride)
  write(SIMD8(lowHalf: p2.highHalf, highHalf: q2.highHalf), target + 6 * targetStride)
  write(SIMD8(lowHalf: p3.highHalf, highHalf: q3.highHalf), target + 7 * targetStride)
}

@inline(__always)
private func eight(_ address: UnsafePointer<Float>) -> SIMD8<Float> {
  UnsafeRawPointer(address).loadUnaligned(as: SIMD8<Float>.self)
}

@inline(__always)
private func write(_ vector: SIMD8<Float>, _ address: UnsafeMutablePointer<Float>) {
  UnsafeMutableRawPointer(address).storeBytes(of: vector, as: SIMD8<Float>.self)
}

/// The first two scalars of each half of two vectors, alternating.
@inline(__always)
private func mixedLow(_ a: SIMD8<Float>, _ b: SIMD8<Float>) -> SIMD8<Float> {
  SIMD8(a[0], b[0], a[1], b[1], a[4], b[4], a[5], b[5])
}

/// The last two scalars of each half of two vectors, alternating.
@inline(__always)
private func mixedHigh(_ a: SIMD8<Float>, _ b: SIMD8<Float>) -> SIMD8<Float> {
  SIMD8(a[2], b[2], a[3], b[3], a[6], b[6], a[7], b[7])
}

/// The first pair of scalars of each half of two vectors.
@inline(__always)
private func pairsLow(_ a: SIMD8<Float>, _ b: SIMD8<Float>) -> SIMD8<Float> {
  SIMD8(a[0], a[1], b[0], b[1], a[4], a[5], b[4], b[5])
}

/// The last pair of scalars of each half of two vectors.
@inline(__always)
private func pairsHigh(_ a: SIMD8<Float>, _ b: SIMD8<Float>) -> SIMD8<Float> {
  SIMD8(a[2], a[3], b[2], b[3], a[6], a[7], b[6], b[7])
}
