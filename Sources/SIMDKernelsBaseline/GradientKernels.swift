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

/// Applies a function to whole vectors, and at last to the rest in vectors of their own.
@inline(__always)
private func map(_ a: UnaryGradientArguments, _ function: (Vector, Vector) -> Vector) {
  let whole = a.count / laneCount * laneCount
  var start = 0
  while start < whole {
    store(function(load(a.input + start), load(a.gradient + start)), a.result + start)
    start += laneCount
  }
  let rest = a.count - whole
  if rest > 0 {
    let (x, g) = (load(first: rest, a.input + whole), load(first: rest, a.gradient + whole))
    store(first: rest, function(x, g), a.result + whole)
  }
}
