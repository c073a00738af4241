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

extension HostBackend {
  /// A new storage that `kernel` writes run by run.
  func broadcasting(
    _ lhs: Storage, _ rhs: Storage, _ geometry: BroadcastGeometry, cost: Int = 1,
    _ kernel: (BroadcastRun) -> Void
  ) -> Storage {
    make(geometry.count) { result in
      guard geometry.count > 0 else { return }
      reading(lhs, rhs) { lhs, rhs in
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
