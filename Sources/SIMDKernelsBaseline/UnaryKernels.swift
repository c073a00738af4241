import SIMDKernelTable

/// Writes a function of each of `count` scalars.
func unary(_ a: UnaryArguments) {
  switch a.function {
  case .exponential: exponentials(a)
  case .logarithm: logarithms(a)
  case .squareRoot: squareRoots(a)
  case .reciprocal: reciprocals(a)
  case .hyperbolicTangent: hyperbolicTangents(a)
  case .logistic: logistics(a)
  case .errorFunction: errorFunctions(a)
  case .gelu: gelus(a)
  }
}

// Each in a function of its own, so that its loop holds nothing but vector code.
//
// The errors that the functions' comments state are the largest found against the C library in
// double precision, over all arguments whose results are neither 0, 1, infinite nor x itself (for
// the logarithm: over 1/16 to 16 and below the normal range) and every 61st of all others, in each
// of the three builds. `VectorFunctionTests` repeats that for all arguments when asked to.

@inline(never)
private func exponentials(_ a: UnaryArguments) { map(a) { exponential($0) } }

@inline(never)
private func logarithms(_ a: UnaryArguments) { map(a) { naturalLogarithm($0) } }

@inline(never)
private func squareRoots(_ a: UnaryArguments) { map(a) { $0.squareRoot() } }

@inline(never)
private func reciprocals(_ a: UnaryArguments) { map(a) { all(1) / $0 } }

@inline(never)
private func hyperbolicTangents(_ a: UnaryArguments) { map(a) { hyperbolicTangent($0) } }

@inline(never)
private func logistics(_ a: UnaryArguments) { map(a) { logistic($0) } }

@inline(never)
private func errorFunctions(_ a: UnaryArguments) { map(a) { errorFunction($0) } }

@inline(never)
private func gelus(_ a: UnaryArguments) { map(a) { gelu($0) } }

/// Applies a function to whole vectors, and at last to the rest in a vector of its own.
@inline(__always)
private func map(_ a: UnaryArguments, _ function: (Vector) -> Vector) {
  let whole = a.count / laneCount * laneCount
  var start = 0
  while start < whole {
    store(function(load(a.source + start)), a.target + start)
    start += laneCount
  }
  let rest = a.count - whole
  if rest > 0 {
    store(first: rest, function(load(first: rest, a.source + whole)), a.target + whole)
  }
}
