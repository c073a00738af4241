import DLCore

extension NaiveBackend {
  /// The bias, then each weight times the input under it.
  @_specialize(exported:false,where Scalar == Float)
  @_specialize(exported:false,where Scalar == Double)
  public func convolution2D(
    _ input: [Scalar], weights: [Scalar], bias: [Scalar]?, _ geometry: Convolution2DGeometry
  ) -> [Scalar] {
    var output = [Scalar](repeating: 0, count: geometry.outputShape.count)
    if let bias {
      for position in output.indices {
        output[position] = bias[position / geometry.outputPositions % geometry.outputChannels]
      }
    }
    let step = geometry.parameters.dilation.width
    geometry.forEachWindowRow { row in
      var sum = output[row.output]
      for index in 0..<row.count {
        sum += input[row.input + index * step] * weights[row.weight + index]
      }
      output[row.output] = sum
    }
    return output
  }

  /// Each output's gradient times each weight, added to the input under it.
  @_specialize(exported:false,where Scalar == Float)
  @_specialize(exported:false,where Scalar == Double)
  public func convolution2DInputGradient(
    weights: [Scalar], gradient: [Scalar], _ geometry: Convolution2DGeometry
  ) -> [Scalar] {
    var result = [Scalar](repeating: 0, count: geometry.inputShape.count)
    let step = geometry.parameters.dilation.width
    geometry.forEachWindowRow { row in
      let error = gradient[row.output]
      for index in 0..<row.count {
        result[row.input + index * step] += error * weights[row.weight + index]
      }
    }
    return result
  }

  /// Each output's gradient times the input under each weight, added to the weight's.
  @_specialize(exported:false,where Scalar == Float)
  @_specialize(exported:false,where Scalar == Double)
  public func convolution2DWeightGradient(
    input: [Scalar], gradient: [Scalar], _ geometry: Convolution2DGeometry
  ) -> [Scalar] {
    var result = [Scalar](repeating: 0, count: geometry.weightShape.count)
    let step = geometry.parameters.dilation.width
    geometry.forEachWindowRow { row in
      let error = gradient[row.output]
      for index in 0..<row.count {
        result[row.weight + index] += error * input[row.input + index * step]
      }
    }
    return result
  }

  /// Each channel's sum, over positions and then over the batch.
  @_specialize(exported:false,where Scalar == Float)
  @_specialize(exported:false,where Scalar == Double)
  public func convolution2DBiasGradient(
    gradient: [Scalar], _ geometry: Convolution2DGeometry
  ) -> [Scalar] {
    let (channels, positions) = (geometry.outputChannels, geometry.outputPositions)
    let sums = (0..<geometry.batch * channels).map {
      gradient.sum(over: Line(start: $0 * positions, step: 1, count: positions))
    }
    return (0..<channels).map {
      sums.sum(over: Line(start: $0, step: channels, count: geometry.batch))
    }
  }
}

/// One row of a convolution's window at one place, without what lies on padding.
private struct WindowRow {
  /// The position in the output that the window makes.
  var output: Int
  /// The position in the input under the row's first weight; the next are `dilation.width` apart.
  var input: Int
  /// The position of the row's first weight; the next follow.
  var weight: Int
  /// The number of weights.
  var count: Int
}

extension Convolution2DGeometry {
  /// Calls `body` with each row of the window, for each place and channel of the output.
  @inline(__always)
  fileprivate func forEachWindowRow(_ body: (WindowRow) -> Void) {
    let rowRanges = (0..<outputHeight).map(kernelRows)
    let columnRanges = (0..<outputWidth).map(kernelColumns)
    var output = 0
    for picture in 0..<batch {
      for outputChannel in 0..<outputChannels {
        let firstChannel = outputChannel / outputChannelsPerGroup * inputChannelsPerGroup
        for outputRow in 0..<outputHeight {
          for outputColumn in 0..<outputWidth {
            let columns = columnRanges[outputColumn]
            let column = inputColumn(output: outputColumn, kernel: columns.lowerBound)
            for channel in 0..<inputChannelsPerGroup {
              let plane = picture * inputChannels + firstChannel + channel
              let kernelPlane = outputChannel * inputChannelsPerGroup + channel
              for kernelRow in rowRanges[outputRow] {
                let row = inputRow(output: outputRow, kernel: kernelRow)
                body(
                  WindowRow(
                    output: output, input: (plane * inputHeight + row) * inputWidth + column,
                    weight: (kernelPlane * kernel.height + kernelRow) * kernel.width
                      + columns.lowerBound, count: columns.count))
              }
            }
            output += 1
          }
        }
      }
    }
  }

  /// The rows of the window that lie on the input, not on padding.
  private func kernelRows(output: Int) -> Range<Int> {
    clipped(
      kernel.height, step: parameters.dilation.height, to: inputHeight,
      start: inputRow(output: output, kernel: 0))
  }

  /// The columns of the window that lie on the input, not on padding.
  private func kernelColumns(output: Int) -> Range<Int> {
    clipped(
      kernel.width, step: parameters.dilation.width, to: inputWidth,
      start: inputColumn(output: output, kernel: 0))
  }

  /// The indices `i` below `count` for which `start + i · step` lies in `0 ..< extent`.
  private func clipped(_ count: Int, step: Int, to extent: Int, start: Int) -> Range<Int> {
    let inside = (0..<count).filter { (0..<extent).contains(start + $0 * step) }
    guard let first = inside.first else { return 0..<0 }
    return first..<first + inside.count
  }
}
