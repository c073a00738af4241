import BackendNaive
import DLCore

extension Faulty {
  func maxPool2D(_ input: [Float], _ geometry: Pool2DGeometry)
    -> (output: [Float], selection: [Int32])
  {
    var (output, selection) = base.maxPool2D(input, geometry)
    switch fault {
    case .lastTieWinsPool:
      // The last of equals is the first when all is mirrored; here planes of one row suffice.
      selection = selection.enumerated().map { window, winner in
        guard winner >= 0 else { return winner }
        let value = input[Int(winner)]
        let last = places(window, geometry).last { input[$0] == value }
        return Int32(last ?? Int(winner))
      }
    case .poolLosesNaN:
      output = output.indices.map { window in
        places(window, geometry).reduce(-.infinity) { input[$1] > $0 ? input[$1] : $0 }
      }
    case .paddingWinsAsZero:
      let area = geometry.parameters.window.height * geometry.parameters.window.width
      output = output.enumerated().map { window, value in
        places(window, geometry).count < area && value < 0 ? 0 : value
      }
    case .infinityIsLowestNumber:
      output = output.map { $0 == -.infinity ? -.greatestFiniteMagnitude : $0 }
    default: break
    }
    return (output, selection)
  }

  func maxPool2DSelected(
    _ input: [Float], selection: [Int32], _ geometry: Pool2DGeometry
  ) -> [Float] {
    guard fault == .selectionOfTheFirst else {
      return base.maxPool2DSelected(input, selection: selection, geometry)
    }
    return selection.indices.map { places($0, geometry).first.map { input[$0] } ?? 0 }
  }

  func averagePool2D(_ input: [Float], _ geometry: Pool2DGeometry) -> [Float] {
    guard fault == .averageCountsPadding else { return base.averagePool2D(input, geometry) }
    let area = geometry.parameters.window.height * geometry.parameters.window.width
    return (0..<geometry.outputShape.count).map { window in
      places(window, geometry).reduce(0) { $0 + input[$1] } / Float(area)
    }
  }

  func averagePool2DGradient(_ gradient: [Float], _ geometry: Pool2DGeometry) -> [Float] {
    guard fault == .averageGradientUndivided else {
      return base.averagePool2DGradient(gradient, geometry)
    }
    var result = [Float](repeating: 0, count: geometry.inputShape.count)
    for (window, share) in gradient.enumerated() {
      for place in places(window, geometry) { result[place] += share }
    }
    return result
  }

  /// The positions in the input that a window covers, in order.
  private func places(_ window: Int, _ geometry: Pool2DGeometry) -> [Int] {
    let (line, column) = window.quotientAndRemainder(dividingBy: geometry.outputWidth)
    let (plane, row) = line.quotientAndRemainder(dividingBy: geometry.outputHeight)
    return geometry.inputRows(output: row).flatMap { row in
      geometry.inputColumns(output: column).map {
        (plane * geometry.inputHeight + row) * geometry.inputWidth + $0
      }
    }
  }

  func softmax(_ input: [Float], _ geometry: ReductionGeometry) -> [Float] {
    let output = base.softmax(input, geometry)
    switch fault {
    case .softmaxUnshifted:
      let powers = input.map { Float.exp($0) }
      let sums = base.reduce(.sum, powers, geometry)
      return powers.indices.map { powers[$0] / sums[line(of: $0, geometry)] }
    case .rowOfMinusInfinityIsZero:
      let largest = base.reduce(.maximum, input, geometry)
      return output.indices.map { largest[line(of: $0, geometry)] == -.infinity ? 0 : output[$0] }
    default: return output
    }
  }

  func logSoftmax(_ input: [Float], _ geometry: ReductionGeometry) -> [Float] {
    fault == .logarithmOfSoftmax
      ? base.softmax(input, geometry).map { Float.log($0) } : base.logSoftmax(input, geometry)
  }

  /// The line that an element lies on.
  private func line(of element: Int, _ geometry: ReductionGeometry) -> Int {
    element / geometry.inner / geometry.count * geometry.inner + element % geometry.inner
  }

  func softmaxCrossEntropy(logits: [Float], labels: [Int32], _ geometry: CrossEntropyGeometry)
    -> (losses: [Float], probabilities: [Float])
  {
    let smoothing = fault == .smoothingForgotten ? 0 : geometry.labelSmoothing
    return base.softmaxCrossEntropy(
      logits: logits, labels: labels,
      CrossEntropyGeometry(
        rows: geometry.rows, classes: geometry.classes, labelSmoothing: smoothing))
  }

  func softmaxCrossEntropyGradient(
    probabilities: [Float], labels: [Int32], gradient: [Float], _ geometry: CrossEntropyGeometry
  ) -> [Float] {
    base.softmaxCrossEntropyGradient(
      probabilities: probabilities, labels: labels,
      gradient: fault == .lossGradientUnscaled ? gradient.map { _ in 1 } : gradient, geometry)
  }
}
