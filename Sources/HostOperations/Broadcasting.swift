import DLCore

/// One run of a broadcast operation: `count` elements of the result, one after the other.
///
/// Each operand has as many elements, `lhsStride` or `rhsStride` apart; a stride of 0 repeats one.
struct BroadcastRun {
  var lhs: UnsafePointer<Float>
  var lhsStride: Int
  var rhs: UnsafePointer<Float>
  var rhsStride: Int
  var result: UnsafeMutablePointer<Float>
  var count: Int

  /// Writes `function` of the operands, with loops of their own for the strides that vectorise.
  @inline(__always)
  func each(_ function: (Float, Float) -> Float) {
    switch (lhsStride, rhsStride) {
    case (1, 1):
      for index in 0..<count { result[index] = function(lhs[index], rhs[index]) }
    case (1, 0):
      let right = rhs[0]
      for index in 0..<count { result[index] = function(lhs[index], right) }
    case (0, 1):
      let left = lhs[0]
      for index in 0..<count { result[index] = function(left, rhs[index]) }
    default:
      for index in 0..<count {
        result[index] = function(lhs[index &* lhsStride], rhs[index &* rhsStride])
      }
    }
  }
}

/// An operand that is one short row, met by every row of the other: a bias, for example.
private struct RepeatedRow {
  /// The scalars of the row.
  let length: Int
  /// Whether the left operand is the row.
  let isLeft: Bool
  /// The scalars of several copies of it: enough for loops to be long.
  let tile: Int
  /// The elements of the result.
  let count: Int

  /// Finds the row; `nil` where there is none, or runs are long enough as they are.
  init?(_ geometry: BroadcastGeometry) {
    guard geometry.extents.count == 2, geometry.extents[0] >= 16, geometry.extents[1] < 64
    else { return nil }
    length = geometry.extents[1]
    let (once, again) = ([length, 1], [0, 1])
    isLeft = geometry.lhsStrides == again
    let whole = isLeft ? geometry.rhsStrides : geometry.lhsStrides
    guard whole == once, isLeft || geometry.rhsStrides == again else { return nil }
    tile = length * (256 / length)
    count = geometry.count
  }
}

extension HostBackend {
  /// A new storage that `kernel` writes run by run.
  func broadcasting(
    _ lhs: Storage, _ rhs: Storage, _ geometry: BroadcastGeometry, cost: Int = 1,
    _ kernel: (BroadcastRun) -> Void
  ) -> Storage {
    make(geometry.count) { result in
      guard geometry.count > 0 else { return }
      reading(lhs, rhs) { lhs, rhs in
        if let row = RepeatedRow(geometry) {
          return forEachTile(of: row, lhs, rhs, result, cost: cost, kernel)
        }
        forEachRun(geometry, cost: cost) { start, leftStart, rightStart, count in
          // Each start lies inside its storage, as does the last element of the run.
          kernel(
            BroadcastRun(
              lhs: lhs + leftStart, lhsStride: geometry.lhsStrides.last ?? 1, rhs: rhs + rightStart,
              rhsStride: geometry.rhsStrides.last ?? 1, result: result + start, count: count))
        }
      }
    }
  }

  /// Calls `kernel` with long runs, for which the repeated row is written out several times.
  private func forEachTile(
    of row: RepeatedRow, _ lhs: UnsafePointer<Float>, _ rhs: UnsafePointer<Float>,
    _ result: UnsafeMutablePointer<Float>, cost: Int, _ kernel: (BroadcastRun) -> Void
  ) {
    withWorkspace(of: Float.self, row.tile) { tile in
      let short = row.isLeft ? lhs : rhs
      for copy in 0..<row.tile / row.length {
        (tile + copy * row.length).update(from: short, count: row.length)
      }
      let tiles = (row.count + row.tile - 1) / row.tile
      forEachRange(tiles, workPerElement: row.tile * cost) { range in
        for number in range {
          let start = number * row.tile
          kernel(
            BroadcastRun(
              lhs: row.isLeft ? UnsafePointer(tile) : lhs + start, lhsStride: 1,
              rhs: row.isLeft ? rhs + start : UnsafePointer(tile), rhsStride: 1,
              result: result + start, count: min(row.tile, row.count - start)))
        }
      }
    }
  }

  /// Calls `body` with the start in the result and both operands, and the length, of each run.
  private func forEachRun(
    _ geometry: BroadcastGeometry, cost: Int, _ body: (Int, Int, Int, Int) -> Void
  ) {
    guard geometry.extents.count > 1 else {
      let (left, right) = (geometry.lhsStrides[0], geometry.rhsStrides[0])
      forEachRange(geometry.count, workPerElement: cost) { range in
        let start = range.lowerBound
        body(start, start * left, start * right, range.count)
      }
      return
    }
    let length = geometry.extents[geometry.extents.count - 1]
    let outer = geometry.extents.dropLast()
    forEachRange(geometry.count / length, workPerElement: length * cost) { rows in
      for row in rows {
        var (rest, left, right) = (row, 0, 0)
        for dimension in outer.indices.reversed() {
          let (quotient, index) = rest.quotientAndRemainder(dividingBy: outer[dimension])
          left += index * geometry.lhsStrides[dimension]
          right += index * geometry.rhsStrides[dimension]
          rest = quotient
        }
        body(row * length, left, right, length)
      }
    }
  }
}
