// Sums in double precision, in which products of two scalars are exact.

#if KERNELS_AVX512
  /// Half as many scalars as a vector has, in double precision.
  typealias HalfDoubles = SIMD8<Double>
  /// Half a vector.
  typealias HalfVector = SIMD8<Float>
#else
  /// Half as many scalars as a vector has, in double precision.
  typealias HalfDoubles = SIMD4<Double>
  /// Half a vector.
  typealias HalfVector = SIMD4<Float>
#endif

/// A running sum for each lane.
struct LaneSums {
  private var low = HalfDoubles(repeating: 0)
  private var high = HalfDoubles(repeating: 0)

  /// Adds a vector.
  @inline(__always)
  mutating func add(_ x: Vector) {
    low += doubles(x.lowHalf)
    high += doubles(x.highHalf)
  }

  /// Adds the products of two vectors, which are exact.
  @inline(__always)
  mutating func add(_ x: Vector, times y: Vector) {
    low += doubles(x.lowHalf) * doubles(y.lowHalf)
    high += doubles(x.highHalf) * doubles(y.highHalf)
  }

  /// Adds the sums of another.
  @inline(__always)
  mutating func add(_ other: LaneSums) {
    low += other.low
    high += other.high
  }

  /// 1 divided by each lane's sum, rounded to single precision.
  @inline(__always)
  var reciprocals: Vector {
    Vector(
      lowHalf: singles(HalfDoubles(repeating: 1) / low),
      highHalf: singles(HalfDoubles(repeating: 1) / high))
  }

  /// Writes the sums of the first `count` lanes.
  @inline(__always)
  func write(_ target: UnsafeMutablePointer<Double>, _ count: Int) {
    for lane in 0..<count {
      target[lane] = lane < laneCount / 2 ? low[lane] : high[lane - laneCount / 2]
    }
  }

  /// The sum of all lanes, added in a fixed order.
  @inline(__always)
  var total: Double {
    let both = low + high
    #if KERNELS_AVX512
      let four = both.lowHalf + both.highHalf
    #else
      let four = both
    #endif
    let two = four.lowHalf + four.highHalf
    return two.x + two.y
  }
}

@inline(__always)
private func doubles(_ x: HalfVector) -> HalfDoubles {
  #if KERNELS_AVX512
    return HalfDoubles(
      Double(x[0]), Double(x[1]), Double(x[2]), Double(x[3]), Double(x[4]), Double(x[5]),
      Double(x[6]), Double(x[7]))
  #else
    return HalfDoubles(Double(x[0]), Double(x[1]), Double(x[2]), Double(x[3]))
  #endif
}

@inline(__always)
private func singles(_ x: HalfDoubles) -> HalfVector {
  #if KERNELS_AVX512
    return HalfVector(
      Float(x[0]), Float(x[1]), Float(x[2]), Float(x[3]), Float(x[4]), Float(x[5]), Float(x[6]),
      Float(x[7]))
  #else
    return HalfVector(Float(x[0]), Float(x[1]), Float(x[2]), Float(x[3]))
  #endif
}
