import DLCore

extension NaiveBackend {
  /// Rows times columns.
  @_specialize(exported:false,where Scalar == Float)
  @_specialize(exported:false,where Scalar == Double)
  public func matrixProduct(
    _ lhs: [Scalar], _ rhs: [Scalar], _ geometry: MatrixProductGeometry
  ) -> [Scalar] {
    let inner = geometry.inner
    var output: [Scalar] = []
    output.reserveCapacity(geometry.outputCount)
    for item in 0..<geometry.batch {
      for row in 0..<geometry.rows {
        let left = geometry.row(row, item: item)
        for column in 0..<geometry.columns {
          let right = geometry.column(column, item: item)
          var sum: Scalar = 0
          for index in 0..<inner { sum += lhs[left[index]] * rhs[right[index]] }
          output.append(sum)
        }
      }
    }
    return output
  }

  /// `activation(bias[column] + Σ input[row, i] · weights[column, i])`.
  @_specialize(exported:false,where Scalar == Float)
  @_specialize(exported:false,where Scalar == Double)
  public func linear(
    _ input: [Scalar], weights: [Scalar], bias: [Scalar]?, _ geometry: LinearGeometry
  ) -> [Scalar] {
    let inner = geometry.inner
    var output: [Scalar] = []
    output.reserveCapacity(geometry.rows * geometry.columns)
    for row in 0..<geometry.rows {
      for column in 0..<geometry.columns {
        var sum = bias?[column] ?? 0
        for index in 0..<inner {
          sum += input[row * inner + index] * weights[column * inner + index]
        }
        output.append(geometry.activation.operation?(sum) ?? sum)
      }
    }
    return output
  }

  /// The gradient of what was activated, passed to each factor of each product.
  @_specialize(exported:false,where Scalar == Float)
  @_specialize(exported:false,where Scalar == Double)
  public func linearGradients(
    input: [Scalar], weights: [Scalar], output: [Scalar], gradient: [Scalar],
    _ geometry: LinearGeometry, wantsInput: Bool, hasBias: Bool
  ) -> LayerGradients<[Scalar]> {
    let (rows, columns, inner) = (geometry.rows, geometry.columns, geometry.inner)
    let gradient = activationGradient(
      geometry.activation, output: output, gradient: gradient, count: rows * columns)
    var inputGradient = [Scalar](repeating: 0, count: wantsInput ? rows * inner : 0)
    var weightGradient = [Scalar](repeating: 0, count: columns * inner)
    for row in 0..<rows {
      for column in 0..<columns {
        let error = gradient[row * columns + column]
        for index in 0..<inner {
          weightGradient[column * inner + index] += error * input[row * inner + index]
        }
        guard wantsInput else { continue }
        for index in 0..<inner {
          inputGradient[row * inner + index] += error * weights[column * inner + index]
        }
      }
    }
    return LayerGradients(
      input: wantsInput ? inputGradient : nil, weights: weightGradient,
      bias: hasBias
        ? (0..<columns).map { gradient.sum(over: Line(start: $0, step: columns, count: rows)) }
        : nil)
  }
}

extension MatrixProductGeometry {
  /// Where a row of `op(A)` lies.
  func row(_ row: Int, item: Int) -> Line {
    let matrix = sharesLHS ? 0 : item * rows * inner
    return transposesLHS
      ? Line(start: matrix + row, step: rows, count: inner)
      : Line(start: matrix + row * inner, step: 1, count: inner)
  }

  /// Where a column of `op(B)` lies.
  func column(_ column: Int, item: Int) -> Line {
    let matrix = sharesRHS ? 0 : item * inner * columns
    return transposesRHS
      ? Line(start: matrix + column * inner, step: 1, count: inner)
      : Line(start: matrix + column, step: columns, count: inner)
  }
}
