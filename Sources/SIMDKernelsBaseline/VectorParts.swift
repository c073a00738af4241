// Bits of vectors, and what is the largest in one.

/// The bits of each lane.
@inline(__always)
func bits(_ x: Vector) -> Lanes { unsafeBitCast(x, to: Lanes.self) }

/// The scalars that have the given bits.
@inline(__always)
func scalars(_ bits: Lanes) -> Vector { unsafeBitCast(bits, to: Vector.self) }

/// One value in all lanes.
@inline(__always)
func all(_ value: Float) -> Vector { Vector(repeating: value) }

/// `|x|`, also of NaN.
@inline(__always)
func magnitude(_ x: Vector) -> Vector { scalars(bits(x) & Lanes(repeating: 0x7fff_ffff)) }

/// The sign bits alone.
@inline(__always)
func signBits(_ x: Vector) -> Lanes { bits(x) & Lanes(repeating: Int32.min) }

/// The vector whose first `count` lanes are at an address, and whose others hold `fill`.
@inline(__always)
func load(first count: Int, _ address: UnsafePointer<Float>, fill: Float) -> Vector {
  all(fill).replacing(with: load(first: count, address), where: firstLanes(count))
}

/// Calls `body` with the place and the number of lanes of each vector of a row.
///
/// For whole vectors the number is a constant, so that their loop holds no code for parts.
@inline(__always)
func eachVector(_ start: Int, _ count: Int, _ body: (Int, Int) -> Void) {
  let whole = start + count / laneCount * laneCount
  var place = start
  while place < whole {
    body(place, laneCount)
    place += laneCount
  }
  if whole < start + count { body(whole, start + count - whole) }
}

/// The largest lane, NaN if there is one.
@inline(__always)
func largestLane(_ x: Vector) -> Float {
  #if KERNELS_AVX512
    let eight = larger(x.lowHalf, x.highHalf)
  #else
    let eight = x
  #endif
  let four = larger(eight.lowHalf, eight.highHalf)
  let two = larger(four.lowHalf, four.highHalf)
  return largerScalar(two.x, two.y)
}

@inline(__always)
private func larger(_ a: SIMD8<Float>, _ b: SIMD8<Float>) -> SIMD8<Float> {
  a.replacing(with: b, where: (b .> a) .| (b .!= b))
}

@inline(__always)
private func larger(_ a: SIMD4<Float>, _ b: SIMD4<Float>) -> SIMD4<Float> {
  a.replacing(with: b, where: (b .> a) .| (b .!= b))
}

@inline(__always)
private func larger(_ a: SIMD2<Float>, _ b: SIMD2<Float>) -> SIMD2<Float> {
  a.replacing(with: b, where: (b .> a) .| (b .!= b))
}

@inline(__always)
private func largerScalar(_ a: Float, _ b: Float) -> Float { b > a || b != b ? b : a }

/// The smallest lane.
@inline(__always)
func smallestLane(_ x: Lanes) -> Int32 {
  #if KERNELS_AVX512
    let eight = x.lowHalf.replacing(with: x.highHalf, where: x.highHalf .< x.lowHalf)
  #else
    let eight = x
  #endif
  let (low, high) = (eight.lowHalf, eight.highHalf)
  let four = low.replacing(with: high, where: high .< low)
  return min(min(four.x, four.y), min(four.z, four.w))
}
