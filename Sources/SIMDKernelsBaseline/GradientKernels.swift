import SIMDKernelTable

/// Writes `gradient · f′(input)` for `count` scalars.
func unaryGradient(_ a: UnaryGradientArguments) {
  switch a.function {
  case .errorFunction: errorFunctionGradients(a)
  case .gelu: geluGradients(a)
  }
}

// Each in a function of its own, so that its loop holds nothing but vector code.

@inline(never)
private func errorFunctionGradients(_ a: UnaryGradientArguments) {
  // 2/√π, the slope at 0.
  map(a) { x, g in g * (all(0x1.20dd76p0) * exponential(-(x * x))) }
}

@inline(never)
private func geluGradients(_ a: UnaryGradientArguments) {
  map(a) { x, g in g * geluDerivative(x) }
}

@inline(__always)
private func map(_ a: UnaryGradientArguments, _ function: (Vector, Vector) -> Vector) {
  var start = 0
  while start < a.count {
    let rest = a.count - start
    let (x, g) = (load(a.input + start, rest), load(a.gradient + start, rest))
    store(function(x, g), a.result + start, rest)
    start += laneCount
  }
}
