import BackendNaive
import DLCore

extension Faulty {
  func gatherElements(_ input: [Float], at indices: [Int32], fill: Float) -> [Float] {
    switch fault {
    case .gatherOffByOne:
      base.gatherElements(input, at: indices.map { $0 < 1 ? $0 : $0 - 1 }, fill: fill)
    case .fillIgnored: base.gatherElements(input, at: indices, fill: 0)
    default: base.gatherElements(input, at: indices, fill: fill)
    }
  }

  func scatterAddElements(_ input: [Float], at indices: [Int32], count: Int) -> [Float] {
    switch fault {
    case .scatterInReverse:
      return base.scatterAddElements(input.reversed(), at: indices.reversed(), count: count)
    case .scatterLastWins:
      var result = [Float](repeating: 0, count: count)
      for (index, value) in zip(indices, input) where index >= 0 { result[Int(index)] = value }
      return result
    default: return base.scatterAddElements(input, at: indices, count: count)
    }
  }

  func strided(_ input: [Float], _ geometry: StridedGeometry) -> [Float] {
    guard fault == .negativeStepIgnored else { return base.strided(input, geometry) }
    let backward = zip(geometry.extents, geometry.strides).reduce(0) {
      $1.1 < 0 ? $0 + max($1.0 - 1, 0) * $1.1 : $0
    }
    return base.strided(
      input,
      StridedGeometry(
        extents: geometry.extents, strides: geometry.strides.map(abs),
        offset: geometry.offset + backward, inputCount: geometry.inputCount))
  }

  func pad(_ input: [Float], _ geometry: PadGeometry, value: Float) -> [Float] {
    base.pad(input, geometry, value: fault == .padWithZero ? 0 : value)
  }

  func concatenate(_ inputs: [[Float]], _ geometry: ConcatenationGeometry) -> [Float] {
    guard fault == .partsSwapped else { return base.concatenate(inputs, geometry) }
    return base.concatenate(
      inputs.reversed(),
      ConcatenationGeometry(
        outer: geometry.outer, extents: geometry.extents.reversed(), inner: geometry.inner))
  }

  func sgdUpdate(
    _ parameter: inout [Float], velocity: inout [Float]?, gradient: [Float], count: Int,
    _ step: SGDStep
  ) {
    var step = step
    var gradient = gradient
    switch fault {
    case .nesterovIgnored: step.isNesterov = false
    case .momentumDamped where step.momentum != 0:
      gradient = gradient.map { $0 * Float(1 - step.momentum) }
    case .velocityLost: velocity = nil
    default: break
    }
    base.sgdUpdate(&parameter, velocity: &velocity, gradient: gradient, count: count, step)
  }

  func adamUpdate(
    _ parameter: inout [Float], firstMoment: inout [Float], secondMoment: inout [Float],
    gradient: [Float], count: Int, _ step: AdamStep
  ) {
    var step = step
    let old = parameter
    switch fault {
    case .biasCorrectionForgotten: step.number = 100_000
    case .decayAlwaysCoupled: step.isDecoupled = false
    default: break
    }
    base.adamUpdate(
      &parameter, firstMoment: &firstMoment, secondMoment: &secondMoment, gradient: gradient,
      count: count, step)
    guard fault == .epsilonInsideTheRoot, step.weightDecay == 0 else { return }
    for index in 0..<count {
      let mean = firstMoment[index] / Float(step.firstCorrection)
      let square = secondMoment[index] / Float(step.secondCorrection)
      let divisor = (square + Float(step.epsilon)).squareRoot()
      parameter[index] = old[index] - Float(step.learningRate) * mean / divisor
    }
  }
}
