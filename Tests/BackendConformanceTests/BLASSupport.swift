import BackendBLAS
import DLCore
import Testing

/// ε of the backend's scalars.
let blasEpsilon = Double(Float.ulpOfOne)

/// Scalars that find mistakes: signed zeros, infinities, NaN, the smallest and the largest.
let blasSpecials: [Float] = [
  0, -0.0, 1, -1, 0.5, -2.5, .infinity, -.infinity, .nan, .leastNonzeroMagnitude,
  -.leastNormalMagnitude, .greatestFiniteMagnitude, -.greatestFiniteMagnitude, 88, -88, 104, -104,
]

extension RandomSource {
  /// Scalars from -2 to 2.
  mutating func blasScalars(_ count: Int) -> [Float] {
    (0..<count).map { _ in Float(uniform(from: -2, to: 2)) }
  }

  /// Small whole numbers, with which sums are exact and ties are common.
  mutating func blasIntegers(_ count: Int) -> [Float] {
    (0..<count).map { _ in Float(integer(below: 5) - 2) }
  }
}

extension BLASBackend {
  /// All scalars of a storage.
  func array(_ storage: Storage) -> [Float] { scalars(of: storage, count: storage.count) }

  /// Leaves the pool full of NaN, so that memory read before it is written shows.
  func poison(upTo count: Int = 1 << 16) {
    var size = 1
    var held: [Storage] = []
    while size <= count {
      for _ in 0..<8 { held.append(makeStorage(repeating: .nan, count: size)) }
      size = size + size / 9 + 1
    }
  }
}

extension [Float] {
  var doubles: [Double] { map(Double.init) }
  var bits: [UInt32] { map(\.bitPattern) }
}

extension [Double] {
  var magnitudes: [Double] { map(abs) }
}

/// Expects each element within its own bound; NaN for NaN, and infinities exactly.
func expectWithin(
  _ actual: [Float], _ expected: [Double], bounds: [Double], _ what: String,
  sourceLocation: SourceLocation = #_sourceLocation
) {
  guard actual.count == expected.count, bounds.count == expected.count else {
    Issue.record(
      "\(what): \(actual.count) scalars for \(expected.count)", sourceLocation: sourceLocation)
    return
  }
  for index in actual.indices {
    let (x, y) = (Double(actual[index]), expected[index])
    let isRight = y.isNaN ? x.isNaN : x == y || abs(x - y) <= bounds[index]
    guard isRight else {
      Issue.record(
        "\(what): element \(index) is \(x), not \(y) ± \(bounds[index])",
        sourceLocation: sourceLocation)
      return
    }
  }
}

/// Expects the same bits, but for the payload of NaN.
func expectSame(
  _ actual: [Float], _ expected: [Float], _ what: String,
  sourceLocation: SourceLocation = #_sourceLocation
) {
  func canonical(_ x: Float) -> UInt32 { x.isNaN ? 1 : x.bitPattern }
  guard actual.map(canonical) != expected.map(canonical) else { return }
  let index = zip(actual, expected).enumerated().first {
    canonical($0.element.0) != canonical($0.element.1)
  }
  Issue.record(
    "\(what): \(index.map { "element \($0.offset): \($0.element)" } ?? "other counts")",
    sourceLocation: sourceLocation)
}
