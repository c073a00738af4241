import DLCore

extension ReductionGeometry {
  /// The elements of each `[outer, inner]`, in order.
  func lines<Element>(_ input: [Element]) -> [[Element]] {
    (0..<outer * inner).map { line in
      let (row, column) = line.quotientAndRemainder(dividingBy: inner)
      return (0..<count).map { input[(row * count + $0) * inner + column] }
    }
  }

  /// The inverse of `lines`.
  func joined<Element>(_ lines: [[Element]]) -> [Element] {
    (0..<inputCount).map { element in
      let column = element % inner
      let place = element / inner % count
      let row = element / inner / count
      return lines[row * inner + column][place]
    }
  }
}

extension Extremum {
  /// The place of the first NaN, else of the first best element.
  func winner(_ line: [Double]) -> Int {
    var best = 0
    for (place, candidate) in line.enumerated() {
      if candidate.isNaN { return place }
      let isBetter = self == .maximum ? candidate > line[best] : candidate < line[best]
      if isBetter { best = place }
    }
    return best
  }
}

extension Reduction {
  /// What a line folds to, and how exactly.
  func expectation(_ line: [Double], _ format: ScalarFormat) -> Bounded {
    switch self {
    case .sum, .mean:
      var sum = LawfulSum()
      for x in line { sum.add(x) }
      let bounded = sum.pairwise(format)
      return self == .sum ? bounded : bounded.divided(by: Double(line.count), format)
    case .maximum:
      return Bounded(value: line.isEmpty ? -.infinity : line[Extremum.maximum.winner(line)])
    case .minimum:
      return Bounded(value: line.isEmpty ? .infinity : line[Extremum.minimum.winner(line)])
    }
  }
}
