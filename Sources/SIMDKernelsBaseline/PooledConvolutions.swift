import SIMDKernelTable

// A tile is a number of windows of 2x2 features, each feature a vector of sums: the four features
// of a window are in the same lane of four vectors, so that pooling takes no shuffles.

/// The channels of a tile with places in lanes: twice as many sums as they are keep two
/// multiply-add units busy, and fit sixteen registers together with what they are made of.
let pooledTileChannels = 6
/// The windows of a tile with channels in lanes: LeNet-5's second pooling has five in a row.
let pooledTileWindows = 5

/// The sums of one row of a tile's features: for each channel or window, those of two columns.
private struct RowSums {
  var left = zeroHalfTile()
  var right = zeroHalfTile()

  @inline(__always)
  init() {}

  /// Writes the first `count` where the features of the upper (0) or the lower (1) row belong.
  @inline(__always)
  func write(_ count: Int, row: Int, to features: UnsafeMutablePointer<Float>) {
    for index in 0..<count {
      let pair = features + (4 * index + 2 * row) * laneCount
      store(left[index], pair)
      store(right[index], pair + laneCount)
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
///
/// For each two rows of features and each vector of windows, reads a vector at each term's offset,
/// for even and for odd columns; `pooledTileChannels` weights a term, and as many biases as there are
/// channels. Writes a vector of maxima for each channel.
func poolPlaces(_ arguments: PooledConvolutionArguments) {
  withTileMemory { memory in
    for row in 0..<arguments.rows {
      for column in stride(from: 0, to: arguments.columns, by: laneCount) {
        writePlaceSums(arguments, row, column, to: memory.features)
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
        writePlaceSums(arguments, row, column, to: memory.features)
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

/// Writes the sums of a tile of channels, one row of features after the other.
@inline(__always)
private func writePlaceSums(
  _ arguments: PooledConvolutionArguments, _ row: Int, _ column: Int,
  to features: UnsafeMutablePointer<Float>
) {
  for half in 0..<2 {
    let line = arguments.input + (2 * row + half) * arguments.rowStep + column
    var sums = RowSums()
    var weights = arguments.weights
    for term in 0..<arguments.terms {
      let left = load(line + arguments.offsets[term])
      let right = load(line + arguments.oddOffsets[term])
      for channel in 0..<pooledTileChannels {
        let weight = Vector(repeating: weights[channel])
        sums.left[channel] = multiplyAdd(weight, left, sums.left[channel])
        sums.right[channel] = multiplyAdd(weight, right, sums.right[channel])
      }
      weights += pooledTileChannels
    }
    sums.write(pooledTileChannels, row: half, to: features)
  }
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
///
/// For each row of features and each `pooledTileWindows` windows, reads the scalars under
/// `2 * pooledTileWindows` neighbouring features, whether wanted or not; a vector of weights a term,
/// and a vector of biases. Writes a vector of maxima for each window that is wanted.
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

/// Writes the sums of a tile of windows, one row of features after the other.
@inline(__always)
private func writeSums(
  _ arguments: PooledConvolutionArguments, _ row: Int, _ column: Int,
  to features: UnsafeMutablePointer<Float>
) {
  for half in 0..<2 {
    let line =
      arguments.input + (2 * row + half) * arguments.rowStep + 2 * column * arguments.columnStep
    // Neighbouring columns are by far the most frequent; the distance is a constant for them.
    if arguments.columnStep == 1 {
      writeNeighbours(arguments, line, half, to: features)
    } else {
      writeApart(arguments, line, half, to: features)
    }
  }
}

/// The sums of a row of windows whose columns lie side by side in the input.
@inline(never)
private func writeNeighbours(
  _ arguments: PooledConvolutionArguments, _ line: UnsafePointer<Float>, _ row: Int,
  to features: UnsafeMutablePointer<Float>
) {
  var sums = RowSums()
  var weights = arguments.weights
  var term = 0
  while term < arguments.terms {
    var place = line + arguments.offsets[term]
    let end = place + arguments.run
    while end - place >= 2 {
      addPair(weights, place, to: &sums)
      weights += 2 * laneCount
      place += 2
    }
    if place < end {
      addTerm(weights, place, columnStep: 1, to: &sums)
      weights += laneCount
    }
    term += arguments.run
  }
  sums.write(pooledTileWindows, row: row, to: features)
}

/// The sums of a row of windows whose columns lie `columnStep` apart in the input.
@inline(never)
private func writeApart(
  _ arguments: PooledConvolutionArguments, _ line: UnsafePointer<Float>, _ row: Int,
  to features: UnsafeMutablePointer<Float>
) {
  var sums = RowSums()
  var weights = arguments.weights
  for term in 0..<arguments.terms {
    addTerm(
      weights, line + arguments.offsets[term], columnStep: arguments.columnStep, to: &sums)
    weights += laneCount
  }
  sums.write(pooledTileWindows, row: row, to: features)
}

/// Adds a term to a row of windows: the input of a row of features times a vector of weights.
@inline(__always)
private func addTerm(
  _ weights: UnsafePointer<Float>, _ place: UnsafePointer<Float>, columnStep: Int,
  to sums: inout RowSums
) {
  let weight = load(weights)
  for window in 0..<pooledTileWindows {
    let left = Vector(repeating: place[2 * window * columnStep])
    let right = Vector(repeating: place[(2 * window + 1) * columnStep])
    sums.left[window] = multiplyAdd(left, weight, sums.left[window])
    sums.right[window] = multiplyAdd(right, weight, sums.right[window])
  }
}

/// Adds two terms that lie side by side, of which it reads `2 * pooledTileWindows + 1` scalars and two
/// vectors of weights, so that most of the input serves both: with a load for each
/// product, loads would take longer than products.
@inline(__always)
private func addPair(
  _ weights: UnsafePointer<Float>, _ place: UnsafePointer<Float>, to sums: inout RowSums
) {
  let first = load(weights)
  let second = load(weights + laneCount)
  for window in 0..<pooledTileWindows {
    let a = Vector(repeating: place[2 * window])
    let b = Vector(repeating: place[2 * window + 1])
    let c = Vector(repeating: place[2 * window + 2])
    sums.left[window] = multiplyAdd(b, second, multiplyAdd(a, first, sums.left[window]))
    sums.right[window] = multiplyAdd(c, second, multiplyAdd(b, first, sums.right[window]))
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
