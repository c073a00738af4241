import SIMDKernelTable

/// Pools two rows in windows of 2x2, a vector of windows at a time.
///
/// Reads `2 * count` scalars of each row, rounded up to two vectors.
func poolPairs(_ arguments: PoolPairsArguments) {
  let bias = Vector(repeating: arguments.bias)
  for start in stride(from: 0, to: arguments.count, by: laneCount) {
    let (first, second) = pairs(arguments.top + 2 * start)
    let (third, fourth) = pairs(arguments.bottom + 2 * start)
    let (best, winner) = largest(first, second, third, fourth, below: arguments.below)
    let position = arguments.position &+ Int32(truncatingIfNeeded: 2 * start)
    let winners = winner &+ (laneNumbers() &+ laneNumbers()) &+ Lanes(repeating: position)
    write(
      rectified(best + bias), arguments.output + start, winners, arguments.winners + start,
      count: min(arguments.count - start, laneCount))
  }
}

/// Pools four places with channels side by side, a vector of channels at a time.
func poolChannels(_ arguments: PoolChannelsArguments) {
  for index in 0..<arguments.vectors {
    let start = index * laneCount
    let place = arguments.first + start
    let (best, winner) = largest(
      load(place), load(place + arguments.right), load(place + arguments.below),
      load(place + arguments.below + arguments.right), below: arguments.positionBelow)
    write(
      rectified(best + load(arguments.bias + start)), arguments.output + start,
      winner &+ Lanes(repeating: arguments.position), arguments.winners + start,
      count: laneCount)
  }
}

/// The even and the odd ones of two vectors' scalars.
@inline(__always)
private func pairs(_ address: UnsafePointer<Float>) -> (Vector, Vector) {
  let low = load(address)
  let high = load(address + laneCount)
  return (
    Vector(lowHalf: low.evenHalf, highHalf: high.evenHalf),
    Vector(lowHalf: low.oddHalf, highHalf: high.oddHalf)
  )
}

/// The largest of four candidates and how far its position is from the first's.
///
/// The first of equals wins, and the first NaN of all.
@inline(__always)
private func largest(
  _ first: Vector, _ second: Vector, _ third: Vector, _ fourth: Vector, below: Int32
) -> (Vector, Lanes) {
  var (best, winner) = better((first, Lanes(repeating: 0)), second, 1)
  (best, winner) = better((best, winner), third, below)
  return better((best, winner), fourth, below &+ 1)
}

/// The better of the best so far and a later candidate.
@inline(__always)
private func better(
  _ best: (Vector, Lanes), _ candidate: Vector, _ position: Int32
) -> (Vector, Lanes) {
  // A NaN beats a number and nothing beats a NaN; `!=` with oneself holds for NaN alone.
  let beats = (candidate .> best.0) .| ((candidate .!= candidate) .& (best.0 .== best.0))
  return (
    best.0.replacing(with: candidate, where: beats),
    best.1.replacing(with: Lanes(repeating: position), where: beats)
  )
}

/// `x` where `x > 0`, NaN for NaN, else +0.
@inline(__always)
private func rectified(_ x: Vector) -> Vector {
  x.replacing(with: 0, where: x .<= 0)
}

/// Writes the first `count` lanes of maxima and positions.
@inline(__always)
private func write(
  _ maxima: Vector, _ output: UnsafeMutablePointer<Float>, _ winners: Lanes,
  _ positions: UnsafeMutablePointer<Int32>, count: Int
) {
  if count == laneCount {
    store(maxima, output)
    UnsafeMutableRawPointer(positions).storeBytes(of: winners, as: Lanes.self)
  } else {
    for lane in 0..<count {
      output[lane] = maxima[lane]
      positions[lane] = winners[lane]
    }
  }
}
