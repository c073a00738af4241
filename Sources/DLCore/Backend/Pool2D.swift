/// Maximum and average pooling over 2D windows, and their gradients.
public protocol PoolingOperations<Scalar>: MovementOperations, ReductionOperations {
  /// Which element of each window won: what the gradient of a maximum pooling goes by.
  associatedtype MaxPoolSelection: Sendable = [Int32]

  /// The largest element of each window, and which one it was.
  ///
  /// The first of equal elements in row-major order wins, and the first NaN over all numbers.
  /// Padding never wins; a window of nothing but padding gives -∞ and selects nothing.
  func maxPool2D(_ input: Storage, _ geometry: Pool2DGeometry)
    -> (output: Storage, selection: MaxPoolSelection)

  /// The gradient of `maxPool2D`: each window's gradient goes to the element that won.
  func maxPool2DGradient(
    _ gradient: Storage, selection: MaxPoolSelection, _ geometry: Pool2DGeometry
  ) -> Storage

  /// Takes the elements that won an earlier `maxPool2D` from another input of the same shape.
  ///
  /// This is the gradient of `maxPool2DGradient`. 0 for a window that selected nothing.
  func maxPool2DSelected(
    _ input: Storage, selection: MaxPoolSelection, _ geometry: Pool2DGeometry
  ) -> Storage

  /// The sum of each window divided by its number of elements (`Pool2DGeometry.divisor`).
  ///
  /// A window of nothing but padding gives 0.
  func averagePool2D(_ input: Storage, _ geometry: Pool2DGeometry) -> Storage

  /// The gradient of `averagePool2D`: each window's gradient is divided among its elements.
  func averagePool2DGradient(_ gradient: Storage, _ geometry: Pool2DGeometry) -> Storage
}

extension PoolingOperations where MaxPoolSelection == [Int32] {
  /// Maximum pooling as a gather of windows and a reduction.
  ///
  /// The selection is the position in the input, -1 for none.
  public func maxPool2D(_ input: Storage, _ geometry: Pool2DGeometry)
    -> (output: Storage, selection: [Int32])
  {
    let positions = geometry.windowPositions
    let size = geometry.parameters.window.height * geometry.parameters.window.width
    let windows = gatherElements(input, at: positions, fill: -.infinity)
    let reduction = ReductionGeometry(outer: geometry.outputShape.count, count: size, inner: 1)
    // Padding stands last in each window, so that among equals (-∞) an element of the input wins.
    let winners = argumentReduce(.maximum, windows, reduction)
    let selection = winners.enumerated().map { window, place in
      positions[window * size + Int(place)]
    }
    return (reduce(.maximum, windows, reduction), selection)
  }

  /// The gradient of maximum pooling as a scatter.
  public func maxPool2DGradient(
    _ gradient: Storage, selection: [Int32], _ geometry: Pool2DGeometry
  ) -> Storage {
    scatterAddElements(gradient, at: selection, count: geometry.inputShape.count)
  }

  /// The elements that won, as a gather.
  public func maxPool2DSelected(
    _ input: Storage, selection: [Int32], _ geometry: Pool2DGeometry
  ) -> Storage {
    gatherElements(input, at: selection, fill: 0)
  }
}

extension PoolingOperations {
  /// Average pooling as a gather of windows and a reduction.
  public func averagePool2D(_ input: Storage, _ geometry: Pool2DGeometry) -> Storage {
    let size = geometry.parameters.window.height * geometry.parameters.window.width
    let sums = reduce(
      .sum, gatherElements(input, at: geometry.windowPositions, fill: 0),
      ReductionGeometry(outer: geometry.outputShape.count, count: size, inner: 1))
    return divided(sums, geometry)
  }

  /// The gradient of average pooling as a gather of the windows' gradients and a scatter.
  public func averagePool2DGradient(_ gradient: Storage, _ geometry: Pool2DGeometry) -> Storage {
    let size = geometry.parameters.window.height * geometry.parameters.window.width
    let count = geometry.outputShape.count
    let shares = strided(
      divided(gradient, geometry),
      StridedGeometry(extents: [count, size], strides: [1, 0], offset: 0, inputCount: count))
    return scatterAddElements(
      shares, at: geometry.windowPositions, count: geometry.inputShape.count)
  }

  /// Each window's value divided by the number of its elements.
  private func divided(_ values: Storage, _ geometry: Pool2DGeometry) -> Storage {
    let divisors = (0..<geometry.outputHeight).flatMap { row in
      (0..<geometry.outputWidth).map { column in
        Scalar(geometry.divisor(outputRow: row, outputColumn: column))
      }
    }
    return binary(
      .divide, values, makeStorage(divisors),
      BroadcastGeometry(
        lhs: geometry.outputShape, rhs: [geometry.outputHeight, geometry.outputWidth],
        result: geometry.outputShape))
  }
}

extension Pool2DGeometry {
  /// The positions in the input of each window's elements, in row-major order, then -1 for each
  /// place that is padding.
  var windowPositions: [Int32] {
    let size = parameters.window.height * parameters.window.width
    let columns = (0..<outputWidth).map(inputColumns)
    var positions: [Int32] = []
    positions.reserveCapacity(outputShape.count * size)
    for plane in 0..<planes {
      for outputRow in 0..<outputHeight {
        let rows = inputRows(output: outputRow)
        for outputColumn in 0..<outputWidth {
          let start = positions.count
          for row in rows {
            for column in columns[outputColumn] {
              positions.append(Int32((plane * inputHeight + row) * inputWidth + column))
            }
          }
          positions.append(contentsOf: repeatElement(-1, count: start + size - positions.count))
        }
      }
    }
    return positions
  }
}
