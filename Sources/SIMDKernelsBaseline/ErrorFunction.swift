/// The error function, 2/√π ∫₀ˣ exp(-t²) dt.
///
/// Below 1 it is x + x·P(x²), above it 1 - exp(Q(|x|)), where Q is the logarithm of the complement;
/// both polynomials are minimax, from Scripts/fit-polynomials.py. At most 1.10 ulp off with fused
/// multiply-add and 1.40 without, measured as `UnaryKernels.swift` says.
@inline(__always)
func errorFunction(_ x: Vector) -> Vector {
  let size = magnitude(x)
  let near = multiplyAdd(x, errorFunctionNear(x * x), x)
  // From 3.92 on the result rounds to 1.
  let limited = size.replacing(with: all(4), where: size .> all(4))
  let complement = exponential(logarithmOfComplement(limited))
  let far = scalars(bits(all(1) - complement) | signBits(x))
  return near.replacing(with: far, where: size .>= all(1))
}

/// erf(x) / x - 1 of x², below 1.
@inline(__always)
private func errorFunctionNear(_ square: Vector) -> Vector {
  var sum = multiplyAdd(square, all(0x1.4c348p-14), all(-0x1.a50b14p-11))
  sum = multiplyAdd(sum, square, all(0x1.542e1p-8))
  sum = multiplyAdd(sum, square, all(-0x1.b7fe9p-6))
  sum = multiplyAdd(sum, square, all(0x1.ce2d5p-4))
  sum = multiplyAdd(sum, square, all(-0x1.81274p-2))
  return multiplyAdd(sum, square, all(0x1.06eba8p-3))
}

/// log(1 - erf(x)) for 1 ≤ x ≤ 4.
@inline(__always)
private func logarithmOfComplement(_ x: Vector) -> Vector {
  var sum = multiplyAdd(x, all(0x1.86dc1ep-13), all(-0x1.825a2ap-9))
  sum = multiplyAdd(sum, x, all(0x1.65cb1ap-6))
  sum = multiplyAdd(sum, x, all(-0x1.a6531ap-4))
  sum = multiplyAdd(sum, x, all(-0x1.46bafp-1))
  sum = multiplyAdd(sum, x, all(-0x1.2088eap+0))
  return multiplyAdd(sum, x, all(-0x1.661d42p-12))
}

/// x/2 · (1 + erf(x/√2)).
///
/// At most 1.52 units off in the last place of the result or of x, whichever is larger, measured as
/// `UnaryKernels.swift` says.
@inline(__always)
func gelu(_ x: Vector) -> Vector {
  all(0.5) * x * (all(1) + errorFunction(x * all(Float(0.5.squareRoot()))))
}

/// Φ(x) + x·φ(x), the derivative of x·Φ(x), where φ is the normal density and Φ its integral.
@inline(__always)
func geluDerivative(_ x: Vector) -> Vector {
  let integral = all(0.5) * errorFunction(x * all(Float(0.5.squareRoot()))) + all(0.5)
  let density = all(0x1.988454p-2) * exponential(all(-0.5) * (x * x))
  return integral + x * density
}
