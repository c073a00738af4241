import SIMDKernelTable

/// Pools two rows in windows of 2x2, a vector of windows at a time.
func poolPairs(_ arguments: PoolPairsArguments) {
  let bias = Vector(repeating: arguments.bias)
  for start in stride(from: 0, to: arguments.count, by: laneCount) {
    let top = arguments.top + 2 * start
    let bottom = arguments.bottom + 2 * start
    let (best, winner) = largest(
      load(top), load(top + laneCount), load(bottom), load(bottom + laneCount),
      below: arguments.below)
    let position = arguments.position &+ Int32(truncatingIfNeeded: 2 * start)
    let winners = winner &+ (laneNumbers() &+ laneNumbers()) &+ Lanes(repeating: position)
    write(
      rectified(best + bias), arguments.output + start, winners, arguments.winners + start,
      count: arguments.room - start >= laneCount
        ? laneCount : min(arguments.count - start, laneCount))
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

/// The largest of four candidates and how far its position is from the first's.
///
/// The first of equals wins, and the first NaN of all.
@inline(__always)
private func largest(
  _ first: Vector, _ second: Vector, _ third: Vector, _ fourth: Vector, below: Int32
) -> (Vector, Lanes) {
  let secondWins = beats(second, first)
  var best = first.replacing(with: second, where: secondWins)
  var winner = Lanes(repeating: 0).replacing(with: Lanes(repeating: 1), where: secondWins)
  let thirdWins = beats(third, best)
  best.replace(with: third, where: thirdWins)
  winner.replace(with: Lanes(repeating: below), where: thirdWins)
  let fourthWins = beats(fourth, best)
  best.replace(with: fourth, where: fourthWins)
  winner.replace(with: Lanes(repeating: below &+ 1), where: fourthWins)
  return (best, winner)
}

/// Where a later candidate takes the place of the best so far.
///
/// A NaN beats a number and nothing beats a NaN; `!=` with oneself holds for NaN alone.
@inline(__always)
private func beats(_ candidate: Vector, _ best: Vector) -> Mask {
  (candidate .> best) .| ((candidate .!= candidate) .& (best .== best))
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
