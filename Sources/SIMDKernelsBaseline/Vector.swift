// The vector type of this build. The defines are set in Package.swift.
#if KERNELS_AVX512
  typealias Vector = SIMD16<Float>
  typealias VectorPair = SIMD32<Float>
  typealias Mask = SIMDMask<SIMD16<Int32>>
  typealias Lanes = SIMD16<Int32>
#else
  typealias Vector = SIMD8<Float>
  typealias VectorPair = SIMD16<Float>
  typealias Mask = SIMDMask<SIMD8<Int32>>
  typealias Lanes = SIMD8<Int32>
#endif

/// The number of scalars in a vector.
let laneCount = Vector.scalarCount

/// Whether this build multiplies and adds in one instruction.
///
/// Every 64-bit ARM processor does, which also has registers for as many vectors as AVX2: 32 of half
/// a vector.
@inline(__always)
var fusesMultiplyAdd: Bool {
  #if arch(arm64) || KERNELS_AVX2 || KERNELS_AVX512
    return true
  #else
    return false
  #endif
}

/// The vector at an address, which need not be aligned.
@inline(__always)
func load(_ address: UnsafePointer<Float>) -> Vector {
  UnsafeRawPointer(address).loadUnaligned(as: Vector.self)
}

/// Writes a vector to an address, which need not be aligned.
@inline(__always)
func store(_ vector: Vector, _ address: UnsafeMutablePointer<Float>) {
  UnsafeMutableRawPointer(address).storeBytes(of: vector, as: Vector.self)
}

/// The lanes of integers at an address, which need not be aligned.
@inline(__always)
func load(_ address: UnsafePointer<Int32>) -> Lanes {
  UnsafeRawPointer(address).loadUnaligned(as: Lanes.self)
}

/// Writes lanes of integers to an address, which need not be aligned.
@inline(__always)
func store(_ lanes: Lanes, _ address: UnsafeMutablePointer<Int32>) {
  UnsafeMutableRawPointer(address).storeBytes(of: lanes, as: Lanes.self)
}

/// `a · b + c`, in one rounding where the instruction set has it.
///
/// Without fused multiply-add, `addingProduct` would call the C library for each scalar.
@inline(__always)
func multiplyAdd(_ a: Vector, _ b: Vector, _ c: Vector) -> Vector {
  fusesMultiplyAdd ? c.addingProduct(a, b) : c + a * b
}

/// `x` where `x > 0`, NaN for NaN, else +0.
@inline(__always)
func rectified(_ x: Vector) -> Vector {
  x.replacing(with: 0, where: x .<= 0)
}

/// The numbers of the lanes, from 0.
@inline(__always)
func laneNumbers() -> Lanes {
  #if KERNELS_AVX512
    return Lanes(0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15)
  #else
    return Lanes(0, 1, 2, 3, 4, 5, 6, 7)
  #endif
}

/// The first `count` lanes.
@inline(__always)
func firstLanes(_ count: Int) -> Mask {
  laneNumbers() .< Lanes(repeating: Int32(truncatingIfNeeded: count))
}
