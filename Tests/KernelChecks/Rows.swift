import SIMDKernelTable

extension Checks {
  /// Sums, and extrema of rows and columns, with equal scalars, zeros of both signs and NaN.
  mutating func reductions() {
    for count in [0, 1, lanes, 2 * lanes + 1, 1_000] {
      let values = Memory(random.scalars(count))
      let sum = kernels.functions.sum(values.source, count)
      expect(sum == Double(values.elements.reduce(0, +)), "the sum of \(count) scalars")
    }
    for count in [1, 2, 10, 31, 32, 33, 70] {
      for isMinimum in [false, true] {
        for hasNaN in [false, true] {
          extremaOfRows(count, isMinimum, hasNaN)
          extremaOfColumns(count, isMinimum, hasNaN)
        }
      }
    }
  }

  private mutating func values(_ count: Int, hasNaN: Bool) -> [Float] {
    var values = random.scalars(count)
    for index in stride(from: 2, to: count, by: 5) where values[index] == 0 { values[index] = -0.0 }
    if hasNaN { for index in stride(from: 4, to: count, by: 23) { values[index] = .nan } }
    return values
  }

  private mutating func extremaOfRows(_ count: Int, _ isMinimum: Bool, _ hasNaN: Bool) {
    let rows = 11
    let input = Memory(values(rows * count, hasNaN: hasNaN))
    // In every other row an extremum without equals, further from the end in each.
    for row in stride(from: 0, to: rows, by: 2) {
      input.pointer[row * count + max(count - 1 - row / 2, 0)] = isMinimum ? -5 : 5
    }
    let (values, places) = (Memory<Float>(count: rows), Memory<Int32>(count: rows))
    let alone = Memory<Float>(count: rows)
    for (target, positions) in [(values, places.pointer), (alone, nil)] {
      kernels.functions.extremaOfRows(
        RowExtremaArguments(
          input: input.source, rows: rows, count: count, isMinimum: isMinimum,
          values: target.pointer, positions: positions))
    }
    let all = input.elements
    let expected = (0..<rows).map {
      extremum(of: Array(all[$0 * count..<($0 + 1) * count]), isMinimum ? (<) : (>))
    }
    let best = (0..<rows).map { all[$0 * count + expected[$0]] }
    expect(values, best, "extrema of rows of \(count)")
    expect(alone, best, "extrema alone of rows of \(count)")
    expect(places, expected.map { Int32($0) }, "places of extrema of rows of \(count)")
    expect(
      (0..<rows).allSatisfy { best[$0].isNaN || alone.source[$0].sign == best[$0].sign },
      "signs of extrema of rows of \(count)")
  }

  private mutating func extremaOfColumns(_ count: Int, _ isMinimum: Bool, _ hasNaN: Bool) {
    let width = 2 * lanes + 3
    let stride = width + 2
    let input = Memory(values(count * stride, hasNaN: hasNaN))
    for column in 0..<width where column % 3 == 0 {
      input.pointer[(count - 1) * stride + column] = isMinimum ? -5 : 5
    }
    let (values, places) = (Memory<Float>(count: width), Memory<Int32>(count: width))
    kernels.functions.extremaOfColumns(
      ColumnExtremaArguments(
        input: input.source, count: count, stride: stride, width: width, isMinimum: isMinimum,
        values: values.pointer, positions: places.pointer))
    let expected = (0..<width).map { column in
      extremum(of: (0..<count).map { input.source[$0 * stride + column] }, isMinimum ? (<) : (>))
    }
    let best = (0..<width).map { input.source[expected[$0] * stride + $0] }
    expect(values, best, "extrema of columns of \(count)")
    expect(places, expected.map { Int32($0) }, "places of extrema of columns of \(count)")
  }

  /// Softmax of rows and columns, its logarithm, and the gradients of both and of cross-entropy.
  mutating func softmax() {
    for count in [1, 2, 10, 31, 32, 33, 100] {
      softmaxOfRows(count)
      softmaxOfColumns(count)
      gradientsOfSoftmax(count)
    }
  }

  /// Logits far apart, whose differences lose digits that the exponential would miss.
  private mutating func logits(_ count: Int) -> [Float] {
    random.scalars(count).map { 0.1 + 9.3 * ($0 - 4) }
  }

  /// The softmax in double precision, and how much of it each may be off: 3 units in the last place.
  private func exactSoftmax(_ row: [Float]) -> [Double] {
    let largest = Double(row.max() ?? 0)
    let powers = row.map { exactExponential(Double($0) - largest) }
    let sum = powers.reduce(0, +)
    return powers.map { $0 / sum }
  }

  private func isNear(_ results: [Float], _ exact: [Double]) -> Bool {
    zip(results, exact).allSatisfy { (Double($0) - $1).magnitude <= 3 * Double(Float($1).ulp) }
  }

