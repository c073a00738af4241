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

/// The sums of a tile: for each channel or window, its four features.
private struct WindowSums {
  var topLeft = zeroHalfTile()
  var topRight = zeroHalfTile()
  var bottomLeft = zeroHalfTile()
  var bottomRight = zeroHalfTile()

  @inline(__always)
  init() {}

  /// Writes the features of `count` channels or windows one after another.
  @inline(__always)
  func write(_ count: Int, to features: UnsafeMutablePointer<Float>) {
    for index in 0..<count {
      let four = features + 4 * index * laneCount
      store(topLeft[index], four)
      store(topRight[index], four + laneCount)
      store(bottomLeft[index], four + 2 * laneCount)
      store(bottomRight[index], four + 3 * laneCount)
    }
  }
}

/// Shows memory for the features of a tile, and for its maxima and where they came from.
///
/// Features go through memory once: what becomes of them is a loop over channels or windows, with a
/// body that the compiler does not unroll, so that it would keep all sums in memory to choose among
/// them.
@inline(__always)
private func withTileMemory(
  _ body: (TileMemory) -> Void
) {
  let results = max(pooledTileChannels, pooledTileWindows) * laneCount
  withUnsafeTemporaryAllocation(byteCount: 24 * results, alignment: 64) { memory in
    // 4 features, a maximum and a position of 4 bytes for each result.
    guard let first = memory.baseAddress else { return }
    body(
      TileMemory(
        features: first.bindMemory(to: Float.self, capacity: 4 * results),
        maxima: (first + 16 * results).bindMemory(to: Float.self, capacity: results),
        positions: (first + 20 * results).bindMemory(to: Int32.self, capacity: results)))
  }
}

private struct TileMemory {
  let features: UnsafeMutablePointer<Float>
  let maxima: UnsafeMutablePointer<Float>
  let positions: UnsafeMutablePointer<Int32>

  /// The largest of four features plus the bias, rectified; NaN if any of them is.
  @inline(__always)
  func pooled(_ index: Int, _ bias: Vector) -> Vector {
    let four = features + 4 * index * laneCount
    let (a, b) = (load(four), load(four + laneCount))
    let (c, d) = (load(four + 2 * laneCount), load(four + 3 * laneCount))
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
    let four = features + 4 * index * laneCount
    let (best, winner) = largest(
      load(four), load(four + laneCount), load(four + 2 * laneCount), load(four + 3 * laneCount),
      below: below)
    return (rectified(best + bias), winner)
  }
}

/// Convolves, pools and rectifies a tile of channels; vectors hold every other column.
func poolPlaces(_ arguments: PooledConvolutionArguments) {
  withTileMemory { memory in
    for row in 0..<arguments.rows {
      for column in stride(from: 0, to: arguments.columns, by: laneCount) {
        placeSums(arguments, row, column).write(pooledTileChannels, to: memory.features)
        writePlaces(memory, arguments, row, column)
      }
    }
  }
}

