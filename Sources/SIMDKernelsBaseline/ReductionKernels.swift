import SIMDKernelTable

/// The sum of `count` scalars in double precision.
func sum(_ values: UnsafePointer<Float>, _ count: Int) -> Double {
  // Two chains of additions run side by side.
  var even = LaneSums()
  var odd = LaneSums()
  var start = 0
  while start + 2 * laneCount <= count {
    even.add(load(values + start))
    odd.add(load(values + start + laneCount))
    start += 2 * laneCount
  }
  while start < count {
    even.add(load(first: count - start, values + start))
    start += laneCount
  }
  even.add(odd)
  return even.total
}

/// The largest or smallest scalars of rows, and where they are.
func extremaOfRows(_ a: RowExtremaArguments) {
  guard a.count > shortRow else { return extremaOfShortRows(a) }
  let flips = Lanes(repeating: a.isMinimum ? Int32.min : 0)
  for row in 0..<a.rows {
    let values = a.input + row * a.count
    let best = largest(values, a.count, flips: flips)
    if a.positions == nil, best != 0 {
      a.values?[row] = a.isMinimum ? -best : best
      continue
    }
    // Zeros of either sign are equal, and the first of equals counts.
    let place = firstPlace(of: best, values, a.count, flips: flips)
    a.positions?[row] = place
    a.values?[row] = values[Int(place)]
  }
}

/// Short rows side by side: each lane has a row of its own.
private func extremaOfShortRows(_ a: RowExtremaArguments) {
  withColumns { columns in
    for first in stride(from: 0, to: a.rows, by: laneCount) {
      let rows = min(a.rows - first, laneCount)
      standUp(a.input + first * a.count, a.count, rows: rows, columns)
      extremaOfColumns(
        ColumnExtremaArguments(
          input: columns, count: a.count, stride: laneCount, width: rows,
          isMinimum: a.isMinimum, values: a.values.map { $0 + first },
          positions: a.positions.map { $0 + first }))
    }
  }
}

/// The largest of `count` scalars, NaN if there is one; smallest ones have their signs flipped.
@inline(__always)
func largest(_ values: UnsafePointer<Float>, _ count: Int, flips: Lanes) -> Float {
  var best = all(-.infinity)
  // Comparisons pass over NaN: the last one is kept apart.
  var lost = all(-.infinity)
  let whole = count / laneCount * laneCount
  var start = 0
  while start < whole {
    let candidate = scalars(bits(load(values + start)) ^ flips)
    best.replace(with: candidate, where: candidate .> best)
    lost.replace(with: candidate, where: candidate .!= candidate)
    start += laneCount
  }
  if whole < count {
    // The lanes behind the last scalar repeat it, and change nothing.
    let loaded = load(first: count - whole, values + whole, fill: values[count - 1])
    let candidate = scalars(bits(loaded) ^ flips)
    best.replace(with: candidate, where: candidate .> best)
    lost.replace(with: candidate, where: candidate .!= candidate)
  }
  return largestLane(best.replacing(with: lost, where: lost .!= lost))
}

/// Where the first scalar is that equals the largest, or the first NaN if that is NaN.
@inline(__always)
private func firstPlace(
  of best: Float, _ values: UnsafePointer<Float>, _ count: Int, flips: Lanes
) -> Int32 {
  var first = Lanes(repeating: Int32.max)
  let whole = count / laneCount * laneCount
  var start = 0
  while start < whole {
    replaceFirst(&first, of: best, in: scalars(bits(load(values + start)) ^ flips), at: start)
    start += laneCount
  }
  if whole < count {
    // The lanes behind the last scalar repeat it, and come later.
    let loaded = load(first: count - whole, values + whole, fill: values[count - 1])
    replaceFirst(&first, of: best, in: scalars(bits(loaded) ^ flips), at: whole)
  }
  return smallestLane(first)
}

/// Puts the places where a vector equals the largest into the lanes that have none so far.
@inline(__always)
private func replaceFirst(
  _ first: inout Lanes, of best: Float, in candidate: Vector, at start: Int
) {
  let places = laneNumbers() &+ Lanes(repeating: Int32(truncatingIfNeeded: start))
  let isNaN = candidate .!= candidate
  let isHit = best != best ? isNaN : candidate .== all(best)
  first.replace(with: places, where: isHit .& (places .< first))
}

/// The largest or smallest scalars of columns, and in which rows they are.
func extremaOfColumns(_ a: ColumnExtremaArguments) {
  let whole = a.width / laneCount * laneCount
  for column in stride(from: 0, to: whole, by: laneCount) {
    extremaOfBlock(a, column, width: laneCount)
  }
  if whole < a.width { extremaOfBlock(a, whole, width: a.width - whole) }
}

/// The extrema of at most a vector of columns.
@inline(__always)
private func extremaOfBlock(_ a: ColumnExtremaArguments, _ column: Int, width: Int) {
  let flips = Lanes(repeating: a.isMinimum ? Int32.min : 0)
  let values = a.input + column
  var best = scalars(bits(load(first: width, values)) ^ flips)
  var places = Lanes(repeating: 0)
  for row in 1..<max(a.count, 1) {
    let candidate = scalars(bits(load(first: width, values + row * a.stride)) ^ flips)
    let wins = (candidate .> best) .| ((candidate .!= candidate) .& (best .== best))
    best.replace(with: candidate, where: wins)
    places.replace(with: Lanes(repeating: Int32(truncatingIfNeeded: row)), where: wins)
  }
  if let target = a.values { store(first: width, scalars(bits(best) ^ flips), target + column) }
  if let target = a.positions { store(places, target + column, width) }
}

@inline(__always)
private func store(_ lanes: Lanes, _ address: UnsafeMutablePointer<Int32>, _ count: Int) {
  if count >= laneCount {
    return UnsafeMutableRawPointer(address).storeBytes(of: lanes, as: Lanes.self)
  }
  for lane in 0..<count { address[lane] = lanes[lane] }
}
