/// The natural logarithm: -∞ for zeros, NaN below.
///
/// x = 2ᵏ·(1 + f) with √½ ≤ 1 + f < √2, and log x = k·ln 2 + f - f²/2 + f³·P(f), with ln 2 in two
/// parts and k·ln 2 + f kept with its rounding error (Dekker 1971), so that what is rounded before
/// the last sum is small. P is minimax, from Scripts/fit-polynomials.py. At most 0.87 ulp off with
/// fused multiply-add and 0.88 without, measured as `UnaryKernels.swift` says.
@inline(__always)
func naturalLogarithm(_ x: Vector) -> Vector {
  // Subnormal numbers are scaled into the normal range first.
  let isSmall = x .< all(Float.leastNormalMagnitude)
  let normal = x.replacing(with: x * all(0x1p23), where: isSmall)
  let extra = Lanes(repeating: 0).replacing(with: Lanes(repeating: -23), where: isSmall)
  let offset = Lanes(repeating: 0x3f35_04f3)
  let exponent = (bits(normal) &- offset) &>> Lanes(repeating: 23)
  let f = scalars(bits(normal) &- (exponent &<< Lanes(repeating: 23))) - all(1)
  // A whole number in the last bits of 1.5·2²³ becomes a scalar.
  let rounder = all(0x1.8p23)
  let k = scalars(bits(rounder) &+ exponent &+ extra) - rounder

  let coarse = k * all(0x1.63p-1)
  let sum = coarse + f
  let lost = f - (sum - coarse)
  let square = f * f
  var correction = multiplyAdd(square * f, logarithmTail(f), lost)
  correction = multiplyAdd(square, all(-0.5), correction)
  correction = multiplyAdd(k, all(-0x1.bd0106p-13), correction)
  let result = sum + correction

  let isOutside = (x .<= all(0)) .| .!(x .< all(.infinity))
  return result.replacing(with: outsideLogarithm(x), where: isOutside)
}

/// (log(1 + f) - f + f²/2) / f³ for √½ ≤ 1 + f < √2.
@inline(__always)
private func logarithmTail(_ f: Vector) -> Vector {
  var sum = multiplyAdd(f, all(0x1.b5f046p-5), all(-0x1.bf5782p-4))
  sum = multiplyAdd(sum, f, all(0x1.f00382p-4))
  sum = multiplyAdd(sum, f, all(-0x1.010456p-3))
  sum = multiplyAdd(sum, f, all(0x1.2302f8p-3))
  sum = multiplyAdd(sum, f, all(-0x1.552f1p-3))
  sum = multiplyAdd(sum, f, all(0x1.99a542p-3))
  sum = multiplyAdd(sum, f, all(-0x1.00007p-2))
  return multiplyAdd(sum, f, all(0x1.555548p-2))
}

/// The logarithm of zeros, negative numbers, +∞ and NaN.
@inline(__always)
private func outsideLogarithm(_ x: Vector) -> Vector {
  let negative = x.replacing(with: all(.nan), where: x .< all(0))
  return negative.replacing(with: all(-.infinity), where: x .== all(0))
}
