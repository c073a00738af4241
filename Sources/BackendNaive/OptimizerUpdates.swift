import DLCore

extension NaiveBackend {
  /// The formula for each parameter.
  @_specialize(exported:false,where Scalar == Float)
  @_specialize(exported:false,where Scalar == Double)
  public func sgdUpdate(
    _ parameter: inout [Scalar], velocity: inout [Scalar]?, gradient: [Scalar], count: Int,
    _ step: SGDStep
  ) {
    let (rate, momentum) = (Scalar(step.learningRate), Scalar(step.momentum))
    let decay = Scalar(step.weightDecay)
    var velocities = velocity ?? [Scalar](repeating: 0, count: count)
    for index in 0..<count {
      let slope = decay == 0 ? gradient[index] : gradient[index] + decay * parameter[index]
      guard momentum != 0 else {
        parameter[index] -= rate * slope
        continue
      }
      velocities[index] = momentum * velocities[index] + slope
      let direction =
        step.isNesterov ? slope + momentum * velocities[index] : velocities[index]
      parameter[index] -= rate * direction
    }
    if momentum != 0 { velocity = velocities }
  }

  /// The formula for each parameter.
  @_specialize(exported:false,where Scalar == Float)
  @_specialize(exported:false,where Scalar == Double)
  public func adamUpdate(
    _ parameter: inout [Scalar], firstMoment: inout [Scalar], secondMoment: inout [Scalar],
    gradient: [Scalar], count: Int, _ step: AdamStep
  ) {
    let rate = Scalar(step.learningRate)
    let (keep1, take1) = (Scalar(step.beta1), Scalar(1 - step.beta1))
    let (keep2, take2) = (Scalar(step.beta2), Scalar(1 - step.beta2))
    let (correction1, correction2) = (
      Scalar(step.firstCorrection), Scalar(step.secondCorrection)
    )
    let decay = step.isDecoupled ? 0 : Scalar(step.weightDecay)
    let shrinkage = step.isDecoupled ? Scalar(1 - step.learningRate * step.weightDecay) : 1
    for index in 0..<count {
      let slope = decay == 0 ? gradient[index] : gradient[index] + decay * parameter[index]
      let m = keep1 * firstMoment[index] + take1 * slope
      let v = keep2 * secondMoment[index] + take2 * (slope * slope)
      firstMoment[index] = m
      secondMoment[index] = v
      let direction = (m / correction1) / ((v / correction2).squareRoot() + Scalar(step.epsilon))
      parameter[index] = shrinkage * parameter[index] - rate * direction
    }
  }
}
