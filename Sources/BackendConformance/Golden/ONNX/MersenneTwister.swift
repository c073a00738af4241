/// The generator MT19937 (Matsumoto and Nishimura 1998), which numpy's `RandomState` uses.
///
/// ONNX's training dropout is defined by its numbers, and by nothing else here.
struct MersenneTwister {
  private static let count = 624
  private var state: [UInt32]
  private var position = MersenneTwister.count

  /// Starts from a seed, as `RandomState(seed)` does.
  init(seed: UInt32) {
    state = [seed]
    for index in 1..<Self.count {
      let last = state[index - 1]
      state.append(1_812_433_253 &* (last ^ last >> 30) &+ UInt32(index))
    }
  }

  /// A number in `0 ..< 1` of 53 random bits, as `RandomState.random_sample` draws it.
  mutating func nextDouble() -> Double {
    let (upper, lower) = (next() >> 5, next() >> 6)
    return (Double(upper) * 0x1p26 + Double(lower)) / 0x1p53
  }

  private mutating func next() -> UInt32 {
    if position == Self.count { twist() }
    var bits = state[position]
    position += 1
    bits ^= bits >> 11
    bits ^= bits << 7 & 0x9D2C_5680
    bits ^= bits << 15 & 0xEFC6_0000
    return bits ^ bits >> 18
  }

  private mutating func twist() {
    for index in 0..<Self.count {
      let joined =
        state[index] & 0x8000_0000 | state[(index + 1) % Self.count] & 0x7FFF_FFFF
      let mixed = joined >> 1 ^ (joined & 1 == 0 ? 0 : 0x9908_B0DF)
      state[index] = state[(index + 397) % Self.count] ^ mixed
    }
    position = 0
  }
}
