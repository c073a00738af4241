// Vectors of which only the first lanes are in memory. Halves of halves are read and written, as
// many as the count has binary digits, since Swift has no masked loads and stores.

/// The vector whose first `count` lanes are at an address, and whose others are 0.
///
/// Reads `count` scalars; `count` is at most that of lanes.
@inline(__always)
func load(first count: Int, _ address: UnsafePointer<Float>) -> Vector {
  guard count < laneCount else { return load(address) }
  let source = UnsafeRawPointer(address)
  func part<Part: SIMD<Float>>(_ mask: Int, as type: Part.Type) -> Part {
    (source + MemoryLayout<Float>.stride * (count & mask)).loadUnaligned(as: type)
  }
  var pair = SIMD2<Float>(0, 0)
  if count & 1 != 0 { pair.x = address[count & ~1] }
  var four = SIMD4(lowHalf: pair, highHalf: SIMD2(0, 0))
  if count & 2 != 0 {
    four = SIMD4(lowHalf: part(~3, as: SIMD2<Float>.self), highHalf: pair)
  }
  var eight = SIMD8(lowHalf: four, highHalf: SIMD4(0, 0, 0, 0))
  if count & 4 != 0 {
    eight = SIMD8(lowHalf: part(~7, as: SIMD4<Float>.self), highHalf: four)
  }
  #if KERNELS_AVX512
    guard count & 8 != 0 else {
      return Vector(lowHalf: eight, highHalf: SIMD8(0, 0, 0, 0, 0, 0, 0, 0))
    }
    return Vector(lowHalf: part(~15, as: SIMD8<Float>.self), highHalf: eight)
  #else
    return eight
  #endif
}

/// Writes the first `count` lanes of a vector, and nothing else.
@inline(__always)
func store(first count: Int, _ vector: Vector, _ address: UnsafeMutablePointer<Float>) {
  store(first: count, vector, UnsafeMutableRawPointer(address))
}

/// Writes the first `count` lanes of integers, and nothing else.
@inline(__always)
func store(first count: Int, _ lanes: Lanes, _ address: UnsafeMutablePointer<Int32>) {
  // Both have lanes of 32 bits, which are moved as they are.
  store(first: count, unsafeBitCast(lanes, to: Vector.self), UnsafeMutableRawPointer(address))
}

@inline(__always)
private func store(first count: Int, _ vector: Vector, _ address: UnsafeMutableRawPointer) {
  var target = address
  guard count < laneCount else { return target.storeBytes(of: vector, as: Vector.self) }
  func write<Part: SIMD<Float>>(_ part: Part, as type: Part.Type) {
    target.storeBytes(of: part, as: type)
    target += MemoryLayout<Part>.size
  }
  #if KERNELS_AVX512
    var eight = vector.lowHalf
    if count & 8 != 0 {
      write(eight, as: SIMD8<Float>.self)
      eight = vector.highHalf
    }
  #else
    let eight = vector
  #endif
  var four = eight.lowHalf
  if count & 4 != 0 {
    write(four, as: SIMD4<Float>.self)
    four = eight.highHalf
  }
  var pair = four.lowHalf
  if count & 2 != 0 {
    write(pair, as: SIMD2<Float>.self)
    pair = four.highHalf
  }
  if count & 1 != 0 { target.storeBytes(of: pair.x, as: Float.self) }
}
