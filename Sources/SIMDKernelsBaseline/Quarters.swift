// A vector as quarters, or halves, of four lanes each: what transposes four by four.

/// Writes four scalars.
@inline(__always)
func storeFour(_ vector: SIMD4<Float>, _ address: UnsafeMutablePointer<Float>) {
  UnsafeMutableRawPointer(address).storeBytes(of: vector, as: SIMD4<Float>.self)
}

#if KERNELS_AVX512
  /// Writes the quarters of a vector, `stride` apart.
  @inline(__always)
  func storeQuarters(_ vector: Vector, _ address: UnsafeMutablePointer<Float>, _ stride: Int) {
    storeFour(vector.lowHalf.lowHalf, address)
    storeFour(vector.lowHalf.highHalf, address + stride)
    storeFour(vector.highHalf.lowHalf, address + 2 * stride)
    storeFour(vector.highHalf.highHalf, address + 3 * stride)
  }

  /// Of each quarter the first two lanes, alternating with those of another vector.
  @inline(__always)
  func interleavedLows(_ a: Vector, _ b: Vector) -> Vector {
    Vector(
      a[0], b[0], a[1], b[1], a[4], b[4], a[5], b[5],
      a[8], b[8], a[9], b[9], a[12], b[12], a[13], b[13])
  }

  /// Of each quarter the last two lanes, alternating with those of another vector.
  @inline(__always)
  func interleavedHighs(_ a: Vector, _ b: Vector) -> Vector {
    Vector(
      a[2], b[2], a[3], b[3], a[6], b[6], a[7], b[7],
      a[10], b[10], a[11], b[11], a[14], b[14], a[15], b[15])
  }

  /// Of each quarter the first two lanes, then those of another vector.
  @inline(__always)
  func joinedLows(_ a: Vector, _ b: Vector) -> Vector {
    Vector(
      a[0], a[1], b[0], b[1], a[4], a[5], b[4], b[5],
      a[8], a[9], b[8], b[9], a[12], a[13], b[12], b[13])
  }

  /// Of each quarter the last two lanes, then those of another vector.
  @inline(__always)
  func joinedHighs(_ a: Vector, _ b: Vector) -> Vector {
    Vector(
      a[2], a[3], b[2], b[3], a[6], a[7], b[6], b[7],
      a[10], a[11], b[10], b[11], a[14], a[15], b[14], b[15])
  }

  /// The sum of the quarters.
  @inline(__always)
  func sumOfQuarters(_ vector: Vector) -> SIMD4<Float> {
    let half = vector.lowHalf + vector.highHalf
    return half.lowHalf + half.highHalf
  }
#else
  /// Writes the halves of a vector, `stride` apart.
  @inline(__always)
  func storeQuarters(_ vector: Vector, _ address: UnsafeMutablePointer<Float>, _ stride: Int) {
    storeFour(vector.lowHalf, address)
    storeFour(vector.highHalf, address + stride)
  }

  /// Of each half the first two lanes, alternating with those of another vector.
  @inline(__always)
  func interleavedLows(_ a: Vector, _ b: Vector) -> Vector {
    Vector(a[0], b[0], a[1], b[1], a[4], b[4], a[5], b[5])
  }

  /// Of each half the last two lanes, alternating with those of another vector.
  @inline(__always)
  func interleavedHighs(_ a: Vector, _ b: Vector) -> Vector {
    Vector(a[2], b[2], a[3], b[3], a[6], b[6], a[7], b[7])
  }

  /// Of each half the first two lanes, then those of another vector.
  @inline(__always)
  func joinedLows(_ a: Vector, _ b: Vector) -> Vector {
    Vector(a[0], a[1], b[0], b[1], a[4], a[5], b[4], b[5])
  }

  /// Of each half the last two lanes, then those of another vector.
  @inline(__always)
  func joinedHighs(_ a: Vector, _ b: Vector) -> Vector {
    Vector(a[2], a[3], b[2], b[3], a[6], a[7], b[6], b[7])
  }

  /// The sum of the halves.
  @inline(__always)
  func sumOfQuarters(_ vector: Vector) -> SIMD4<Float> { vector.lowHalf + vector.highHalf }
#endif
