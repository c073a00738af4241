/// The hyperbolic tangent.
///
/// Below 0.625 it is x + x³·P(x²), above it 1 - 2 / (e²ˣ + 1), which would lose digits nearer to 0.
/// P is minimax, from Scripts/fit-polynomials.py. At most 1.35 ulp off, measured as
/// `UnaryKernels.swift` says.
@inline(__always)
func hyperbolicTangent(_ x: Vector) -> Vector {
  let size = magnitude(x)
  let square = size * size
  let near = multiplyAdd(size * square, hyperbolicTangentNear(square), size)
  // From 9.02 on the result rounds to 1.
  let limited = size.replacing(with: all(10), where: size .> all(10))
  let power = exponential(limited + limited)
  let far = all(1) - all(2) / (power + all(1))
  let positive = near.replacing(with: far, where: size .>= all(0.625))
  return scalars(bits(positive) | signBits(x))
}

/// (tanh(x) - x) / x³ of x², for |x| below 0.625.
@inline(__always)
private func hyperbolicTangentNear(_ square: Vector) -> Vector {
  var sum = multiplyAdd(square, all(-0x1.750ce4p-8), all(0x1.51f8cep-6))
  sum = multiplyAdd(sum, square, all(-0x1.b835a4p-5))
  sum = multiplyAdd(sum, square, all(0x1.1106f6p-3))
  return multiplyAdd(sum, square, all(-0x1.555532p-2))
}
