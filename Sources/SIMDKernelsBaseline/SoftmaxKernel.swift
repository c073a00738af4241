import SIMDKernelTable

/// The softmax of each row, with the row's largest scalar and the sum of its powers.
///
/// The difference to the largest is kept with its rounding error, which the exponential would
/// magnify; powers are added in double precision.
func softmaxRows(_ a: SoftmaxArguments) {
  for row in 0..<a.rows {
    let start = row * a.count
    let readable = a.rows * a.count - start
    let input = a.input + start
    let top = largest(input, a.count, readable: readable, flips: Lanes(repeating: 0))
    let sum: Double
    if let output = a.output {
      sum = writePowers(input, output + start, a.count, readable: readable, largest: top)
      scale(output + start, a.count, readable: readable, by: Float(1 / sum))
    } else {
      sum = sumOfPowers(input, a.count, readable: readable, largest: top)
    }
    a.maxima?[row] = top
    a.sums?[row] = sum
  }
}

/// Writes e to the power of each scalar's distance from the largest; their sum.
///
/// What lies behind the row is overwritten with zeros as far as a vector reaches: it is written
/// later.
@inline(__always)
private func writePowers(
  _ input: UnsafePointer<Float>, _ output: UnsafeMutablePointer<Float>, _ count: Int,
  readable: Int, largest: Float
) -> Double {
  var sums = LaneSums()
  var start = 0
  while start < count {
    let x = load(input + start, count - start, readable: readable - start, fill: -.infinity)
    let power = relativePower(x, largest)
    store(power, output + start, readable - start)
    sums.add(power)
    start += laneCount
  }
  return sums.total
}

/// The sum of e to the power of each scalar's distance from the largest.
@inline(__always)
private func sumOfPowers(
  _ input: UnsafePointer<Float>, _ count: Int, readable: Int, largest: Float
) -> Double {
  var sums = LaneSums()
  var start = 0
  while start < count {
    let x = load(input + start, count - start, readable: readable - start, fill: -.infinity)
    sums.add(relativePower(x, largest))
    start += laneCount
  }
  return sums.total
}

/// e to the power of `x - largest`, with the difference's rounding error (Knuth's two-sum).
@inline(__always)
private func relativePower(_ x: Vector, _ largest: Float) -> Vector {
  let top = all(largest)
  let distance = x - top
  let shift = distance - x
  let error = (x - (distance - shift)) - (top + shift)
  // Far away the power is 0, and the error may be made of infinities.
  let low = error.replacing(with: all(0), where: .!(distance .> all(-110)))
  return exponential(distance, plus: low)
}

@inline(__always)
private func scale(
  _ values: UnsafeMutablePointer<Float>, _ count: Int, readable: Int, by factor: Float
) {
  var start = 0
  while start < count {
    let x = load(values + start, readable - start)
    store(x * all(factor), values + start, readable - start)
    start += laneCount
  }
}

/// `(x - maximum) - logarithm` of each row.
func logSoftmaxRows(_ a: ShiftArguments) {
  for row in 0..<a.rows {
    let (top, logarithm) = (all(a.maxima[row]), all(a.logarithms[row]))
    var place = row * a.count
    let end = place + a.count
    while place < end {
      let x = load(a.input + place, end - place)
      store((x - top) - logarithm, a.output + place, end - place)
      place += laneCount
    }
  }
}

/// `y · (g - Σ g·y)` of each row.
func softmaxGradientRows(_ a: SoftmaxGradientArguments) {
  for row in 0..<a.rows {
    let start = row * a.count
    var sums = LaneSums()
    var place = start
    let end = start + a.count
    let whole = a.rows * a.count
    while place < end {
      let y = load(a.output + place, end - place, readable: whole - place, fill: 0)
      let g = load(a.gradient + place, end - place, readable: whole - place, fill: 0)
      sums.add(g, times: y)
      place += laneCount
    }
    let sum = all(Float(sums.total))
    place = start
    while place < end {
      let y = load(a.output + place, whole - place)
      let g = load(a.gradient + place, whole - place)
      // Behind the row the next one is written later.
      store(y * (g - sum), a.result + place, whole - place)
      place += laneCount
    }
  }
}

/// `g - exp(y) · Σ g` of each row.
func logSoftmaxGradientRows(_ a: SoftmaxGradientArguments) {
  let whole = a.rows * a.count
  for row in 0..<a.rows {
    let end = (row + 1) * a.count
    let total = all(Float(sum(a.gradient + row * a.count, a.count)))
    var place = row * a.count
    while place < end {
      let y = load(a.output + place, whole - place)
      let g = load(a.gradient + place, whole - place)
      // Behind the row the next one is written later.
      store(g - exponential(y) * total, a.result + place, whole - place)
      place += laneCount
    }
  }
}

/// `(probability - target) · gradient` of each row, where the label's target is another.
func crossEntropyGradientRows(_ a: CrossEntropyGradientArguments) {
  let whole = a.rows * a.count
  for row in 0..<a.rows {
    let start = row * a.count
    let gradient = a.gradient[row]
    var place = start
    while place < start + a.count {
      let probability = load(a.probabilities + place, whole - place)
      // Behind the row the next one is written later.
      store(
        (probability - all(a.otherTarget)) * all(gradient), a.result + place, whole - place)
      place += laneCount
    }
    let own = start + Int(a.labels[row])
    a.result[own] = (a.probabilities[own] - a.labelTarget) * gradient
  }
}
