extension Autodiff {
  /// Folds; a sum's gradient is spread out, an extremum's goes to the element that won.
  public func reduce(_ reduction: Reduction, _ input: Storage, _ geometry: ReductionGeometry)
    -> Storage
  {
    let output = base.reduce(reduction, input.value, geometry)
    guard isRecording(input) else { return Storage(output) }
    let (base, x) = (base, input.value)
    return recorded(output, count: geometry.outputCount, from: [input]) { gradient in
      switch reduction {
      case .sum: return [base.strided(gradient, geometry.spread)]
      case .mean:
        let share = base.binary(
          .divide, gradient, scalar: Double(geometry.count), count: geometry.outputCount)
        return [base.strided(share, geometry.spread)]
      case .maximum, .minimum:
        guard geometry.inputCount > 0 else { return [base.makeStorage(repeating: 0, count: 0)] }
        let winners = base.argumentReduce(
          reduction == .maximum ? .maximum : .minimum, x, geometry)
        return [
          base.scatterAddElements(
            gradient, at: geometry.positions(winners), count: geometry.inputCount)
        ]
      }
    }
  }

  /// Finds positions, through which no gradient flows.
  public func argumentReduce(
    _ extremum: Extremum, _ input: Storage, _ geometry: ReductionGeometry
  ) -> [Int32] {
    base.argumentReduce(extremum, input.value, geometry)
  }
}

extension ReductionGeometry {
  /// The view of a reduced storage that repeats each element along the reduced dimension.
  var spread: StridedGeometry {
    StridedGeometry(
      extents: [outer, count, inner], strides: [inner, 0, 1], offset: 0, inputCount: outputCount)
  }

  /// The positions in the input of elements that are named by their place in the middle.
  func positions(_ places: [Int32]) -> [Int32] {
    places.enumerated().map { index, place in
      let (row, column) = index.quotientAndRemainder(dividingBy: inner)
      return Int32((row * count + Int(place)) * inner + column)
    }
  }
}
