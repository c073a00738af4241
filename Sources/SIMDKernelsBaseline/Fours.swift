// Vectors of four lanes: what matrices are transposed by, four rows and four columns at a time.

/// Four scalars, which need not be aligned.
@inline(__always)
func loadFour(_ address: UnsafePointer<Float>) -> SIMD4<Float> {
  UnsafeRawPointer(address).loadUnaligned(as: SIMD4<Float>.self)
}

/// Writes four scalars to an address, which need not be aligned.
@inline(__always)
func storeFour(_ vector: SIMD4<Float>, _ address: UnsafeMutablePointer<Float>) {
  UnsafeMutableRawPointer(address).storeBytes(of: vector, as: SIMD4<Float>.self)
}

/// The transpose of four rows of four.
///
/// Neighbours are paired as scalars, pairs are then joined as integers of 64 bits: eight shuffles,
/// where the compiler makes more of shuffles of scalars only.
@inline(__always)
func transposed(
  _ first: SIMD4<Float>, _ second: SIMD4<Float>, _ third: SIMD4<Float>, _ fourth: SIMD4<Float>
) -> InlineArray<4, SIMD4<Float>> {
  let lowTop = pairs(SIMD4(first[0], second[0], first[1], second[1]))
  let lowBottom = pairs(SIMD4(third[0], fourth[0], third[1], fourth[1]))
  let highTop = pairs(SIMD4(first[2], second[2], first[3], second[3]))
  let highBottom = pairs(SIMD4(third[2], fourth[2], third[3], fourth[3]))
  return [
    scalars(SIMD2(lowTop[0], lowBottom[0])), scalars(SIMD2(lowTop[1], lowBottom[1])),
    scalars(SIMD2(highTop[0], highBottom[0])), scalars(SIMD2(highTop[1], highBottom[1])),
  ]
}

@inline(__always)
private func pairs(_ scalars: SIMD4<Float>) -> SIMD2<UInt64> {
  unsafeBitCast(scalars, to: SIMD2<UInt64>.self)
}

@inline(__always)
private func scalars(_ pairs: SIMD2<UInt64>) -> SIMD4<Float> {
  unsafeBitCast(pairs, to: SIMD4<Float>.self)
}
