import DLCore

extension NaiveBackend {
  /// The best element of each window and its position in the input, -1 for none.
  @_specialize(exported:false,where Scalar == Float)
  @_specialize(exported:false,where Scalar == Double)
  public func maxPool2D(_ input: [Scalar], _ geometry: Pool2DGeometry)
    -> (output: [Scalar], selection: [Int32])
  {
    var output: [Scalar] = []
    var selection: [Int32] = []
    geometry.forEachWindow { window in
      var best = -Scalar.infinity
      var winner = -1
      for place in window.places {
        let candidate = input[window.plane + place]
        if winner < 0 || Extremum.maximum.prefers(candidate, over: best) {
          best = candidate
          winner = window.plane + place
        }
      }
      output.append(best)
      selection.append(Int32(winner))
    }
    return (output, selection)
  }

  /// Each window's gradient added to the element that won.
  @_specialize(exported:false,where Scalar == Float)
  @_specialize(exported:false,where Scalar == Double)
  public func maxPool2DGradient(
    _ gradient: [Scalar], selection: [Int32], _ geometry: Pool2DGeometry
  ) -> [Scalar] {
    var result = [Scalar](repeating: 0, count: geometry.inputShape.count)
    for (window, position) in selection.enumerated() where position >= 0 {
      result[Int(position)] += gradient[window]
    }
    return result
  }

  /// The sum of each window, divided by its divisor.
  @_specialize(exported:false,where Scalar == Float)
  @_specialize(exported:false,where Scalar == Double)
  public func averagePool2D(_ input: [Scalar], _ geometry: Pool2DGeometry) -> [Scalar] {
    var output: [Scalar] = []
    geometry.forEachWindow { window in
      let elements = window.places.map { input[window.plane + $0] }
      let sum = elements.sum(over: Line(start: 0, step: 1, count: elements.count))
      output.append(sum / Scalar(window.divisor))
    }
    return output
  }

  /// Each window's gradient, divided by its divisor and added to each of its elements.
  @_specialize(exported:false,where Scalar == Float)
  @_specialize(exported:false,where Scalar == Double)
  public func averagePool2DGradient(
    _ gradient: [Scalar], _ geometry: Pool2DGeometry
  ) -> [Scalar] {
    var result = [Scalar](repeating: 0, count: geometry.inputShape.count)
    var windows = 0
    geometry.forEachWindow { window in
      let share = gradient[windows] / Scalar(window.divisor)
      for place in window.places { result[window.plane + place] += share }
      windows += 1
    }
    return result
  }
}

/// A pooling window at one place, without what lies on padding.
private struct PoolWindow {
  /// Where the window's plane starts in the input.
  var plane: Int
  /// The positions in the plane that the window covers, in order.
  var places: [Int]
  /// What an average divides by.
  var divisor: Int
}

extension Pool2DGeometry {
  /// Calls `body` with the window of each element of the output, in order.
  @inline(__always)
  fileprivate func forEachWindow(_ body: (PoolWindow) -> Void) {
    let windows = planeWindows
    for plane in 0..<planes {
      for var window in windows {
        window.plane = plane * inputHeight * inputWidth
        body(window)
      }
    }
  }

  /// The windows of the first plane, in order.
  private var planeWindows: [PoolWindow] {
    let columns = (0..<outputWidth).map(inputColumns)
    return (0..<outputHeight).flatMap { outputRow in
      let rows = inputRows(output: outputRow)
      return (0..<outputWidth).map { outputColumn in
        PoolWindow(
          plane: 0,
          places: rows.flatMap { row in columns[outputColumn].map { row * inputWidth + $0 } },
          divisor: divisor(outputRow: outputRow, outputColumn: outputColumn))
      }
    }
  }
}
