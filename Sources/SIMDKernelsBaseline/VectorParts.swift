// Bits of vectors, and vectors of which only the first lanes count.

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

/// The next vector of `count` scalars, and `fill` in the lanes behind the last.
@inline(__always)
func load(_ address: UnsafePointer<Float>, _ count: Int, fill: Float = 1) -> Vector {
  if count >= laneCount { return load(address) }
  var vector = all(fill)
  for lane in 0..<count { vector[lane] = address[lane] }
  return vector
}

/// Writes as much of a vector as there is room for `count` scalars.
@inline(__always)
func store(_ vector: Vector, _ address: UnsafeMutablePointer<Float>, _ count: Int) {
  if count >= laneCount { return store(vector, address) }
  for lane in 0..<count { address[lane] = vector[lane] }
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
