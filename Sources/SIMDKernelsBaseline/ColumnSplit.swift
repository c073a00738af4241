import SIMDKernelTable

/// Keeps even and odd columns of rows apart, as whole vectors where so much can be read.
func splitColumns(_ arguments: ColumnSplitArguments) {
  for row in 0..<arguments.rows {
    let start = row * arguments.columns
    let even = arguments.even + row * arguments.rowStride
    let odd = arguments.odd + row * arguments.rowStride
    for column in stride(from: 0, to: arguments.columns, by: 2 * laneCount) {
      let place = start + column
      if place + 2 * laneCount <= arguments.readable {
        splitVectors(
          arguments.source + place, even + column / 2, odd + column / 2,
          count: arguments.columns - column)
      } else {
        splitScalars(
          arguments.source + place, even + column / 2, odd + column / 2,
          count: min(arguments.columns - column, 2 * laneCount))
      }
    }
  }
}

/// Splits two vectors of which `count` scalars are wanted; the lower target is written first.
@inline(__always)
private func splitVectors(
  _ source: UnsafePointer<Float>, _ even: UnsafeMutablePointer<Float>,
  _ odd: UnsafeMutablePointer<Float>, count: Int
) {
  let pairs = UnsafeRawPointer(source).loadUnaligned(as: VectorPair.self)
  let evens = pairs.evenHalf.replacing(with: 0, where: .!firstLanes((count + 1) / 2))
  let odds = pairs.oddHalf.replacing(with: 0, where: .!firstLanes(count / 2))
  if even < odd {
    store(evens, even)
    store(odds, odd)
  } else {
    store(odds, odd)
    store(evens, even)
  }
}

private func splitScalars(
  _ source: UnsafePointer<Float>, _ even: UnsafeMutablePointer<Float>,
  _ odd: UnsafeMutablePointer<Float>, count: Int
) {
  for index in 0..<count / 2 {
    even[index] = source[2 * index]
    odd[index] = source[2 * index + 1]
  }
  if count % 2 == 1 { even[count / 2] = source[count - 1] }
}
