import SIMDKernelTable

/// The loops that measure what the processor can do at most.
func peakKernels() -> PeakKernels {
  PeakKernels(
    multiplyAddsPerRound: peakChains * laneCount, multiplyAdds: { peakMultiplyAdds($0, $1) },
    sum: { peakSum($0, $1) }, copy: { peakCopy($0, $1, $2, $3) },
    blockCount: peakChains * laneCount)
}

/// The number of independent chains: at least the latency of a multiply-add (4 or 5 cycles) times
/// the units (2), and few enough for the registers.
private var peakChains: Int {
  // Without the instruction a vector takes two of 16 registers; 6 make 12 chains of instructions.
  fusesMultiplyAdd ? 12 : 6
}

/// Runs `rounds` rounds of one multiply-add in each chain.
private func peakMultiplyAdds(_ rounds: Int, _ number: Float) -> Float {
  let factor = Vector(repeating: number)
  let other = Vector(repeating: 1 - number)
  var sums = zeroTile()
  // Chains that began alike would be one and the same.
  for chain in 0..<peakChains { sums[chain] = factor + Float(chain) }
  for _ in 0..<rounds {
    for chain in 0..<peakChains { sums[chain] = peakStep(sums[chain], factor, other) }
  }
  var total = Vector(repeating: 0)
  for chain in 0..<peakChains { total += sums[chain] }
  return total.sum()
}

/// One link of a chain, in a form where the compiler can take nothing out of the loop.
@inline(__always)
private func peakStep(_ sum: Vector, _ factor: Vector, _ other: Vector) -> Vector {
  // Not fused, the product of the two constants would be computed once, before the loop.
  fusesMultiplyAdd ? multiplyAdd(factor, other, sum) : sum * factor + other
}

/// Adds up scalars in independent chains.
private func peakSum(_ input: UnsafePointer<Float>, _ count: Int) -> Float {
  var sums = zeroTile()
  var place = input
  let end = input + count
  while place < end {
    for chain in 0..<peakChains { sums[chain] += load(place + chain * laneCount) }
    place += peakChains * laneCount
  }
  var total = Vector(repeating: 0)
  for chain in 0..<peakChains { total += sums[chain] }
  return total.sum()
}

/// Copies scalars, multiplied: a plain copy would become a call of the C library's, which changes
/// its ways with the size.
private func peakCopy(
  _ input: UnsafePointer<Float>, _ output: UnsafeMutablePointer<Float>, _ count: Int,
  _ number: Float
) {
  let factor = Vector(repeating: number)
  for start in stride(from: 0, to: count, by: 6 * laneCount) {
    for part in 0..<6 {
      let place = start + part * laneCount
      store(load(input + place) * factor, output + place)
    }
  }
}
