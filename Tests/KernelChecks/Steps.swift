import SIMDKernelTable

extension Checks {
  /// Steps of optimizers; with numbers of few digits every order of rounding gives the same.
  mutating func steps() {
    for count in 0...3 * lanes {
      adam(count)
      for extras in 0..<4 {
        descend(count, hasVelocity: extras & 1 != 0, isNesterov: extras & 2 != 0)
      }
    }
  }

  private mutating func adam(_ count: Int) {
    let parameter = Memory(random.scalars(count))
    let first = Memory(random.scalars(count))
    let second = Memory(random.scalars(count).map { $0 * $0 })
    let gradient = Memory(random.scalars(count))
    let olds = parameter.elements
    let slopes = (0..<count).map { gradient.source[$0] + olds[$0] * 0.5 }
    let means = (0..<count).map { first.source[$0] * 0.75 + slopes[$0] * 0.25 }
    let squares = (0..<count).map { second.source[$0] * 0.875 + slopes[$0] * slopes[$0] * 0.125 }
    kernels.adam(
      AdamArguments(
        count: count, parameter: parameter.pointer, first: first.pointer, second: second.pointer,
        gradient: gradient.source, beta1: 0.75, restOfBeta1: 0.25, beta2: 0.875,
        restOfBeta2: 0.125, rate: 0.25, secondScale: 2, epsilon: 0.5, shrink: 0.9375,
        coupled: 0.5))
    expect(first, means, "means of a step of Adam over \(count)")
    expect(second, squares, "squares of a step of Adam over \(count)")
    let expected = (0..<count).map { place -> Float in
      let spread: Float = (squares[place] * 2).squareRoot() + 0.5
      return olds[place] * 0.9375 - 0.25 * (means[place] / spread)
    }
    expect(parameter, expected, "a step of Adam over \(count)")
  }

  private mutating func descend(_ count: Int, hasVelocity: Bool, isNesterov: Bool) {
    let parameter = Memory(random.scalars(count))
    let velocity = Memory(random.scalars(count))
    let gradient = Memory(random.scalars(count))
    let (olds, oldSpeeds) = (parameter.elements, velocity.elements)
    let slopes = (0..<count).map { gradient.source[$0] + olds[$0] * 0.5 }
    let speeds = (0..<count).map { slopes[$0] + oldSpeeds[$0] * 0.75 }
    kernels.functions.descend(
      DescentArguments(
        count: count, parameter: parameter.pointer,
        velocity: hasVelocity ? velocity.pointer : nil, gradient: gradient.source, rate: 0.25,
        momentum: 0.75, decay: 0.5, isNesterov: isNesterov))
    expect(velocity, hasVelocity ? speeds : oldSpeeds, "velocities of a descent over \(count)")
    let expected = (0..<count).map {
      let way = isNesterov ? slopes[$0] + 0.75 * speeds[$0] : speeds[$0]
      return olds[$0] - 0.25 * (hasVelocity ? way : slopes[$0])
    }
    expect(parameter, expected, "a descent over \(count)")
  }

  /// The loops that measure a processor compute what they say they do.
  mutating func peaks() {
    let count = 2 * kernels.peak.blockCount
    let input = Memory(random.scalars(count))
    expect(
      kernels.peak.sum(input.source, count) == input.elements.reduce(0, +),
      "the sum that measures reading")
    let output = Memory<Float>(count: count)
    kernels.peak.copy(input.source, output.pointer, count, 0.5)
    expect(output, input.elements.map { $0 / 2 }, "the copy that measures writing")
    // Chain c of each lane begins at 0.5 + c and gains 0.25 a round, or halves and gains 0.5.
    let chains = (0..<kernels.peak.multiplyAddsPerRound / lanes).map { Float($0) }
    let gained = chains.reduce(0) { $0 + $1 + 1.5 } * Float(lanes)
    let halved = chains.reduce(0) { $0 + ($1 + 0.5) / 16 + 0.9375 } * Float(lanes)
    let found = kernels.peak.multiplyAdds(4, 0.5)
    expect(found == gained || found == halved, "the sums that measure multiply-adds")
  }
}
