import SIMDKernelTable

extension Checks {
  /// What copies, transposes, splits and pools.
  mutating func movement() {
    let extents = [1, 3, 7, 8, 9, 16, 17, 33]
    for rows in extents {
      for columns in extents {
        transpose(rows, columns)
        packTransposed(rows, columns)
        packLines(rows, columns)
        maxPool(rows, columns)
      }
    }
    for columns in 1...5 * lanes { splitColumns(columns) }
  }

  private mutating func transpose(_ rows: Int, _ columns: Int) {
    let source = Matrix(rows: rows, columns: columns, gap: 2, &random)
    let target = Matrix(rows: columns, columns: rows, gap: 3, &random)
    var expected = target.memory.elements
    for row in 0..<rows {
      for column in 0..<columns { expected[column * target.stride + row] = source[row, column] }
    }
    kernels.functions.transpose(
      TransposeArguments(
        source: source.memory.source, sourceStride: source.stride, target: target.memory.pointer,
        targetStride: target.stride, rows: rows, columns: columns))
    expect(target.memory, expected, "a matrix of \(rows)x\(columns), transposed")
  }

  private mutating func packTransposed(_ width: Int, _ count: Int) {
    let panelWidth = (width + lanes - 1) / lanes * lanes
    let source = Matrix(rows: width, columns: count, gap: 3, &random)
    let target = Memory<Float>(count: count * panelWidth)
    kernels.packTransposed(
      PackArguments(
        source: source.memory.source, stride: source.stride, count: count, width: width,
        panelWidth: panelWidth, target: target.pointer))
    let expected = (0..<target.count).map {
      $0 % panelWidth < width ? source[$0 % panelWidth, $0 / panelWidth] : 0
    }
    expect(target, expected, "\(width) lines of \(count), packed and transposed")
  }

  private mutating func packLines(_ count: Int, _ width: Int) {
    let panelWidth = 2 * lanes
    let panels = (width + panelWidth - 1) / panelWidth
    let source = Matrix(rows: count, columns: width, gap: 3, &random)
    let target = Memory<Float>(count: panels * count * panelWidth)
    kernels.packLines(
      PackArguments(
        source: source.memory.source, stride: source.stride, count: count, width: width,
        panelWidth: panelWidth, target: target.pointer))
    let expected = (0..<target.count).map { place -> Float in
      let column = place / (count * panelWidth) * panelWidth + place % panelWidth
      return column < width ? source[place / panelWidth % count, column] : 0
    }
    expect(target, expected, "\(count) lines of \(width), packed")
  }

  private mutating func splitColumns(_ columns: Int) {
    let rows = 3
    let half = (columns + 1) / 2
    // Up to a vector of zeros is written behind each part of a row.
    let rowStride = 2 * (half + lanes)
    let source = Memory(random.scalars(rows * columns))
    let target = Memory([Float](repeating: 0, count: rows * rowStride))
    kernels.layers.splitColumns(
      ColumnSplitArguments(
        rows: rows, columns: columns, source: source.source, readable: rows * columns,
        even: target.pointer, odd: target.pointer + half + lanes, rowStride: rowStride))
    var expected = [Float](repeating: 0, count: rows * rowStride)
    for row in 0..<rows {
      for column in 0..<columns {
        expected[row * rowStride + column / 2 + column % 2 * (half + lanes)] =
          source.source[row * columns + column]
      }
    }
    expect(target, expected, "rows of \(columns), even and odd columns apart")
  }

  /// Two planes of many equal scalars and some NaN; of equals the first wins, and the first NaN of all.
  private mutating func maxPool(_ outputRows: Int, _ outputColumns: Int) {
    let (rows, columns) = (2 * outputRows + 1, 2 * outputColumns + 1)
    var values = random.scalars(2 * rows * columns)
    for index in stride(from: 3, to: values.count, by: 11) { values[index] = .nan }
    let input = Memory(values)
    let count = 2 * outputRows * outputColumns
    let (output, winners) = (Memory<Float>(count: count), Memory<Int32>(count: count))
    kernels.maxPool(
      MaxPoolArguments(
        planes: 2, rows: rows, columns: columns, outputRows: outputRows,
        outputColumns: outputColumns, input: input.source, output: output.pointer,
        winners: winners.pointer))
    let expected = (0..<count).map { place -> (Float, Int32) in
      let (window, plane) = (place % (count / 2), place / (count / 2))
      let corner = 2 * (window / outputColumns) * columns + 2 * (window % outputColumns)
      let places = [corner, corner + 1, corner + columns, corner + columns + 1]
      let winner = extremum(of: places.map { values[plane * rows * columns + $0] }, >)
      return (values[plane * rows * columns + places[winner]], Int32(places[winner]))
    }
    let what = "of planes of \(rows)x\(columns)"
    expect(output, expected.map { $0.0 }, "maxima " + what)
    expect(winners, expected.map { $0.1 }, "winners " + what)
  }

  /// Where the first extremum is, or the first NaN.
  func extremum(of values: [Float], _ isBetter: (Float, Float) -> Bool) -> Int {
    var best = 0
    for (index, value) in values.enumerated() where !values[best].isNaN {
      if value.isNaN || isBetter(value, values[best]) { best = index }
    }
    return best
  }
}
