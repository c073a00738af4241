import SIMDKernelTable

/// `y · (g - Σ g·y)` of each row.
func softmaxGradientRows(_ a: SoftmaxGradientArguments) {
  for row in 0..<a.rows {
    let start = row * a.count
    let sum = all(Float(productSum(a.output + start, a.gradient + start, a.count)))
    eachVector(start, a.count) { place, lanes in
      let y = load(first: lanes, a.output + place)
      store(first: lanes, y * (load(first: lanes, a.gradient + place) - sum), a.result + place)
    }
  }
}

/// `g - exp(y) · Σ g` of each row.
func logSoftmaxGradientRows(_ a: SoftmaxGradientArguments) {
  for row in 0..<a.rows {
    let start = row * a.count
    let total = all(Float(sum(a.gradient + start, a.count)))
    eachVector(start, a.count) { place, lanes in
      let power = exponential(load(first: lanes, a.output + place))
      let g = load(first: lanes, a.gradient + place)
      store(first: lanes, g - power * total, a.result + place)
    }
  }
}

/// `(probability - target) · gradient` of each row, where the label's target is another.
func crossEntropyGradientRows(_ a: CrossEntropyGradientArguments) {
  for row in 0..<a.rows {
    let start = row * a.count
    let gradient = a.gradient[row]
    eachVector(start, a.count) { place, lanes in
      let error = load(first: lanes, a.probabilities + place) - all(a.otherTarget)
      store(first: lanes, error * all(gradient), a.result + place)
    }
    let own = start + Int(a.labels[row])
    a.result[own] = (a.probabilities[own] - a.labelTarget) * gradient
  }
}

/// The sum of products of scalars, in double precision.
@inline(__always)
private func productSum(
  _ x: UnsafePointer<Float>, _ y: UnsafePointer<Float>, _ count: Int
) -> Double {
  var sums = LaneSums()
  eachVector(0, count) { place, lanes in
    sums.add(load(first: lanes, x + place), times: load(first: lanes, y + place))
  }
  return sums.total
}
