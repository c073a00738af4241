import SIMDKernelTable

/// The dot products of one row with many, four at a time.
///
/// Reads `count` scalars of the row and of each of the others, and writes `columns` sums.
func dots(_ arguments: DotArguments) {
  var column = 0
  while column < arguments.columns {
    // The last rows are computed along with ones before them, unless there are fewer than four.
    let first = min(column, max(arguments.columns - 4, 0))
    let last = arguments.columns - 1
    let rows = InlineArray<4, UnsafePointer<Float>> {
      arguments.rows + min(first + $0, last) * arguments.rowStride
    }
    let sums = fourDots(arguments.row, rows, arguments.count)
    if arguments.columns >= 4 {
      storeFour(sums, arguments.output + first)
    } else {
      for index in 0..<arguments.columns { arguments.output[index] = sums[index] }
    }
    column += 4
  }
}

@inline(__always)
private func fourDots(
  _ row: UnsafePointer<Float>, _ rows: InlineArray<4, UnsafePointer<Float>>, _ count: Int
) -> SIMD4<Float> {
  var even = fourZeros()
  var odd = fourZeros()
  var start = 0
  while start + 2 * laneCount <= count {
    let left = load(row + start)
    let right = load(row + start + laneCount)
    for index in 0..<4 {
      even[index] = multiplyAdd(left, load(rows[index] + start), even[index])
      odd[index] = multiplyAdd(right, load(rows[index] + start + laneCount), odd[index])
    }
    start += 2 * laneCount
  }
  while start < count {
    let rest = min(count - start, laneCount)
    let left = load(first: rest, row + start)
    for index in 0..<4 {
      even[index] = multiplyAdd(left, load(first: rest, rows[index] + start), even[index])
    }
    start += laneCount
  }
  let quarters = transposed(
    sumInFour(even[0] + odd[0]), sumInFour(even[1] + odd[1]), sumInFour(even[2] + odd[2]),
    sumInFour(even[3] + odd[3]))
  return (quarters[0] + quarters[1]) + (quarters[2] + quarters[3])
}

/// The sum of a vector's quarters, or halves, of four lanes.
@inline(__always)
private func sumInFour(_ vector: Vector) -> SIMD4<Float> {
  #if KERNELS_AVX512
    let half = vector.lowHalf + vector.highHalf
    return half.lowHalf + half.highHalf
  #else
    return vector.lowHalf + vector.highHalf
  #endif
}
