/// `target[e · pictures + n] = source[n · size + e]`: puts pictures innermost.
///
/// Both hold `pictures · size` scalars.
func interleave<Scalar: SIMDScalar>(
  _ source: UnsafePointer<Scalar>, pictures: Int, size: Int,
  into target: UnsafeMutablePointer<Scalar>
) {
  var element = 0
  while element &+ 4 <= size {
    var picture = 0
    while picture &+ 4 <= pictures {
      transpose4x4(
        source + (picture &* size &+ element), size, target + (element &* pictures &+ picture),
        pictures)
      picture &+= 4
    }
    while picture < pictures {
      for index in element..<(element &+ 4) {
        target[index &* pictures &+ picture] = source[picture &* size &+ index]
      }
      picture &+= 1
    }
    element &+= 4
  }
  while element < size {
    for picture in 0..<pictures {
      target[element &* pictures &+ picture] = source[picture &* size &+ element]
    }
    element &+= 1
  }
}

/// `target[n · size + e] = source[e · pictures + n]`: the way back.
func deinterleave<Scalar: SIMDScalar>(
  _ source: UnsafePointer<Scalar>, pictures: Int, size: Int,
  into target: UnsafeMutablePointer<Scalar>
) {
  var element = 0
  while element &+ 4 <= size {
    var picture = 0
    while picture &+ 4 <= pictures {
      transpose4x4(
        source + (element &* pictures &+ picture), pictures, target + (picture &* size &+ element),
        size)
      picture &+= 4
    }
    while picture < pictures {
      for index in element..<(element &+ 4) {
        target[picture &* size &+ index] = source[index &* pictures &+ picture]
      }
      picture &+= 1
    }
    element &+= 4
  }
  while element < size {
    for picture in 0..<pictures {
      target[picture &* size &+ element] = source[element &* pictures &+ picture]
    }
    element &+= 1
  }
}

/// Transposes four rows of four scalars; rows lie `sourceStride` and `targetStride` apart.
@inline(__always)
private func transpose4x4<Scalar: SIMDScalar>(
  _ source: UnsafePointer<Scalar>, _ sourceStride: Int, _ target: UnsafeMutablePointer<Scalar>,
  _ targetStride: Int
) {
  let a = load4(source)
  let b = load4(source + sourceStride)
  let c = load4(source + 2 &* sourceStride)
  let d = load4(source + 3 &* sourceStride)
  for row in 0..<4 {
    store4(SIMD4(a[row], b[row], c[row], d[row]), target + row &* targetStride)
  }
}

/// Four neighbouring scalars.
@inline(__always)
func load4<Scalar: SIMDScalar>(_ source: UnsafePointer<Scalar>) -> SIMD4<Scalar> {
  UnsafeRawPointer(source).loadUnaligned(as: SIMD4<Scalar>.self)
}

/// Writes four neighbouring scalars.
@inline(__always)
func store4<Scalar: SIMDScalar>(
  _ values: SIMD4<Scalar>, _ target: UnsafeMutablePointer<Scalar>
) {
  UnsafeMutableRawPointer(target).storeBytes(of: values, as: SIMD4<Scalar>.self)
}