  private mutating func softmaxOfRows(_ count: Int) {
    let rows = lanes + 3
    let input = Memory(logits(rows * count))
    let (output, maxima) = (Memory<Float>(count: rows * count), Memory<Float>(count: rows))
    var sums = [Double](repeating: 0, count: rows)
    sums.withUnsafeMutableBufferPointer {
      kernels.functions.softmaxRows(
        SoftmaxArguments(
          input: input.source, output: output.pointer, rows: rows, count: count,
          maxima: maxima.pointer, sums: $0.baseAddress))
    }
    for row in 0..<rows {
      let logits = Array(input.elements[row * count..<(row + 1) * count])
      let found = Array(output.elements[row * count..<(row + 1) * count])
      expect(isNear(found, exactSoftmax(logits)), "the softmax of row \(row) of \(count)")
      let largest = logits.max() ?? 0
      let sum = logits.reduce(0) { $0 + exactExponential(Double($1) - Double(largest)) }
      expect(maxima.source[row] == largest, "the maximum of row \(row) of \(count)")
      expect((sums[row] - sum).magnitude <= 0x1p-22 * sum, "the sum of row \(row) of \(count)")
    }
    expect(output.hasWholeMargins && maxima.hasWholeMargins, "a softmax beside its place")
    logSoftmax(input, rows, count)
  }

  private mutating func logSoftmax(_ input: Memory<Float>, _ rows: Int, _ count: Int) {
    let (maxima, logarithms) = (Memory(random.scalars(rows)), Memory(random.scalars(rows)))
    let output = Memory<Float>(count: rows * count)
    kernels.functions.logSoftmaxRows(
      ShiftArguments(
        input: input.source, output: output.pointer, rows: rows, count: count,
        maxima: maxima.source, logarithms: logarithms.source))
    let expected = (0..<rows * count).map {
      (input.source[$0] - maxima.source[$0 / count]) - logarithms.source[$0 / count]
    }
    expect(output, expected, "the logarithm of the softmax of rows of \(count)")
  }

  private mutating func softmaxOfColumns(_ count: Int) {
    let width = lanes + 3
    let stride = width + 2
    let input = Memory(logits(count * stride))
    let output = Memory<Float>(count: count * stride)
    kernels.functions.softmaxColumns(
      SoftmaxColumnArguments(
        input: input.source, output: output.pointer, count: count, stride: stride, width: width,
        maxima: nil, sums: nil))
    for column in 0..<width {
      let places = (0..<count).map { $0 * stride + column }
      let exact = exactSoftmax(places.map { input.source[$0] })
      expect(
        isNear(places.map { output.source[$0] }, exact),
        "the softmax of column \(column) of \(count)")
    }
    let gaps = (0..<output.count).filter { $0 % stride >= width }
    expect(
      output.hasWholeMargins && gaps.allSatisfy { output.source[$0] == Float.margin },
      "a softmax of columns of \(count) beside its place")
  }

  private mutating func gradientsOfSoftmax(_ count: Int) {
    let rows = 3
    // Sixteenths, of which all sums are exact.
    let outputs = Memory(random.scalars(rows * count).map { $0 / 16 })
    let gradients = Memory(random.scalars(rows * count))
    let result = Memory<Float>(count: rows * count)
    let arguments = SoftmaxGradientArguments(
      output: outputs.source, gradient: gradients.source, result: result.pointer, rows: rows,
      count: count)
    func sum(_ row: Int, _ term: (Int) -> Float) -> Float {
      (row * count..<(row + 1) * count).reduce(0) { $0 + term($1) }
    }
    kernels.functions.softmaxGradientRows(arguments)
    let expected = (0..<rows * count).map { place in
      let total = sum(place / count) { outputs.source[$0] * gradients.source[$0] }
      return outputs.source[place] * (gradients.source[place] - total)
    }
    expect(result, expected, "the gradient of the softmax of rows of \(count)")

    kernels.functions.logSoftmaxGradientRows(arguments)
    for place in 0..<rows * count {
      let total = Double(sum(place / count) { gradients.source[$0] })
      let part = exactExponential(Double(outputs.source[place])) * total
      let exact = Double(gradients.source[place]) - part
      expect(
        (Double(result.source[place]) - exact).magnitude <= 0x1p-22 * (4 + part.magnitude),
        "the gradient of the logarithm of the softmax of rows of \(count)")
    }
    crossEntropy(outputs, rows, count)
  }

  private mutating func crossEntropy(_ probabilities: Memory<Float>, _ rows: Int, _ count: Int) {
    let labels = Memory((0..<rows).map { Int32(7 * $0 % count) })
    let gradients = Memory(random.scalars(rows))
    let result = Memory<Float>(count: rows * count)
    kernels.functions.crossEntropyGradientRows(
      CrossEntropyGradientArguments(
        probabilities: probabilities.source, labels: labels.source, gradient: gradients.source,
        result: result.pointer, rows: rows, count: count, labelTarget: 0.75, otherTarget: 0.125))
    let expected = (0..<rows * count).map { place in
      let isLabel = Int(labels.source[place / count]) == place % count
      return (probabilities.source[place] - (isLabel ? 0.75 : 0.125))
        * gradients.source[place / count]
    }
    expect(result, expected, "the gradient of the cross-entropy of rows of \(count)")
  }
}
