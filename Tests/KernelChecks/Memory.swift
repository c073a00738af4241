/// A type that has a value which no kernel writes, to lie around its results.
protocol Marginal: BitwiseCopyable, Equatable {
  static var margin: Self { get }
}

extension Float: Marginal {
  static var margin: Float { 0x1.abcdep100 }
}

extension Int32: Marginal {
  static var margin: Int32 { -0x7654_3210 }
}

extension Int: Marginal {
  static var margin: Int { -0x7654_3210 }
}

/// An operand or result of a kernel, between margins that have to stay as they are.
///
/// What kernels may read behind an operand, at most two vectors, is in the margin.
final class Memory<Element: Marginal> {
  private static var marginCount: Int { 64 }
  private let start: UnsafeMutablePointer<Element>
  let count: Int

  init(_ elements: [Element]) {
    count = elements.count
    start = .allocate(capacity: count + 2 * Self.marginCount)
    start.initialize(repeating: Element.margin, count: count + 2 * Self.marginCount)
    for index in 0..<count { pointer[index] = elements[index] }
  }

  /// What no kernel writes, `count` times.
  convenience init(count: Int) {
    self.init([Element](repeating: Element.margin, count: count))
  }

  deinit { start.deallocate() }

  /// Where a kernel writes.
  var pointer: UnsafeMutablePointer<Element> { start + Self.marginCount }
  /// Where a kernel reads.
  var source: UnsafePointer<Element> { UnsafePointer(pointer) }

  var elements: [Element] { (0..<count).map { pointer[$0] } }

  var hasWholeMargins: Bool {
    (0..<Self.marginCount).allSatisfy {
      start[$0] == Element.margin && pointer[count + $0] == Element.margin
    }
  }
}

/// Whole numbers between -4 and 4, of which sums and products are exact in any order.
struct SmallNumbers {
  private var state: UInt64 = 1

  mutating func next() -> Float {
    // The generator of Numerical Recipes; its upper bits are good enough here.
    state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
    return Float(Int(state >> 33) % 9 - 4)
  }

  mutating func scalars(_ count: Int) -> [Float] { (0..<count).map { _ in next() } }
}
