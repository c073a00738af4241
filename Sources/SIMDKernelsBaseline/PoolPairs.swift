import SIMDKernelTable

/// Pools two rows in windows of 2x2, a vector of windows at a time.
///
/// Reads `2 * count` scalars of each row, rounded up to two vectors.
func poolPairs(_ arguments: PoolPairsArguments) {
  let bias = Vector(repeating: arguments.bias)
  for start in stride(from: 0, to: arguments.count, by: laneCount) {
    let (first, second) = pairs(arguments.top + 2 * start)
    let (third, fourth) = pairs(arguments.bottom + 2 * start)
    let (best, winner) = largest(first, second, third, fourth)
    let wanted = min(arguments.count - start, laneCount)
    write(rectified(best + bias), arguments.output + start, wanted)
    for lane in 0..<wanted {
      arguments.winners[start + lane] = UInt8(truncatingIfNeeded: winner[lane])
    }
  }
}

/// Pools four places with channels side by side, a vector of channels at a time.
func poolChannels(_ arguments: PoolChannelsArguments) {
  for index in 0..<arguments.vectors {
    let start = index * laneCount
    let place = arguments.first + start
    let (best, winner) = largest(
      load(place), load(place + arguments.right), load(place + arguments.below),
      load(place + arguments.below + arguments.right))
    store(rectified(best + load(arguments.bias + start)), arguments.output + start)
    for lane in 0..<laneCount {
      arguments.winners[start + lane] = UInt8(truncatingIfNeeded: winner[lane])
    }
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

/// The largest of four candidates and which it is: the first of equals, and the first NaN of all.
@inline(__always)
private func largest(
  _ first: Vector, _ second: Vector, _ third: Vector, _ fourth: Vector
) -> (Vector, Lanes) {
  var best = first
  var winner = Lanes(repeating: 0)
  challenge(&best, &winner, second, 1)
  challenge(&best, &winner, third, 2)
  challenge(&best, &winner, fourth, 3)
  return (best, winner)
}

@inline(__always)
private func challenge(
  _ best: inout Vector, _ winner: inout Lanes, _ candidate: Vector, _ number: Int32
) {
  // A NaN beats a number and nothing beats a NaN; `!=` with oneself holds for NaN alone.
  let beats = (candidate .> best) .| ((candidate .!= candidate) .& (best .== best))
  best.replace(with: candidate, where: beats)
  winner.replace(with: number, where: beats)
}

/// `x` where `x > 0`, NaN for NaN, else +0.
@inline(__always)
private func rectified(_ x: Vector) -> Vector {
  x.replacing(with: 0, where: x .<= 0)
}

@inline(__always)
private func write(_ value: Vector, _ address: UnsafeMutablePointer<Float>, _ count: Int) {
  if count == laneCount {
    store(value, address)
  } else {
    for lane in 0..<count { address[lane] = value[lane] }
  }
}
