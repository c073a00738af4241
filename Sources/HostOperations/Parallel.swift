import DLCore

extension HostBackend {
  /// Elements of one piece of elementwise work.
  package static var elementsPerPiece: Int { 16_384 }
  /// Elementary steps (additions, products, copies) below which other threads cost more than they
  /// bring: so many take one thread a few microseconds, and handing some over takes about one.
  package static var serialLimit: Int { 32_768 }

  /// Runs `body` for each of `0 ..< pieces`, on several threads if there is work for them.
  ///
  /// The pieces must not depend on each other. Which thread runs which is left to chance.
  package func forEachPiece(_ pieces: Int, work: Int, _ body: (Int) -> Void) {
    guard work >= Self.serialLimit else {
      for piece in 0..<pieces { body(piece) }
      return
    }
    workers.run(pieces, body)
  }

  /// Cuts `0 ..< count` into ranges of elements of equal work, on several threads if it pays.
  package func forEachRange(_ count: Int, workPerElement: Int = 1, _ body: (Range<Int>) -> Void) {
    let length = max(Self.elementsPerPiece / max(workPerElement, 1), 1)
    let pieces = (count + length - 1) / length
    let (work, overflow) = count.multipliedReportingOverflow(by: workPerElement)
    forEachPiece(pieces, work: overflow ? .max : work) { piece in
      let start = piece * length
      body(start..<min(start + length, count))
    }
  }
}
