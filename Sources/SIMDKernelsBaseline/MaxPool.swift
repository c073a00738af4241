import SIMDKernelTable

/// The largest of each window of 2x2 in some planes, and where it lies in its plane.
///
/// Reads the first `2 * outputColumns` scalars of the first `2 * outputRows` rows of each plane, and
/// writes `outputRows * outputColumns` maxima and positions for each.
func maxPool(_ arguments: MaxPoolArguments) {
  for plane in 0..<arguments.planes {
    let input = arguments.input + plane * arguments.rows * arguments.columns
    let results = plane * arguments.outputRows * arguments.outputColumns
    for row in 0..<arguments.outputRows {
      let place = results + row * arguments.outputColumns
      poolRow(
        arguments, input + 2 * row * arguments.columns, 2 * row * arguments.columns,
        arguments.output + place, arguments.winners + place)
    }
  }
}

/// Pools two rows of a plane, the first of which begins at `position`.
@inline(__always)
private func poolRow(
  _ arguments: MaxPoolArguments, _ top: UnsafePointer<Float>, _ position: Int,
  _ output: UnsafeMutablePointer<Float>, _ winners: UnsafeMutablePointer<Int32>
) {
  let count = arguments.outputColumns
  let width = Int32(truncatingIfNeeded: arguments.columns)
  let whole = count - count % laneCount
  for column in stride(from: 0, to: whole, by: laneCount) {
    let upper = loadPair(top + 2 * column)
    let lower = loadPair(top + arguments.columns + 2 * column)
    pool(upper, lower, position + 2 * column, width, output + column, winners + column, laneCount)
  }
  if whole < count {
    let upper = loadPair(first: 2 * (count - whole), top + 2 * whole)
    let lower = loadPair(first: 2 * (count - whole), top + arguments.columns + 2 * whole)
    pool(
      upper, lower, position + 2 * whole, width, output + whole, winners + whole, count - whole)
  }
}

/// Pools a vector of windows, of which `count` are wanted.
@inline(__always)
private func pool(
  _ upper: VectorPair, _ lower: VectorPair, _ position: Int, _ width: Int32,
  _ output: UnsafeMutablePointer<Float>, _ winners: UnsafeMutablePointer<Int32>, _ count: Int
) {
  let (best, winner) = largest(
    upper.evenHalf, upper.oddHalf, lower.evenHalf, lower.oddHalf, below: width)
  let corners =
    Lanes(repeating: Int32(truncatingIfNeeded: position)) &+ laneNumbers() &+ laneNumbers()
  store(first: count, best, output)
  store(first: count, corners &+ winner, winners)
}

/// Two vectors at an address, which need not be aligned.
@inline(__always)
private func loadPair(_ address: UnsafePointer<Float>) -> VectorPair {
  UnsafeRawPointer(address).loadUnaligned(as: VectorPair.self)
}

/// The first `count` scalars at an address, at most those of two vectors, and zeros.
@inline(__always)
private func loadPair(first count: Int, _ address: UnsafePointer<Float>) -> VectorPair {
  let rest = max(count - laneCount, 0)
  return VectorPair(
    lowHalf: load(first: min(count, laneCount), address),
    highHalf: load(first: rest, address + (count - rest)))
}

/// The largest of four candidates and how far its position is from the first's.
///
/// The first of equals wins, and the first NaN of all.
@inline(__always)
func largest(
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
