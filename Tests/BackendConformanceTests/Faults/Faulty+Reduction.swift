import BackendNaive
import DLCore

extension Faulty {
  func reduce(_ reduction: Reduction, _ input: [Float], _ geometry: ReductionGeometry) -> [Float] {
    let lines = lines(input, geometry)
    return switch (fault, reduction) {
    case (.sumInPlainOrder, .sum): lines.map { $0.reduce(0, +) }
    case (.maximumLosesNaN, .maximum): lines.map { $0.reduce(-.infinity) { $1 > $0 ? $1 : $0 } }
    case (.minimumStartsAtZero, .minimum): lines.map { $0.reduce(0) { $1 < $0 ? $1 : $0 } }
    case (.meanOfNothingIsZero, .mean) where geometry.count == 0:
      [Float](repeating: 0, count: geometry.outputCount)
    case (.columnsFoldedAsRows, .sum):
      base.reduce(
        .sum, input,
        ReductionGeometry(
          outer: geometry.outer * geometry.inner, count: geometry.count, inner: 1))
    default: base.reduce(reduction, input, geometry)
    }
  }

  func argumentReduce(
    _ extremum: Extremum, _ input: [Float], _ geometry: ReductionGeometry
  ) -> [Int32] {
    let places = base.argumentReduce(extremum, input, geometry)
    guard fault == .lastTieWins else { return places }
    return zip(lines(input, geometry), places).map { line, place in
      Int32(line.lastIndex(of: line[Int(place)]) ?? Int(place))
    }
  }

  private func lines(_ input: [Float], _ geometry: ReductionGeometry) -> [[Float]] {
    (0..<geometry.outputCount).map { line in
      let (outer, inner) = line.quotientAndRemainder(dividingBy: geometry.inner)
      return (0..<geometry.count).map {
        input[(outer * geometry.count + $0) * geometry.inner + inner]
      }
    }
  }
}
