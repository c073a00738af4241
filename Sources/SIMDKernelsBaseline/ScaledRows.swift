import SIMDKernelTable

/// Adds up scaled rows: the product of one row with a matrix as it lies.
///
/// Reads `count` scales and `columns` scalars of each row, and writes `columns` sums.
func scaledRows(_ arguments: ScaledRowsArguments) {
  var block = arguments
  var rest = arguments.columns
  while rest > 0 {
    block.columns = min(rest, 8 * laneCount)
    sumBlock(block)
    block.rows += block.columns
    block.output += block.columns
    rest -= block.columns
  }
}

/// Adds up the rows of up to eight vectors by the code for exactly as many: each is a chain of
/// additions, and eight of them keep two multiply-add units busy.
@inline(__always)
private func sumBlock(_ block: ScaledRowsArguments) {
  switch (block.columns + laneCount - 1) / laneCount {
  case 8: RowSums<4, 4>.fill(block)
  case 7: RowSums<4, 3>.fill(block)
  case 6: RowSums<4, 2>.fill(block)
  case 5: RowSums<4, 1>.fill(block)
  case 4: RowSums<4, 0>.fill(block)
  case 3: RowSums<3, 0>.fill(block)
  case 2: RowSums<2, 0>.fill(block)
  default: RowSums<1, 0>.fill(block)
  }
}

/// The sums of a given number of vectors, in two halves, as the compiler unrolls no loop of eight.
private enum RowSums<let left: Int, let right: Int> {
  @inline(never)
  static func fill(_ block: ScaledRowsArguments) {
    var leftSums = fourZeros()
    var rightSums = fourZeros()
    // The scalars behind a row's last are the next row's, which only the last rows lack.
    let behind = (left + right) * laneCount - block.columns
    let lacking = min((behind + block.rowStride - 1) / block.rowStride, block.count)
    var row = block.rows
    for index in 0..<(block.count - lacking) {
      let scale = Vector(repeating: block.scales[index])
      for vector in 0..<left {
        leftSums[vector] = multiplyAdd(scale, load(row + vector * laneCount), leftSums[vector])
      }
      for vector in 0..<right {
        rightSums[vector] = multiplyAdd(
          scale, load(row + (left + vector) * laneCount), rightSums[vector])
      }
      row += block.rowStride
    }
    for index in (block.count - lacking)..<block.count {
      let scale = Vector(repeating: block.scales[index])
      for vector in 0..<left {
        leftSums[vector] = multiplyAdd(scale, part(vector, row, block), leftSums[vector])
      }
      for vector in 0..<right {
        rightSums[vector] = multiplyAdd(scale, part(left + vector, row, block), rightSums[vector])
      }
      row += block.rowStride
    }
    for vector in 0..<left { put(leftSums[vector], vector, block) }
    for vector in 0..<right { put(rightSums[vector], left + vector, block) }
  }

  /// A vector of a row, zeros behind the row's last scalar.
  @inline(__always)
  private static func part(
    _ vector: Int, _ row: UnsafePointer<Float>, _ block: ScaledRowsArguments
  ) -> Vector {
    load(
      first: min(block.columns - vector * laneCount, laneCount), row + vector * laneCount)
  }

  @inline(__always)
  private static func put(_ sums: Vector, _ vector: Int, _ block: ScaledRowsArguments) {
    store(
      first: min(block.columns - vector * laneCount, laneCount), sums,
      block.output + vector * laneCount)
  }
}
