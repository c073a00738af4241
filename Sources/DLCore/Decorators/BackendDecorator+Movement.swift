extension BackendDecorator {
  /// The base's result.
  public func gatherElements(_ input: Storage, at indices: [Int32], fill: Scalar) -> Storage {
    perform(.gatherElements(indices: indices, fill: Double(fill)), reading: [input]) {
      base.gatherElements(input, at: indices, fill: fill)
    }
  }

  /// The base's result.
  public func scatterAddElements(_ input: Storage, at indices: [Int32], count: Int) -> Storage {
    perform(.scatterAddElements(indices: indices, count: count), reading: [input]) {
      base.scatterAddElements(input, at: indices, count: count)
    }
  }

  /// The base's result.
  public func strided(_ input: Storage, _ geometry: StridedGeometry) -> Storage {
    perform(.strided(geometry), reading: [input]) { base.strided(input, geometry) }
  }

  /// The base's result.
  public func stridedGradient(_ gradient: Storage, _ geometry: StridedGeometry) -> Storage {
    perform(.stridedGradient(geometry), reading: [gradient]) {
      base.stridedGradient(gradient, geometry)
    }
  }

  /// The base's result.
  public func pad(_ input: Storage, _ geometry: PadGeometry, value: Scalar) -> Storage {
    perform(.pad(geometry, value: Double(value)), reading: [input]) {
      base.pad(input, geometry, value: value)
    }
  }

  /// The base's result.
  public func concatenate(_ inputs: [Storage], _ geometry: ConcatenationGeometry) -> Storage {
    perform(.concatenate(geometry), reading: inputs) { base.concatenate(inputs, geometry) }
  }
}
