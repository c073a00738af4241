import DLCore

extension NaiveBackend {
  /// Folds each line of the middle dimension.
  @_specialize(exported:false,where Scalar == Float)
  @_specialize(exported:false,where Scalar == Double)
  public func reduce(
    _ reduction: Reduction, _ input: [Scalar], _ geometry: ReductionGeometry
  ) -> [Scalar] {
    geometry.lineStarts.map { start in
      let line = Line(start: start, step: geometry.inner, count: geometry.count)
      return switch reduction {
      case .sum: input.sum(over: line)
      case .mean: input.sum(over: line) / Scalar(line.count)
      case .maximum: input.best(.maximum, over: line).value
      case .minimum: input.best(.minimum, over: line).value
      }
    }
  }

  /// The place of the best element on each line of the middle dimension.
  @_specialize(exported:false,where Scalar == Float)
  @_specialize(exported:false,where Scalar == Double)
  public func argumentReduce(
    _ extremum: Extremum, _ input: [Scalar], _ geometry: ReductionGeometry
  ) -> [Int32] {
    geometry.lineStarts.map { start in
      let line = Line(start: start, step: geometry.inner, count: geometry.count)
      return Int32(input.best(extremum, over: line).place)
    }
  }
}

/// Equally spaced positions in an array.
struct Line {
  /// The first position.
  var start: Int
  /// The distance between neighbours.
  var step: Int
  /// The number of positions.
  var count: Int

  /// A position.
  subscript(index: Int) -> Int { start + index * step }
}

extension ReductionGeometry {
  /// The position of the first element of each line of the middle dimension, in order.
  var lineStarts: [Int] {
    (0..<outer).flatMap { outer in (0..<inner).map { outer * count * inner + $0 } }
  }
}

extension Extremum {
  /// Whether a later candidate beats an earlier one: it must be better, or the first NaN.
  func prefers<Scalar: BackendScalar>(_ candidate: Scalar, over best: Scalar) -> Bool {
    if candidate.isNaN { return !best.isNaN }
    return self == .maximum ? candidate > best : candidate < best
  }

  /// What loses to everything.
  func identity<Scalar: BackendScalar>() -> Scalar {
    self == .maximum ? -.infinity : .infinity
  }
}

extension Array where Element: BackendScalar {
  /// The sum along a line, taken pairwise: halves are summed on their own.
  ///
  /// Runs of 8 are summed in order; their error, 7/2 ε, is within the (2 + 3)·ε that the law allows.
  @_specialize(exported:false,where Element == Float)
  @_specialize(exported:false,where Element == Double)
  func sum(over line: Line) -> Element {
    guard line.count > 8 else {
      return (0..<line.count).reduce(0) { $0 + self[line[$1]] }
    }
    let half = line.count / 2
    let front = Line(start: line.start, step: line.step, count: half)
    let back = Line(start: line[half], step: line.step, count: line.count - half)
    return sum(over: front) + sum(over: back)
  }

  /// The best element along a line and its place there; the first of equal ones.
  @_specialize(exported:false,where Element == Float)
  @_specialize(exported:false,where Element == Double)
  func best(_ extremum: Extremum, over line: Line) -> (value: Element, place: Int) {
    var best: (value: Element, place: Int) = (extremum.identity(), 0)
    for place in 0..<line.count {
      let candidate = self[line[place]]
      if extremum.prefers(candidate, over: best.value) { best = (candidate, place) }
    }
    return best
  }
}
