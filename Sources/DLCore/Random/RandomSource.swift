/// The random numbers of the whole framework: counter-based, made on the host, the same on every
/// platform, for every backend and for any number of threads.
///
/// The generator is Philox4x32-10 (Salmon, Moraes, Dror, Shaw: "Parallel Random Numbers: As Easy
/// as 1, 2, 3", SC 2011). A block of four words is a pure function of the key (the seed) and the
/// counter (the stream and a position), so independent streams cost nothing:
///
/// ```swift
/// var weights = RandomSource(seed: 42, stream: "c1.weight")
/// let value = weights.normal()
/// ```
public struct RandomSource: Sendable, Hashable, RandomNumberGenerator {
  /// The seed: the key of the block function.
  public let seed: UInt64
  /// The stream: the upper half of the counter.
  public let stream: UInt64
  /// How many 64-bit words have been drawn; setting it jumps there.
  public var position: UInt64

  /// Creates a source at the start of a numbered stream.
  public init(seed: UInt64, stream: UInt64 = 0) {
    self.seed = seed
    self.stream = stream
    position = 0
  }

  /// Creates a source at the start of a named stream; the name is hashed by FNV-1a (64 bits).
  public init(seed: UInt64, stream name: String) {
    var hash: UInt64 = 0xcbf2_9ce4_8422_2325
    for byte in name.utf8 { hash = (hash ^ UInt64(byte)) &* 0x0000_0100_0000_01b3 }
    self.init(seed: seed, stream: hash)
  }

  /// The next 64 random bits.
  public mutating func next() -> UInt64 {
    let block = Self.block(key: seed, counter: (position >> 1, stream))
    defer { position &+= 1 }
    return position & 1 == 0 ? block.0 : block.1
  }

  /// A number in `0 ..< 1`, a multiple of 2⁻⁵³.
  public mutating func uniform() -> Double { Double(next() >> 11) * 0x1p-53 }

  /// A number in `lower ..< upper` (`upper` itself only by rounding).
  public mutating func uniform(from lower: Double, to upper: Double) -> Double {
    lower + (upper - lower) * uniform()
  }

  /// A number from the standard normal distribution (Box and Muller, 1958; two words a number).
  public mutating func normal() -> Double {
    let radius = (-2 * Double.log(1 - uniform())).squareRoot()
    return radius * Double.cos(2 * .pi * uniform())
  }

  /// An integer in `0 ..< bound`, without bias (Lemire 2019); 0 when `bound` is not positive.
  public mutating func integer(below bound: Int) -> Int {
    guard bound > 1 else { return 0 }
    let range = UInt64(bound)
    let threshold = (0 &- range) % range
    while true {
      let product = next().multipliedFullWidth(by: range)
      if product.low >= threshold { return Int(product.high) }
    }
  }

  /// A random order of `0 ..< count` (Fisher and Yates).
  public mutating func permutation(of count: Int) -> [Int] {
    var order = Array(0..<max(count, 0))
    for last in stride(from: order.count - 1, to: 0, by: -1) {
      order.swapAt(last, integer(below: last + 1))
    }
    return order
  }

  /// The Philox4x32-10 block function.
  package static func block(key: UInt64, counter: (low: UInt64, high: UInt64)) -> (UInt64, UInt64) {
    var c0 = UInt32(truncatingIfNeeded: counter.low)
    var c1 = UInt32(truncatingIfNeeded: counter.low >> 32)
    var c2 = UInt32(truncatingIfNeeded: counter.high)
    var c3 = UInt32(truncatingIfNeeded: counter.high >> 32)
    var k0 = UInt32(truncatingIfNeeded: key)
    var k1 = UInt32(truncatingIfNeeded: key >> 32)
    for _ in 0..<10 {
      let first = UInt64(0xD251_1F53) &* UInt64(c0)
      let second = UInt64(0xCD9E_8D57) &* UInt64(c2)
      c0 = UInt32(truncatingIfNeeded: second >> 32) ^ c1 ^ k0
      c1 = UInt32(truncatingIfNeeded: second)
      c2 = UInt32(truncatingIfNeeded: first >> 32) ^ c3 ^ k1
      c3 = UInt32(truncatingIfNeeded: first)
      k0 &+= 0x9E37_79B9
      k1 &+= 0xBB67_AE85
    }
    return (UInt64(c0) | UInt64(c1) << 32, UInt64(c2) | UInt64(c3) << 32)
  }
}
