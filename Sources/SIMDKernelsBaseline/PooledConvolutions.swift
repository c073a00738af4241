import SIMDKernelTable

// A tile is a number of windows of 2x2 features, each feature a vector of sums: the four features
// of a window are in the same lane of four vectors, so that pooling takes no shuffles, and features
// never leave the registers.

/// The channels of a tile with places in lanes, and the windows of one with channels in lanes: four
/// times as many sums as fit the registers besides what they are made of.
#if KERNELS_AVX512
  let pooledTileChannels = 6
  let pooledTileWindows = 5
#else
  let pooledTileChannels = 3
  let pooledTileWindows = 3
#endif

/// Calls `body` with 0, 1, … below `wanted`, at most the channels of a tile.
///
/// Written out, since the compiler does not unroll a loop with a body so long, and would keep all
/// sums in memory to choose among them.
@inline(__always)
private func forEachChannel(_ wanted: Int, _ body: (Int) -> Void) {
  if wanted > 0 { body(0) }
  if wanted > 1 { body(1) }
  if wanted > 2 { body(2) }
  #if KERNELS_AVX512
    if wanted > 3 { body(3) }
    if wanted > 4 { body(4) }
    if wanted > 5 { body(5) }
  #endif
}

/// The same for the windows of a tile.
@inline(__always)
private func forEachWindow(_ wanted: Int, _ body: (Int) -> Void) {
  if wanted > 0 { body(0) }
  if wanted > 1 { body(1) }
  if wanted > 2 { body(2) }
  #if KERNELS_AVX512
    if wanted > 3 { body(3) }
    if wanted > 4 { body(4) }
  #endif
}

/// The sums of a tile: for each channel or window, its four features.
private struct WindowSums {
  var topLeft = zeroHalfTile()
  var topRight = zeroHalfTile()
  var bottomLeft = zeroHalfTile()
  var bottomRight = zeroHalfTile()

  @inline(__always)
  init() {}

  /// The largest of four features plus the bias, rectified; NaN if any of them is.
  @inline(__always)
  func pooled(_ index: Int, _ bias: Vector) -> Vector {
    let (a, b) = (topLeft[index], topRight[index])
    let (c, d) = (bottomLeft[index], bottomRight[index])
    let top = a.replacing(with: b, where: b .> a)
    let bottom = c.replacing(with: d, where: d .> c)
    let isNaN = ((a .!= a) .| (b .!= b)) .| ((c .!= c) .| (d .!= d))
    let largest = top.replacing(with: bottom, where: bottom .> top) + bias
    return largest.replacing(with: 0, where: largest .<= 0)
      .replacing(with: .nan, where: isNaN)
  }

  /// The same, and how far the winner is from the first of the four.
  @inline(__always)
  func traced(_ index: Int, _ bias: Vector, below: Int32) -> (Vector, Lanes) {
    let (best, winner) = largest(
      topLeft[index], topRight[index], bottomLeft[index], bottomRight[index], below: below)
    return (rectified(best + bias), winner)
  }
}

// What tells where winners lie is built apart: it needs more registers, which sums would pay for.

/// Convolves, pools and rectifies a tile of channels; vectors hold every other column.
func poolPlaces(_ arguments: PooledConvolutionArguments) {
  for row in 0..<arguments.rows {
    for column in stride(from: 0, to: arguments.columns, by: laneCount) {
      write(placeSums(arguments, row, column), arguments, row, column)
    }
  }
}

/// The same, and tells where winners lie.
///
/// Whole vectors are written where rows follow that are written later; nothing behind the last.
func tracePlaces(_ arguments: PooledConvolutionArguments) {
  guard let winners = arguments.winners else { return }
  let scalars = pooledTileChannels * laneCount
  withUnsafeTemporaryAllocation(of: Float.self, capacity: 2 * scalars) { scratch in
    guard let maxima = scratch.baseAddress else { return }
    (maxima + scalars).withMemoryRebound(to: Int32.self, capacity: scalars) { positions in
      for row in 0..<arguments.rows {
        for column in stride(from: 0, to: arguments.columns, by: laneCount) {
          let sums = placeSums(arguments, row, column)
          let place = row * arguments.outputRowStride + column
          if place + laneCount <= arguments.rows * arguments.outputRowStride {
            write(
              sums, arguments, row, column, arguments.output + place, winners + place,
              stride: arguments.outputChannelStride)
          } else {
            write(sums, arguments, row, column, maxima, positions, stride: laneCount)
            copyParts(arguments, maxima, positions, place, arguments.columns - column)
          }
        }
      }
    }
  }
}

