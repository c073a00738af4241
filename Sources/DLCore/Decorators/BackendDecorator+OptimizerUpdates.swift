extension BackendDecorator {
  /// The base's step.
  public func sgdUpdate(
    _ parameter: inout Storage, velocity: inout Storage?, gradient: Storage, count: Int,
    _ step: SGDStep
  ) {
    perform(.sgdUpdate(step, count: count), reading: [gradient]) {
      base.sgdUpdate(&parameter, velocity: &velocity, gradient: gradient, count: count, step)
    } results: {
      [parameter, step.momentum == 0 ? nil : velocity].compactMap { $0.map { .scalars($0) } }
    }
  }

  /// The base's step.
  public func adamUpdate(
    _ parameter: inout Storage, firstMoment: inout Storage, secondMoment: inout Storage,
    gradient: Storage, count: Int, _ step: AdamStep
  ) {
    perform(.adamUpdate(step, count: count), reading: [gradient]) {
      base.adamUpdate(
        &parameter, firstMoment: &firstMoment, secondMoment: &secondMoment, gradient: gradient,
        count: count, step)
    } results: {
      [parameter, firstMoment, secondMoment].map { .scalars($0) }
    }
  }
}
