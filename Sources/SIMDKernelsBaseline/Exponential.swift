// e to the power of x, and the parts that it is made of.
//
// The argument is cut into n·ln 2 + r with |r| ≤ ln 2 / 2 (Cody and Waite 1980: ln 2 in two parts,
// of which n times the first is exact); eʳ is 1 + r + r²·P(r), and 2ⁿ is put together from bits. P
// is minimax, from Scripts/fit-polynomials.py.

/// A power of e as 2ⁿ times a number near 1.
struct PowerParts {
  /// The whole number n.
  var exponent: Lanes
  /// The number near 1 up to a small rest.
  var leading: Vector
  /// The rest, at most 0.07, without the rounding error that adding it would bring.
  var rest: Vector
}

/// eˣ: +∞ above the range, 0 below it, NaN for NaN.
///
/// At most 0.80 ulp off with fused multiply-add and 0.81 without, measured as `UnaryKernels.swift`
/// says.
@inline(__always)
func exponential(_ x: Vector) -> Vector { exponential(x, plus: all(-0.0)) }

/// e to the power of a sum whose second part is less than a unit in the last place of the first.
@inline(__always)
func exponential(_ x: Vector, plus low: Vector) -> Vector {
  // Behind these limits everything is infinite or 0; NaN passes both.
  var limited = x.replacing(with: all(90), where: x .> all(90))
  limited.replace(with: all(-110), where: limited .< all(-110))
  let parts = powerParts(limited, plus: low)
  // Two factors, since 2ⁿ itself may lie outside the range.
  let half = parts.exponent &>> Lanes(repeating: 1)
  let power = parts.leading + parts.rest
  return power * powerOfTwo(half) * powerOfTwo(parts.exponent &- half)
}

/// The parts of e to the power of a sum, of which the first is between -110 and 110.
@inline(__always)
func powerParts(_ x: Vector, plus low: Vector) -> PowerParts {
  // Added to a small number, 1.5·2²³ leaves its nearest integer in the last bits.
  let rounder = all(0x1.8p23)
  let rounded = multiplyAdd(x, all(0x1.715476p0), rounder)
  let count = rounded - rounder
  // 9 bits: with n, at most 8 bits, the product is exact, and so is the difference.
  let coarse = multiplyAdd(count, all(-0x1.63p-1), x)
  let r = multiplyAdd(count, all(0x1.bd0106p-13), coarse) + low
  // 1 + r with its rounding error, which the rest of the series takes in.
  let leading = all(1) + r
  let lost = r - (leading - all(1))
  return PowerParts(
    exponent: bits(rounded) &- bits(rounder), leading: leading,
    rest: multiplyAdd(exponentialTail(r), r * r, lost))
}

/// (eʳ - 1 - r) / r² for |r| ≤ ln 2 / 2.
@inline(__always)
private func exponentialTail(_ r: Vector) -> Vector {
  var sum = multiplyAdd(r, all(0x1.6ac75p-10), all(0x1.123dep-7))
  sum = multiplyAdd(sum, r, all(0x1.555858p-5))
  sum = multiplyAdd(sum, r, all(0x1.55548cp-3))
  return multiplyAdd(sum, r, all(0x1.fffffcp-2))
}

/// 2ⁿ for -126 ≤ n ≤ 127.
@inline(__always)
func powerOfTwo(_ n: Lanes) -> Vector {
  scalars((n &+ Lanes(repeating: 127)) &<< Lanes(repeating: 23))
}
