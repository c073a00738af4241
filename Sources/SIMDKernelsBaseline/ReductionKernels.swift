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
    let rest = count - start
    even.add(load(values + start, rest, readable: rest, fill: 0))
    start += laneCount
  }
  even.add(odd)
  return even.total
}

/// The largest or smallest scalars of rows, and where they are.
func extremaOfRows(_ a: RowExtremaArguments) {
  let flips = Lanes(repeating: a.isMinimum ? Int32.min : 0)
  for row in 0..<a.rows {
    let start = row * a.count
    let values = a.input + start
    let readable = a.rows * a.count - start
    let best = largest(values, a.count, readable: readable, flips: flips)
    if a.positions == nil, best != 0 {
      a.values?[row] = a.isMinimum ? -best : best
      continue
    }
    // Zeros of either sign are equal, and the first of equals counts.
    let place = firstPlace(of: best, values, a.count, readable: readable, flips: flips)
    a.positions?[row] = place
    a.values?[row] = values[Int(place)]
  }
}

/// The largest of `count` scalars, NaN if there is one; smallest ones have their signs flipped.
@inline(__always)
func largest(
  _ values: UnsafePointer<Float>, _ count: Int, readable: Int, flips: Lanes
) -> Float {
  var best = all(-.infinity)
  var lost = all(-.infinity)
  let fill: Float = flips[0] == 0 ? -.infinity : .infinity
  var start = 0
  while start < count {
    let loaded = load(values + start, count - start, readable: readable - start, fill: fill)
    let candidate = scalars(bits(loaded) ^ flips)
    best.replace(with: candidate, where: candidate .> best)
    lost.replace(with: candidate, where: candidate .!= candidate)
    start += laneCount
  }
  return largestLane(best.replacing(with: lost, where: lost .!= lost))
}

/// Where the first scalar is that equals the largest, or the first NaN if that is NaN.
@inline(__always)
private func firstPlace(
  of best: Float, _ values: UnsafePointer<Float>, _ count: Int, readable: Int, flips: Lanes
) -> Int32 {
  let isNaN = best != best
  var first = Lanes(repeating: Int32.max)
  var start = 0
  while start < count {
    let loaded = load(values + start, count - start, readable: readable - start, fill: 0)
    let candidate = scalars(bits(loaded) ^ flips)
    let places = laneNumbers() &+ Lanes(repeating: Int32(truncatingIfNeeded: start))
    let isHit = isNaN ? candidate .!= candidate : candidate .== all(best)
    let isFirst = isHit .& (places .< first)
    first.replace(with: places, where: isFirst)
    start += laneCount
  }
  return smallestLane(first)
}

/// The largest or smallest scalars of columns, and in which rows they are.
func extremaOfColumns(_ a: ColumnExtremaArguments) {
  let flips = Lanes(repeating: a.isMinimum ? Int32.min : 0)
  var column = 0
  while column < a.width {
    let width = a.width - column
    let values = a.input + column
    var best = scalars(bits(load(values, width)) ^ flips)
    var places = Lanes(repeating: 0)
    for row in 1..<max(a.count, 1) {
      let candidate = scalars(bits(load(values + row * a.stride, width)) ^ flips)
      let wins = (candidate .> best) .| ((candidate .!= candidate) .& (best .== best))
      best.replace(with: candidate, where: wins)
      places.replace(with: Lanes(repeating: Int32(truncatingIfNeeded: row)), where: wins)
    }
    if let target = a.values { store(scalars(bits(best) ^ flips), target + column, width) }
    if let target = a.positions { store(places, target + column, width) }
    column += laneCount
  }
}

@inline(__always)
private func store(_ lanes: Lanes, _ address: UnsafeMutablePointer<Int32>, _ count: Int) {
  if count >= laneCount {
    return UnsafeMutableRawPointer(address).storeBytes(of: lanes, as: Lanes.self)
  }
  for lane in 0..<count { address[lane] = lanes[lane] }
}
