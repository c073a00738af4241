extension Autodiff {
  /// A step of the base backend; no gradient flows through it.
  public func sgdUpdate(
    _ parameter: inout Storage, velocity: inout Storage?, gradient: Storage, count: Int,
    _ step: SGDStep
  ) {
    var base0 = velocity?.value
    velocity = nil
    parameter.node = nil
    base.sgdUpdate(
      &parameter.value, velocity: &base0, gradient: gradient.value, count: count, step)
    velocity = base0.map { Storage($0) }
  }

  /// A step of the base backend; no gradient flows through it.
  public func adamUpdate(
    _ parameter: inout Storage, firstMoment: inout Storage, secondMoment: inout Storage,
    gradient: Storage, count: Int, _ step: AdamStep
  ) {
    parameter.node = nil
    base.adamUpdate(
      &parameter.value, firstMoment: &firstMoment.value, secondMoment: &secondMoment.value,
      gradient: gradient.value, count: count, step)
  }
}
