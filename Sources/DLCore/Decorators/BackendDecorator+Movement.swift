extension BackendDecorator {
  /// The base's result.
  public func gatherElements(_ input: Storage, at indices: [Int32], fill: Scalar) -> Storage {
    base.gatherElements(input, at: indices, fill: fill)
  }

  /// The base's result.
  public func scatterAddElements(_ input: Storage, at indices: [Int32], count: Int) -> Storage {
    base.scatterAddElements(input, at: indices, count: count)
  }

  /// The base's result.
  public func strided(_ input: Storage, _ geometry: StridedGeometry) -> Storage {
    base.strided(input, geometry)
  }

  /// The base's result.
  public func stridedGradient(_ gradient: Storage, _ geometry: StridedGeometry) -> Storage {
    base.stridedGradient(gradient, geometry)
  }

  /// The base's result.
  public func pad(_ input: Storage, _ geometry: PadGeometry, value: Scalar) -> Storage {
    base.pad(input, geometry, value: value)
  }

  /// The base's result.
  public func concatenate(_ inputs: [Storage], _ geometry: ConcatenationGeometry) -> Storage {
    base.concatenate(inputs, geometry)
  }

  /// The base's step.
  public func sgdUpdate(
    _ parameter: inout Storage, velocity: inout Storage?, gradient: Storage, count: Int,
    _ step: SGDStep
  ) {
    base.sgdUpdate(
      &parameter, velocity: &velocity, gradient: gradient, count: count, step)
  }

  /// The base's step.
  public func adamUpdate(
    _ parameter: inout Storage, firstMoment: inout Storage, secondMoment: inout Storage,
    gradient: Storage, count: Int, _ step: AdamStep
  ) {
    base.adamUpdate(
      &parameter, firstMoment: &firstMoment, secondMoment: &secondMoment, gradient: gradient,
      count: count, step)
  }
}
