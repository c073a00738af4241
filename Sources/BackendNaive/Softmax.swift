import DLCore

extension NaiveBackend {
  /// Each line's powers of e, shifted so that the largest is 1, divided by their sum.
  @_specialize(exported:false,where Scalar == Float)
  @_specialize(exported:false,where Scalar == Double)
  public func softmax(_ input: [Scalar], _ geometry: ReductionGeometry) -> [Scalar] {
    var output = [Scalar](repeating: 0, count: geometry.inputCount)
    geometry.forEachLine { line in
      let largest = input.best(.maximum, over: line).value
      for index in 0..<line.count { output[line[index]] = .exp(input[line[index]] - largest) }
      let sum = output.sum(over: line)
      for index in 0..<line.count { output[line[index]] /= sum }
    }
    return output
  }

  /// `y · (g - Σ g·y)`.
  @_specialize(exported:false,where Scalar == Float)
  @_specialize(exported:false,where Scalar == Double)
  public func softmaxGradient(
    output: [Scalar], gradient: [Scalar], _ geometry: ReductionGeometry
  ) -> [Scalar] {
    let products = output.indices.map { gradient[$0] * output[$0] }
    var result = [Scalar](repeating: 0, count: geometry.inputCount)
    geometry.forEachLine { line in
      let sum = products.sum(over: line)
      for index in 0..<line.count {
        let position = line[index]
        result[position] = output[position] * (gradient[position] - sum)
      }
    }
    return result
  }

  /// Each line shifted so that the largest is 0, less the logarithm of the sum of its powers.
  @_specialize(exported:false,where Scalar == Float)
  @_specialize(exported:false,where Scalar == Double)
  public func logSoftmax(_ input: [Scalar], _ geometry: ReductionGeometry) -> [Scalar] {
    var output = [Scalar](repeating: 0, count: geometry.inputCount)
    geometry.forEachLine { line in
      let largest = input.best(.maximum, over: line).value
      for index in 0..<line.count { output[line[index]] = .exp(input[line[index]] - largest) }
      let logarithm = Scalar.log(output.sum(over: line))
      for index in 0..<line.count {
        output[line[index]] = input[line[index]] - largest - logarithm
      }
    }
    return output
  }

  /// `g - exp(y) · Σ g`.
  @_specialize(exported:false,where Scalar == Float)
  @_specialize(exported:false,where Scalar == Double)
  public func logSoftmaxGradient(
    output: [Scalar], gradient: [Scalar], _ geometry: ReductionGeometry
  ) -> [Scalar] {
    var result = [Scalar](repeating: 0, count: geometry.inputCount)
    geometry.forEachLine { line in
      let sum = gradient.sum(over: line)
      for index in 0..<line.count {
        let position = line[index]
        result[position] = gradient[position] - .exp(output[position]) * sum
      }
    }
    return result
  }

  /// The label's part of the loss, and with smoothing the mean over all classes.
  @_specialize(exported:false,where Scalar == Float)
  @_specialize(exported:false,where Scalar == Double)
  public func softmaxCrossEntropy(
    logits: [Scalar], labels: [Int32], _ geometry: CrossEntropyGeometry
  ) -> (losses: [Scalar], probabilities: [Scalar]) {
    let logarithms = logSoftmax(logits, geometry.softmax)
    let smoothing = Scalar(geometry.labelSmoothing)
    let losses = labels.indices.map { row in
      let line = Line(start: row * geometry.classes, step: 1, count: geometry.classes)
      let loss = -(1 - smoothing) * logarithms[line[Int(labels[row])]]
      // Without smoothing, a class of probability 0 must not make 0 · ∞.
      guard smoothing > 0 else { return loss }
      return loss - smoothing * (logarithms.sum(over: line) / Scalar(line.count))
    }
    return (losses, softmax(logits, geometry.softmax))
  }

  /// `(probabilities - t) · gradient[row]`.
  @_specialize(exported:false,where Scalar == Float)
  @_specialize(exported:false,where Scalar == Double)
  public func softmaxCrossEntropyGradient(
    probabilities: [Scalar], labels: [Int32], gradient: [Scalar], _ geometry: CrossEntropyGeometry
  ) -> [Scalar] {
    var result: [Scalar] = []
    result.reserveCapacity(probabilities.count)
    for (row, label) in labels.enumerated() {
      for index in 0..<geometry.classes {
        let target = index == Int(label) ? geometry.labelTarget : geometry.otherTarget
        let error = probabilities[row * geometry.classes + index] - Scalar(target)
        result.append(error * gradient[row])
      }
    }
    return result
  }
}

extension ReductionGeometry {
  /// Calls `body` with each line of the middle dimension, in order.
  fileprivate func forEachLine(_ body: (Line) -> Void) {
    for start in lineStarts { body(Line(start: start, step: inner, count: count)) }
  }
}
