import SIMDKernelTable

/// The softmax of each row, with the row's largest scalar and the sum of its powers.
///
/// The difference to the largest is kept with its rounding error, which the exponential would
/// magnify; powers are added in double precision.
func softmaxRows(_ a: SoftmaxArguments) {
  guard a.count > shortRow else { return softmaxOfShortRows(a) }
  for row in 0..<a.rows {
    let start = row * a.count
    let input = a.input + start
    let top = largest(input, a.count, flips: Lanes(repeating: 0))
    let sum: Double
    if let output = a.output {
      sum = writePowers(input, output + start, a.count, largest: top)
      scale(output + start, a.count, by: Float(1 / sum))
    } else {
      sum = sumOfPowers(input, a.count, largest: top)
    }
    a.maxima?[row] = top
    a.sums?[row] = sum
  }
}

/// Short rows side by side: each lane has a row of its own.
private func softmaxOfShortRows(_ a: SoftmaxArguments) {
  withColumns { columns in
    for first in stride(from: 0, to: a.rows, by: laneCount) {
      let rows = min(a.rows - first, laneCount)
      standUp(a.input + first * a.count, a.count, rows: rows, columns)
      softmaxColumns(
        SoftmaxColumnArguments(
          input: columns, output: a.output == nil ? nil : columns, count: a.count,
          stride: laneCount, width: rows, maxima: a.maxima.map { $0 + first },
          sums: a.sums.map { $0 + first }))
      if let output = a.output {
        layDown(columns, a.count, rows: rows, output + first * a.count)
      }
    }
  }
}

/// Writes e to the power of each scalar's distance from the largest; their sum.
@inline(__always)
private func writePowers(
  _ input: UnsafePointer<Float>, _ output: UnsafeMutablePointer<Float>, _ count: Int,
  largest: Float
) -> Double {
  var sums = LaneSums()
  let whole = count / laneCount * laneCount
  var start = 0
  while start < whole {
    let power = relativePower(load(input + start), all(largest))
    store(power, output + start)
    sums.add(power)
    start += laneCount
  }
  if whole < count {
    let x = load(first: count - whole, input + whole, fill: -.infinity)
    let power = relativePower(x, all(largest))
    store(first: count - whole, power, output + whole)
    sums.add(power)
  }
  return sums.total
}

/// The sum of e to the power of each scalar's distance from the largest.
@inline(__always)
private func sumOfPowers(
  _ input: UnsafePointer<Float>, _ count: Int, largest: Float
) -> Double {
  var sums = LaneSums()
  let whole = count / laneCount * laneCount
  var start = 0
  while start < whole {
    sums.add(relativePower(load(input + start), all(largest)))
    start += laneCount
  }
  if whole < count {
    let x = load(first: count - whole, input + whole, fill: -.infinity)
    sums.add(relativePower(x, all(largest)))
  }
  return sums.total
}

/// e to the power of `x - largest`, with the difference's rounding error (Knuth's two-sum).
@inline(__always)
private func relativePower(_ x: Vector, _ largest: Vector) -> Vector {
  let distance = x - largest
  let shift = distance - x
  let error = (x - (distance - shift)) - (largest + shift)
  // Far away the power is 0, and the error may be made of infinities.
  let low = error.replacing(with: all(0), where: .!(distance .> all(-110)))
  return exponential(distance, plus: low)
}

@inline(__always)
private func scale(_ values: UnsafeMutablePointer<Float>, _ count: Int, by factor: Float) {
  eachVector(0, count) { place, lanes in
    store(first: lanes, load(first: lanes, values + place) * all(factor), values + place)
  }
}

/// The softmax down neighbouring columns, a vector of them at a time.
func softmaxColumns(_ a: SoftmaxColumnArguments) {
  let whole = a.width / laneCount * laneCount
  for column in stride(from: 0, to: whole, by: laneCount) {
    softmaxBlock(a, column, width: laneCount)
  }
  if whole < a.width { softmaxBlock(a, whole, width: a.width - whole) }
}

/// The softmax of at most a vector of columns.
@inline(__always)
private func softmaxBlock(_ a: SoftmaxColumnArguments, _ column: Int, width: Int) {
  let input = a.input + column
  let top = largestDown(input, a.count, a.stride, width)
  var sums = LaneSums()
  for row in 0..<a.count {
    let power = relativePower(load(first: width, input + row * a.stride), top)
    sums.add(power)
    if let output = a.output { store(first: width, power, output + column + row * a.stride) }
  }
  if let output = a.output {
    let factor = sums.reciprocals
    for row in 0..<a.count {
      let place = output + column + row * a.stride
      store(first: width, load(first: width, place) * factor, place)
    }
  }
  if let maxima = a.maxima { store(first: width, top, maxima + column) }
  if let target = a.sums { sums.write(target + column, width) }
}

/// The largest scalar of each of a vector of columns, NaN if there is one.
@inline(__always)
private func largestDown(
  _ input: UnsafePointer<Float>, _ count: Int, _ stride: Int, _ width: Int
) -> Vector {
  var best = all(-.infinity)
  for row in 0..<count {
    let candidate = load(first: width, input + row * stride)
    let wins = (candidate .> best) .| (candidate .!= candidate)
    best.replace(with: candidate, where: wins)
  }
  return best
}

/// `(x - maximum) - logarithm` of each row.
func logSoftmaxRows(_ a: ShiftArguments) {
  for row in 0..<a.rows {
    let (top, logarithm) = (all(a.maxima[row]), all(a.logarithms[row]))
    eachVector(row * a.count, a.count) { place, lanes in
      let x = load(first: lanes, a.input + place)
      store(first: lanes, (x - top) - logarithm, a.output + place)
    }
  }
}