/// The same, and tells where winners lie.
///
/// Whole vectors are written where rows follow that are written later; nothing behind the last.
func tracePlaces(_ arguments: PooledConvolutionArguments) {
  guard let winners = arguments.winners else { return }
  withTileMemory { memory in
    for row in 0..<arguments.rows {
      for column in stride(from: 0, to: arguments.columns, by: laneCount) {
        placeSums(arguments, row, column).write(pooledTileChannels, to: memory.features)
        let place = row * arguments.outputRowStride + column
        if place + laneCount <= arguments.rows * arguments.outputRowStride {
          tracePlaces(
            memory, arguments, row, column, arguments.output + place, winners + place,
            stride: arguments.outputChannelStride)
        } else {
          tracePlaces(
            memory, arguments, row, column, memory.maxima, memory.positions, stride: laneCount)
          copyParts(memory, arguments, place, arguments.columns - column)
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
private func writePlaces(
  _ memory: TileMemory, _ arguments: PooledConvolutionArguments, _ row: Int, _ column: Int
) {
  let wanted = firstLanes(arguments.columns - column)
  let output = arguments.output + row * arguments.outputRowStride + column
  for channel in 0..<arguments.channels {
    let pooled = memory.pooled(channel, Vector(repeating: arguments.bias[channel]))
    store(
      pooled.replacing(with: 0, where: .!wanted),
      output + channel * arguments.outputChannelStride)
  }
}

/// Writes a tile of channels and where its winners lie, `stride` apart.
@inline(__always)
private func tracePlaces(
  _ memory: TileMemory, _ arguments: PooledConvolutionArguments, _ row: Int, _ column: Int,
  _ output: UnsafeMutablePointer<Float>, _ winners: UnsafeMutablePointer<Int32>, stride: Int
) {
  let width = Int32(truncatingIfNeeded: arguments.featureWidth)
  let corner = Int32(truncatingIfNeeded: 2 * (row * arguments.featureWidth + column))
  let corners = Lanes(repeating: corner) &+ laneNumbers() &+ laneNumbers()
  for channel in 0..<arguments.channels {
    let (pooled, winner) = memory.traced(
      channel, Vector(repeating: arguments.bias[channel]), below: width)
    store(pooled, output + channel * stride)
    store(corners &+ winner, winners + channel * stride)
  }
}

/// Copies the first `count` lanes of a tile to where results from `place` on belong.
private func copyParts(
  _ memory: TileMemory, _ arguments: PooledConvolutionArguments, _ place: Int, _ count: Int
) {
  for channel in 0..<arguments.channels {
    let target = channel * arguments.outputChannelStride + place
    (arguments.output + target).update(from: memory.maxima + channel * laneCount, count: count)
    arguments.winners?.advanced(by: target)
      .update(from: memory.positions + channel * laneCount, count: count)
  }
}

/// Convolves, pools and rectifies a vector of channels.
func poolChannels(_ arguments: PooledConvolutionArguments) {
  withTileMemory { memory in
    for row in 0..<arguments.rows {
      for column in stride(from: 0, to: arguments.columns, by: pooledTileWindows) {
        writeSums(arguments, row, column, to: memory.features)
        writeWindows(memory, arguments, row, column)
      }
    }
  }
}

/// The same, and tells where winners lie.
func traceChannels(_ arguments: PooledConvolutionArguments) {
  guard let winners = arguments.winners else { return }
  withTileMemory { memory in
    for row in 0..<arguments.rows {
      for column in stride(from: 0, to: arguments.columns, by: pooledTileWindows) {
        writeSums(arguments, row, column, to: memory.features)
        traceWindows(memory, arguments, winners, row, column)
      }
    }
  }
}

/// Writes the sums of a tile of windows.
@inline(__always)
private func writeSums(
  _ arguments: PooledConvolutionArguments, _ row: Int, _ column: Int,
  to features: UnsafeMutablePointer<Float>
) {
  // Neighbouring columns are by far the most frequent; the distance is a constant for them.
  if arguments.columnStep == 1 {
    writeNeighbours(arguments, row, column, to: features)
  } else {
    writeApart(arguments, row, column, to: features)
  }
}

/// The sums of a tile of windows whose columns lie side by side in the input.
@inline(never)
private func writeNeighbours(
  _ arguments: PooledConvolutionArguments, _ row: Int, _ column: Int,
  to features: UnsafeMutablePointer<Float>
) {
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
  sums.write(pooledTileWindows, to: features)
}

/// The sums of a tile of windows whose columns lie `columnStep` apart in the input.
@inline(never)
private func writeApart(
  _ arguments: PooledConvolutionArguments, _ row: Int, _ column: Int,
  to features: UnsafeMutablePointer<Float>
) {
  var sums = WindowSums()
  let top = arguments.input + 2 * (row * arguments.rowStep + column * arguments.columnStep)
  var weights = arguments.weights
  for term in 0..<arguments.terms {
    let upper = top + arguments.offsets[term]
    addTerm(
      weights, upper, upper + arguments.rowStep, columnStep: arguments.columnStep, to: &sums)
    weights += laneCount
  }
  sums.write(pooledTileWindows, to: features)
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
  _ memory: TileMemory, _ arguments: PooledConvolutionArguments, _ row: Int, _ column: Int
) {
  let wanted = firstLanes(arguments.channels)
  let bias = load(arguments.bias)
  let output = arguments.output + row * arguments.outputRowStride + column * laneCount
  for window in 0..<min(pooledTileWindows, arguments.columns - column) {
    store(
      memory.pooled(window, bias).replacing(with: 0, where: .!wanted),
      output + window * laneCount)
  }
}

/// Writes windows with channels side by side, and where winners lie.
@inline(__always)
private func traceWindows(
  _ memory: TileMemory, _ arguments: PooledConvolutionArguments,
  _ winners: UnsafeMutablePointer<Int32>, _ row: Int, _ column: Int
) {
  let bias = load(arguments.bias)
  let place = row * arguments.outputRowStride + column * laneCount
  let width = Int32(truncatingIfNeeded: arguments.featureWidth)
  let corner = Int32(truncatingIfNeeded: 2 * (row * arguments.featureWidth + column))
  for window in 0..<min(pooledTileWindows, arguments.columns - column) {
    let (pooled, winner) = memory.traced(window, bias, below: width)
    let position = corner &+ Int32(truncatingIfNeeded: 2 * window)
    store(pooled, arguments.output + place + window * laneCount)
    store(winner &+ Lanes(repeating: position), winners + place + window * laneCount)
  }
}
