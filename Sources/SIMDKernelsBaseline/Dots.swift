import SIMDKernelTable

/// The dot products of one row with many, four at a time.
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
    for index in 0..<4 where first + index < arguments.columns {
      arguments.output[first + index] = sums[index]
    }
    column += 4
  }
}

@inline(__always)
private func fourDots(
  _ row: UnsafePointer<Float>, _ rows: InlineArray<4, UnsafePointer<Float>>, _ count: Int
) -> InlineArray<4, Float> {
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
  if start + laneCount <= count {
    let left = load(row + start)
    for index in 0..<4 {
      even[index] = multiplyAdd(left, load(rows[index] + start), even[index])
    }
    start += laneCount
  }
  var sums: InlineArray<4, Float> = [0, 0, 0, 0]
  for index in 0..<4 {
    var sum = (even[index] + odd[index]).sum()
    for place in start..<max(count, start) { sum += row[place] * rows[index][place] }
    sums[index] = sum
  }
  return sums
}
