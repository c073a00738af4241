import SIMDKernelTable

/// A matrix of small numbers, in rows with gaps between them.
struct Matrix {
  let stride: Int
  let memory: Memory<Float>

  init(rows: Int, columns: Int, gap: Int, _ random: inout SmallNumbers) {
    stride = columns + gap
    memory = Memory(random.scalars(rows * stride))
  }

  subscript(row: Int, column: Int) -> Float { memory.source[row * stride + column] }
}

/// The number of rows, terms and columns of a product.
private struct ProductShape {
  var rows: Int
  var terms: Int
  var columns: Int
  var isTransposed: Bool
  /// What follows the sums, a bit each: added to what is there, a bias, rectified.
  var extras: Int
}

extension Checks {
  /// Products of matrices, of a row with a matrix, and fully connected layers.
  mutating func products() {
    let width = kernels.productTileVectors * lanes
    for rows in [1, 2, kernels.productTileRows, kernels.productTileRows + 1, 13] {
      for columns in 1...width {
        for terms in [0, 1, 2, 7, 33] {
          for extras in 0..<8 {
            product(
              ProductShape(
                rows: rows, terms: terms, columns: columns, isTransposed: extras % 3 == 1,
                extras: extras))
          }
        }
      }
    }
    for count in [0, 1, 3, 2 * lanes - 1, 2 * lanes, 5 * lanes + 3, 400] {
      for columns in 1...9 { dots(count, columns) }
      for columns in [1, 3, lanes, 8 * lanes - 1, 8 * lanes, 8 * lanes + 1, 17 * lanes + 5] {
        scaledRows(count, columns)
      }
    }
    for rows in 1...13 {
      for vectors in 1...2 * kernels.layers.panelVectors + 1 {
        for inner in [0, 1, 5, 24, 37] { panels(rows, inner, vectors) }
      }
    }
  }

  private mutating func product(_ shape: ProductShape) {
    let (rows, terms, columns) = (shape.rows, shape.terms, shape.columns)
    let isTransposed = shape.isTransposed
    let width = kernels.productTileVectors * lanes
    let left = Matrix(
      rows: isTransposed ? terms : rows, columns: isTransposed ? rows : terms, gap: 2, &random)
    let right = Matrix(rows: terms, columns: columns, gap: 3, &random)
    let packed = Memory<Float>(count: terms * width)
    kernels.packLines(
      PackArguments(
        source: right.memory.source, stride: right.stride, count: terms, width: columns,
        panelWidth: width, target: packed.pointer))
    let output = Matrix(rows: rows, columns: columns, gap: 5, &random)
    let bias = Memory(random.scalars(columns))
    var expected = output.memory.elements
    for row in 0..<rows {
      for column in 0..<columns {
        let place = row * output.stride + column
        var sum: Float = shape.extras & 1 != 0 ? expected[place] : 0
        for term in 0..<terms {
          sum += (isTransposed ? left[term, row] : left[row, term]) * right[term, column]
        }
        if shape.extras & 2 != 0 { sum += bias.source[column] }
        expected[place] = shape.extras & 4 != 0 ? max(sum, 0) : sum
      }
    }
    let scratch = Memory<Float>(count: kernels.productTileRows * width)
    kernels.productPanel(
      ProductArguments(
        count: terms, scalars: left.memory.source, rowStride: isTransposed ? 1 : left.stride,
        termStride: isTransposed ? left.stride : 1, vectors: packed.source, vectorStride: width,
        output: output.memory.pointer, outputStride: output.stride, rows: rows, columns: columns,
        accumulates: shape.extras & 1 != 0, bias: shape.extras & 2 != 0 ? bias.source : nil,
        rectifies: shape.extras & 4 != 0, scratch: scratch.pointer))
    expect(
      output.memory, expected,
      "a product of \(rows)x\(terms) and \(terms)x\(columns), extras \(shape.extras)")
    expect(scratch.hasWholeMargins, "a product's scratch of \(rows) rows, \(columns) columns")
  }

  private mutating func dots(_ count: Int, _ columns: Int) {
    let row = Memory(random.scalars(count))
    let rows = Matrix(rows: columns, columns: count, gap: 3, &random)
    let output = Memory<Float>(count: columns)
    kernels.dots(
      DotArguments(
        count: count, columns: columns, row: row.source, rows: rows.memory.source,
        rowStride: rows.stride, output: output.pointer))
    let expected = (0..<columns).map { column in
      (0..<count).reduce(Float(0)) { $0 + row.source[$1] * rows[column, $1] }
    }
    expect(output, expected, "\(columns) dot products of \(count) scalars")
  }

  private mutating func scaledRows(_ count: Int, _ columns: Int) {
    let scales = Memory(random.scalars(count))
    let rows = Matrix(rows: count, columns: columns, gap: 1, &random)
    let output = Memory<Float>(count: columns)
    kernels.scaledRows(
      ScaledRowsArguments(
        count: count, columns: columns, scales: scales.source, rows: rows.memory.source,
        rowStride: rows.stride, output: output.pointer))
    let expected = (0..<columns).map { column in
      (0..<count).reduce(Float(0)) { $0 + scales.source[$1] * rows[$1, column] }
    }
    expect(output, expected, "\(count) scaled rows of \(columns)")
  }

  private mutating func panels(_ rows: Int, _ inner: Int, _ vectors: Int) {
    let width = vectors * lanes
    let panelWidth = kernels.layers.panelVectors * lanes
    let input = Matrix(rows: rows, columns: inner, gap: 3, &random)
    let weights = Memory(random.scalars(inner * width))
    let bias = Memory(random.scalars(width))
    let rectifies = rows % 2 == 0
    let output = Memory<Float>(count: rows * width)
    kernels.layers.panels(
      PanelArguments(
        rows: rows, inner: inner, vectors: vectors, input: input.memory.source,
        inputStride: input.stride, weights: weights.source, bias: bias.source,
        output: output.pointer, outputStride: width, rectifies: rectifies))
    let expected = (0..<rows * width).map { place in
      let (row, column) = (place / width, place % width)
      let first = column / panelWidth * panelWidth
      let own = weights.source + first * inner + (column - first)
      var sum = bias.source[column]
      for term in 0..<inner { sum += input[row, term] * own[term * min(width - first, panelWidth)] }
      return rectifies ? max(sum, 0) : sum
    }
    expect(output, expected, "a layer of \(rows) inputs of \(inner) and \(vectors) vectors")
  }
}
