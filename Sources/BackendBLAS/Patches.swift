import DLCore
import HostOperations

/// The patches under a tile of one group's output (im2col), and the way back (col2im).
///
/// Pictures lie innermost, `pictures` of them. The matrix is `[patchCount, places · pictures]`.
struct Patches {
  let geometry: Convolution2DGeometry
  let tile: ConvolutionTile
  let group: Int
  let pictures: Int

  /// The columns of the matrix.
  var columns: Int { tile.count * pictures }
  /// The elements of the matrix.
  var count: Int { geometry.patchCount * columns }

  /// The group's first element in a block of the input.
  private var firstElement: Int {
    group * geometry.inputChannelsPerGroup * geometry.inputHeight * geometry.inputWidth * pictures
  }

  /// The patches as an operand: the input itself if patches are no more than that, else copied to
  /// `workspace`, which has room for `count` scalars.
  func matrix(
    _ input: UnsafePointer<Float>, workspace: UnsafeMutablePointer<Float>
  ) -> MatrixOperand {
    if geometry.isPointwise {
      return MatrixOperand(
        base: input + firstElement + tile.start * pictures,
        stride: geometry.outputPositions * pictures)
    }
    forEachRow { place, row in
      let target = workspace + place
      let source = input + row.source
      target.update(repeating: 0, count: row.before)
      if row.step == pictures {
        (target + row.before).update(from: source, count: row.count * pictures)
      } else {
        for column in 0..<row.count {
          (target + row.before + column * pictures).update(
            from: source + column * row.step, count: pictures)
        }
      }
      (target + row.before + row.count * pictures).update(repeating: 0, count: row.after)
    }
    return MatrixOperand(base: workspace, stride: columns)
  }

  /// Adds patches back to where they came from in a block of the input.
  func add(
    _ patches: UnsafePointer<Float>, to input: UnsafeMutablePointer<Float>
  ) {
    forEachRow { place, row in
      let source = patches + place + row.before
      let target = input + row.source
      if row.step == pictures {
        for index in 0..<(row.count &* pictures) { target[index] += source[index] }
      } else {
        for column in 0..<row.count {
          let (from, to) = (source + column * pictures, target + column * row.step)
          for index in 0..<pictures { to[index] += from[index] }
        }
      }
    }
  }

  /// A row of output places under one weight: what is padding, and what lies in the input.
  private struct Row {
    /// Scalars of padding in front.
    var before: Int
    /// The places inside the input.
    var count: Int
    /// Scalars of padding behind.
    var after: Int
    /// The position of the first scalar in the block of the input.
    var source: Int
    /// How far apart in the input neighbouring places lie.
    var step: Int
  }

  /// Calls `body` with the position in the matrix and the source of each row of each weight.
  @inline(__always)
  private func forEachRow(_ body: (Int, Row) -> Void) {
    let rowScalars = geometry.inputWidth * pictures
    let step = geometry.parameters.stride.width * pictures
    var place = 0
    for channel in 0..<geometry.inputChannelsPerGroup {
      let plane = firstElement + channel * geometry.inputHeight * rowScalars
      for kernelRow in 0..<geometry.kernel.height {
        for kernelColumn in 0..<geometry.kernel.width {
          let inside = columnsInside(kernelColumn)
          let column = geometry.inputColumn(output: inside.lowerBound, kernel: kernelColumn)
          for outputRow in tile.rows {
            let row = geometry.inputRow(output: outputRow, kernel: kernelRow)
            let isInside = 0 <= row && row < geometry.inputHeight && !inside.isEmpty
            let before = isInside ? inside.lowerBound - tile.columns.lowerBound : tile.columns.count
            let count = isInside ? inside.count : 0
            body(
              place,
              Row(
                before: before * pictures, count: count,
                after: (tile.columns.count - before - count) * pictures,
                source: isInside ? plane + row * rowScalars + column * pictures : 0, step: step))
            place += tile.columns.count * pictures
          }
        }
      }
    }
  }

  /// The output columns of the tile under which a kernel column meets the input.
  private func columnsInside(_ kernelColumn: Int) -> Range<Int> {
    let stride = geometry.parameters.stride.width
    // Output column x sees input column x · stride + offset.
    let offset = geometry.inputColumn(output: 0, kernel: kernelColumn)
    let first = offset < 0 ? (stride - 1 - offset) / stride : 0
    let end = offset < geometry.inputWidth ? (geometry.inputWidth - 1 - offset) / stride + 1 : 0
    let lower = min(max(first, tile.columns.lowerBound), tile.columns.upperBound)
    return lower..<max(min(end, tile.columns.upperBound), lower)
  }
}