/// The sums of a tile of channels.
@inline(__always)
private func placeSums(
  _ arguments: PooledConvolutionArguments, _ row: Int, _ column: Int
) -> WindowSums {
  var sums = WindowSums()
  let top = arguments.input + 2 * row * arguments.rowStep + column
  let bottom = top + arguments.rowStep
  var weights = arguments.weights
  for term in 0..<arguments.terms {
    let left = arguments.offsets[term]
    let right = arguments.oddOffsets[term]
    let topLeft = load(top + left)
    let topRight = load(top + right)
    let bottomLeft = load(bottom + left)
    let bottomRight = load(bottom + right)
    for channel in 0..<pooledTileChannels {
      let weight = Vector(repeating: weights[channel])
      sums.topLeft[channel] = multiplyAdd(weight, topLeft, sums.topLeft[channel])
      sums.topRight[channel] = multiplyAdd(weight, topRight, sums.topRight[channel])
      sums.bottomLeft[channel] = multiplyAdd(weight, bottomLeft, sums.bottomLeft[channel])
      sums.bottomRight[channel] = multiplyAdd(weight, bottomRight, sums.bottomRight[channel])
    }
    weights += pooledTileChannels
  }
  return sums
}

/// Writes a tile of channels.
@inline(__always)
private func write(
  _ sums: WindowSums, _ arguments: PooledConvolutionArguments, _ row: Int, _ column: Int
) {
  let wanted = firstLanes(arguments.columns - column)
  let output = arguments.output + row * arguments.outputRowStride + column
  forEachChannel(arguments.channels) { channel in
    let pooled = sums.pooled(channel, Vector(repeating: arguments.bias[channel]))
    store(
      pooled.replacing(with: 0, where: .!wanted),
      output + channel * arguments.outputChannelStride)
  }
}

/// Writes a tile of channels and where its winners lie, `stride` apart.
@inline(__always)
private func write(
  _ sums: WindowSums, _ arguments: PooledConvolutionArguments, _ row: Int, _ column: Int,
  _ output: UnsafeMutablePointer<Float>, _ winners: UnsafeMutablePointer<Int32>, stride: Int
) {
  let width = Int32(truncatingIfNeeded: arguments.featureWidth)
  let corner = Int32(truncatingIfNeeded: 2 * (row * arguments.featureWidth + column))
  let corners = Lanes(repeating: corner) &+ laneNumbers() &+ laneNumbers()
  forEachChannel(arguments.channels) { channel in
    let (pooled, winner) = sums.traced(
      channel, Vector(repeating: arguments.bias[channel]), below: width)
    store(pooled, output + channel * stride)
    store(corners &+ winner, winners + channel * stride)
  }
}

/// Copies the first `count` lanes of a tile to where results from `place` on belong.
@inline(never)
private func copyParts(
  _ arguments: PooledConvolutionArguments, _ maxima: UnsafePointer<Float>,
  _ positions: UnsafePointer<Int32>, _ place: Int, _ count: Int
) {
  for channel in 0..<arguments.channels {
    let target = channel * arguments.outputChannelStride + place
    (arguments.output + target).update(from: maxima + channel * laneCount, count: count)
    arguments.winners?.advanced(by: target)
      .update(from: positions + channel * laneCount, count: count)
  }
}

/// Convolves, pools and rectifies a vector of channels.
func poolChannels(_ arguments: PooledConvolutionArguments) {
  forEachTile(arguments) { row, column in
    // Neighbouring columns are by far the most frequent; the distance is a constant for them.
    if arguments.columnStep == 1 {
      poolNeighbours(arguments, row, column)
    } else {
      writeWindows(sumsApart(arguments, row, column), arguments, row, column)
    }
  }
}

/// The same, and tells where winners lie.
func traceChannels(_ arguments: PooledConvolutionArguments) {
  guard let winners = arguments.winners else { return }
  forEachTile(arguments) { row, column in
    if arguments.columnStep == 1 {
      traceNeighbours(arguments, winners, row, column)
    } else {
      writeWindows(sumsApart(arguments, row, column), arguments, winners, row, column)
    }
  }
}

@inline(__always)
private func forEachTile(
  _ arguments: PooledConvolutionArguments, _ body: (_ row: Int, _ column: Int) -> Void
) {
  for row in 0..<arguments.rows {
    for column in stride(from: 0, to: arguments.columns, by: pooledTileWindows) {
      body(row, column)
    }
  }
}

@inline(never)
private func poolNeighbours(_ arguments: PooledConvolutionArguments, _ row: Int, _ column: Int) {
  writeWindows(neighbourSums(arguments, row, column), arguments, row, column)
}

@inline(never)
private func traceNeighbours(
  _ arguments: PooledConvolutionArguments, _ winners: UnsafeMutablePointer<Int32>, _ row: Int,
  _ column: Int
) {
  writeWindows(neighbourSums(arguments, row, column), arguments, winners, row, column)
}

