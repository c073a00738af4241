extension BackendDecorator {
  /// The base's result.
  public func reduce(
    _ reduction: Reduction, _ input: Storage, _ geometry: ReductionGeometry
  ) -> Storage {
    perform(.reduce(reduction, geometry), reading: [input]) {
      base.reduce(reduction, input, geometry)
    }
  }

  /// The base's result.
  public func argumentReduce(
    _ extremum: Extremum, _ input: Storage, _ geometry: ReductionGeometry
  ) -> [Int32] {
    perform(.argumentReduce(extremum, geometry), reading: [input]) {
      base.argumentReduce(extremum, input, geometry)
    } results: {
      [.indices($0)]
    }
  }
}
