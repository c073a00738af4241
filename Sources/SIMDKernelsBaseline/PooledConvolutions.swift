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
}

/// Convolves, pools and rectifies a tile of channels; vectors hold every other column.
func poolPlaces(_ arguments: PooledConvolutionArguments) {
  for row in 0..<arguments.rows {
    for column in stride(from: 0, to: arguments.columns, by: laneCount) {
      poolPlaces(arguments, row, column)
    }
  }
}

@inline(__always)
private func poolPlaces(_ arguments: PooledConvolutionArguments, _ row: Int, _ column: Int) {
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
  let wanted = firstLanes(arguments.columns - column)
  let output = arguments.output + row * arguments.outputRowStride + column
  for channel in 0..<pooledTileChannels where channel < arguments.channels {
    let pooled = sums.pooled(channel, Vector(repeating: arguments.bias[channel]))
    store(
      pooled.replacing(with: 0, where: .!wanted),
      output + channel * arguments.outputChannelStride)
  }
}

/// Convolves, pools and rectifies a vector of channels.
func poolChannels(_ arguments: PooledConvolutionArguments) {
  for row in 0..<arguments.rows {
    for column in stride(from: 0, to: arguments.columns, by: pooledTileWindows) {
      // Neighbouring columns are by far the most frequent; the distance is a constant for them.
      if arguments.columnStep == 1 {
        poolNeighbours(arguments, row, column)
      } else {
        poolApart(arguments, row, column)
      }
    }
  }
}

/// A tile of windows whose columns lie side by side in the input.
@inline(never)
private func poolNeighbours(_ arguments: PooledConvolutionArguments, _ row: Int, _ column: Int) {
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
  write(sums, arguments, row, column)
}

/// A tile of windows whose columns lie `columnStep` apart in the input.
@inline(never)
private func poolApart(_ arguments: PooledConvolutionArguments, _ row: Int, _ column: Int) {
  var sums = WindowSums()
  let top = arguments.input + 2 * (row * arguments.rowStep + column * arguments.columnStep)
  var weights = arguments.weights
  for term in 0..<arguments.terms {
    let upper = top + arguments.offsets[term]
    addTerm(
      weights, upper, upper + arguments.rowStep, columnStep: arguments.columnStep, to: &sums)
    weights += laneCount
  }
  write(sums, arguments, row, column)
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

@inline(__always)
private func write(
  _ sums: WindowSums, _ arguments: PooledConvolutionArguments, _ row: Int, _ column: Int
) {
  let wanted = firstLanes(arguments.channels)
  let bias = load(arguments.bias)
  let output = arguments.output + row * arguments.outputRowStride + column * laneCount
  for window in 0..<pooledTileWindows where window < arguments.columns - column {
    store(
      sums.pooled(window, bias).replacing(with: 0, where: .!wanted),
      output + window * laneCount)
  }
}