/// The sums of a tile of windows whose columns lie side by side in the input.
@inline(__always)
private func neighbourSums(
  _ arguments: PooledConvolutionArguments, _ row: Int, _ column: Int
) -> WindowSums {
  var sums = WindowSums()
  let top = arguments.input + 2 * (row * arguments.rowStep + column)
  var weights = arguments.weights
  var term = 0
  while term < arguments.terms {
    var upper = top + arguments.offsets[term]
    let end = upper + arguments.run
    while end - upper >= 2 {
      addPair(weights, upper, upper + arguments.rowStep, to: &sums)
      weights += 2 * laneCount
      upper += 2
    }
    if upper < end {
      addTerm(weights, upper, upper + arguments.rowStep, columnStep: 1, to: &sums)
      weights += laneCount
    }
    term += arguments.run
  }
  return sums
}

/// The sums of a tile of windows whose columns lie `columnStep` apart in the input.
@inline(never)
private func sumsApart(
  _ arguments: PooledConvolutionArguments, _ row: Int, _ column: Int
) -> WindowSums {
  var sums = WindowSums()
  let top = arguments.input + 2 * (row * arguments.rowStep + column * arguments.columnStep)
  var weights = arguments.weights
  for term in 0..<arguments.terms {
    let upper = top + arguments.offsets[term]
    addTerm(
      weights, upper, upper + arguments.rowStep, columnStep: arguments.columnStep, to: &sums)
    weights += laneCount
  }
  return sums
}

/// Adds a term to a tile of windows: the input of two rows of features times a vector of weights.
@inline(__always)
private func addTerm(
  _ weights: UnsafePointer<Float>, _ upper: UnsafePointer<Float>, _ lower: UnsafePointer<Float>,
  columnStep: Int, to sums: inout WindowSums
) {
  let weight = load(weights)
  for window in 0..<pooledTileWindows {
    let (left, right) = (2 * window * columnStep, (2 * window + 1) * columnStep)
    sums.topLeft[window] = multiplyAdd(
      Vector(repeating: upper[left]), weight, sums.topLeft[window])
    sums.topRight[window] = multiplyAdd(
      Vector(repeating: upper[right]), weight, sums.topRight[window])
    sums.bottomLeft[window] = multiplyAdd(
      Vector(repeating: lower[left]), weight, sums.bottomLeft[window])
    sums.bottomRight[window] = multiplyAdd(
      Vector(repeating: lower[right]), weight, sums.bottomRight[window])
  }
}

/// Adds two terms that lie side by side, so that most of the input serves both: with a load for each
/// product, loads would take longer than products.
@inline(__always)
private func addPair(
  _ weights: UnsafePointer<Float>, _ upper: UnsafePointer<Float>, _ lower: UnsafePointer<Float>,
  to sums: inout WindowSums
) {
  let first = load(weights)
  let second = load(weights + laneCount)
  for window in 0..<pooledTileWindows {
    let a = Vector(repeating: upper[2 * window])
    let b = Vector(repeating: upper[2 * window + 1])
    let c = Vector(repeating: upper[2 * window + 2])
    sums.topLeft[window] = multiplyAdd(
      b, second, multiplyAdd(a, first, sums.topLeft[window]))
    sums.topRight[window] = multiplyAdd(
      c, second, multiplyAdd(b, first, sums.topRight[window]))
  }
  for window in 0..<pooledTileWindows {
    let a = Vector(repeating: lower[2 * window])
    let b = Vector(repeating: lower[2 * window + 1])
    let c = Vector(repeating: lower[2 * window + 2])
    sums.bottomLeft[window] = multiplyAdd(
      b, second, multiplyAdd(a, first, sums.bottomLeft[window]))
    sums.bottomRight[window] = multiplyAdd(
      c, second, multiplyAdd(b, first, sums.bottomRight[window]))
  }
}

/// Writes windows with channels side by side.
@inline(__always)
private func writeWindows(
  _ sums: WindowSums, _ arguments: PooledConvolutionArguments, _ row: Int, _ column: Int
) {
  let wanted = firstLanes(arguments.channels)
  let bias = load(arguments.bias)
  let output = arguments.output + row * arguments.outputRowStride + column * laneCount
  forEachWindow(arguments.columns - column) { window in
    store(
      sums.pooled(window, bias).replacing(with: 0, where: .!wanted),
      output + window * laneCount)
  }
}

/// Writes windows with channels side by side, and where winners lie.
@inline(__always)
private func writeWindows(
  _ sums: WindowSums, _ arguments: PooledConvolutionArguments,
  _ winners: UnsafeMutablePointer<Int32>, _ row: Int, _ column: Int
) {
  let bias = load(arguments.bias)
  let place = row * arguments.outputRowStride + column * laneCount
  let width = Int32(truncatingIfNeeded: arguments.featureWidth)
  let corner = Int32(truncatingIfNeeded: 2 * (row * arguments.featureWidth + column))
  forEachWindow(arguments.columns - column) { window in
    let (pooled, winner) = sums.traced(window, bias, below: width)
    let position = corner &+ Int32(truncatingIfNeeded: 2 * window)
    store(pooled, arguments.output + place + window * laneCount)
    store(winner &+ Lanes(repeating: position), winners + place + window * laneCount)
  }
}
