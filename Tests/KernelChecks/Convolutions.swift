import SIMDKernelTable

extension Checks {
  /// Tiles of convolutions, whose terms lie anywhere in the input.
  mutating func tiles() {
    for terms in [0, 1, 5, 26] {
      for rows in 1...6 {
        for columns in 1...2 * lanes { placeTile(terms, rows, columns) }
      }
      channelTile(terms, places: 12, vectors: 1, kernels.channelTile)
      channelTile(terms, places: 6, vectors: 2, kernels.wideChannelTile)
    }
  }

  private mutating func placeTile(_ terms: Int, _ rows: Int, _ columns: Int) {
    let offsets = Memory((0..<terms).map { 7 * $0 % 31 })
    let seconds = Memory((0..<terms).map { 7 * $0 % 31 + lanes })
    let input = Memory(random.scalars(31 + 2 * lanes))
    let weights = Memory(random.scalars(6 * terms))
    let output = Matrix(rows: rows, columns: columns, gap: 3, &random)
    var expected = output.memory.elements
    for row in 0..<rows {
      for column in 0..<columns {
        expected[row * output.stride + column] = (0..<terms).reduce(0) {
          $0 + weights.source[6 * $1 + row] * input.source[offsets.source[$1] + column]
        }
      }
    }
    kernels.placeTile(
      TileArguments(
        count: terms, scalars: weights.source, vectors: input.source, offsets: offsets.source,
        places: seconds.source, output: output.memory.pointer, rowStride: output.stride,
        rows: rows, columns: columns))
    expect(output.memory, expected, "a tile of \(rows) channels, \(columns) places, \(terms) terms")
  }

  private mutating func channelTile(
    _ terms: Int, places count: Int, vectors: Int, _ tile: SIMDKernelTable.Tile
  ) {
    let width = vectors * lanes
    let offsets = Memory((0..<terms).map { 7 * $0 % 31 })
    let places = Memory((0..<count).map { 3 * $0 + $0 % 2 })
    let input = Memory(random.scalars(31 + 4 * count))
    let weights = Memory(random.scalars(terms * width))
    let output = Matrix(rows: count, columns: width, gap: 3, &random)
    var expected = output.memory.elements
    for place in 0..<count {
      for channel in 0..<width {
        expected[place * output.stride + channel] = (0..<terms).reduce(0) {
          $0 + weights.source[$1 * width + channel]
            * input.source[offsets.source[$1] + places.source[place]]
        }
      }
    }
    tile(
      TileArguments(
        count: terms, scalars: input.source, vectors: weights.source, offsets: offsets.source,
        places: places.source, output: output.memory.pointer, rowStride: output.stride,
        rows: count, columns: width))
    expect(output.memory, expected, "a tile of \(count) places, \(width) channels, \(terms) terms")
  }

  /// Convolutions that are pooled and rectified, with and without the places of the winners.
  mutating func pooledConvolutions() {
    for terms in [1, 4, 25] {
      for columns in [1, 5, lanes - 1, lanes, lanes + 3] {
        for channels in 1...kernels.layers.tileChannels { pooledPlaces(terms, columns, channels) }
        for step in [1, 2] {
          for channels in [1, lanes - 1, lanes] { pooledChannels(terms, columns, channels, step) }
        }
      }
    }
  }

  /// The largest of four features plus the bias, rectified, and where it lies.
  private func pooled(
    row: Int, column: Int, width: Int, bias: Float, _ feature: (Int, Int) -> Float
  ) -> (Float, Int32) {
    var (best, winner) = (-Float.infinity, Int32(0))
    for y in 2 * row...2 * row + 1 {
      for x in 2 * column...2 * column + 1 where feature(y, x) > best {
        (best, winner) = (feature(y, x), Int32(y * width + x))
      }
    }
    return (max(best + bias, 0), winner)
  }

  private mutating func pooledPlaces(_ terms: Int, _ columns: Int, _ channels: Int) {
    let rows = 3
    let whole = (columns + lanes - 1) / lanes * lanes
    let featureWidth = 2 * columns + 1
    // Even columns of the input first, then odd ones; a term is a place in a window of 5x5.
    let rowStep = 2 * (whole + 3)
    let offsets = (0..<terms).map { $0 / 5 * rowStep + $0 % 5 / 2 + $0 % 5 % 2 * (whole + 3) }
    let odd = (0..<terms).map {
      $0 / 5 * rowStep + ($0 % 5 + 1) / 2 + ($0 % 5 + 1) % 2 * (whole + 3)
    }
    let (evens, odds) = (Memory(offsets), Memory(odd))
    let input = Memory(random.scalars((2 * rows + 5) * rowStep))
    let tile = kernels.layers.tileChannels
    let weights = Memory(random.scalars(tile * terms))
    let bias = Memory(random.scalars(channels))
    func result(_ channel: Int, _ row: Int, _ column: Int) -> (Float, Int32) {
      pooled(row: row, column: column, width: featureWidth, bias: bias.source[channel]) { y, x in
        (0..<terms).reduce(0) {
          let place = (x % 2 == 0 ? offsets : odd)[$1] + x / 2
          return $0 + weights.source[tile * $1 + channel] * input.source[y * rowStep + place]
        }
      }
    }
    func arguments(
      _ output: Memory<Float>, rowStride: Int, _ winners: Memory<Int32>?
    ) -> PooledConvolutionArguments {
      PooledConvolutionArguments(
        terms: terms, run: 0, offsets: evens.source, oddOffsets: odds.source,
        input: input.source, rowStep: rowStep, columnStep: 1, weights: weights.source,
        bias: bias.source, channels: channels, rows: rows, columns: columns,
        output: output.pointer, outputChannelStride: rows * rowStride,
        outputRowStride: rowStride, winners: winners?.pointer, featureWidth: featureWidth)
    }
    let padded = Memory<Float>(count: channels * rows * whole)
    kernels.layers.poolPlaces(arguments(padded, rowStride: whole, nil))
    let expected = (0..<padded.count).map { place in
      let column = place % whole
      return column < columns ? result(place / (rows * whole), place / whole % rows, column).0 : 0
    }
    let what = "\(channels) channels of \(columns) windows, \(terms) terms, places in lanes"
    expect(padded, expected, what)

    let count = channels * rows * columns
    let (output, winners) = (Memory<Float>(count: count), Memory<Int32>(count: count))
    kernels.layers.tracePlaces(arguments(output, rowStride: columns, winners))
    let traced = (0..<count).map {
      result($0 / (rows * columns), $0 / columns % rows, $0 % columns)
    }
    expect(output, traced.map { $0.0 }, "traced " + what)
    expect(winners, traced.map { $0.1 }, "winners of " + what)
  }

  private mutating func pooledChannels(
    _ terms: Int, _ columns: Int, _ channels: Int, _ step: Int
  ) {
    let rows = 2
    let run = step == 1 && terms % 5 == 0 ? 5 : terms
    let featureWidth = 2 * columns
    // Features are read for whole tiles of windows, wanted or not.
    let rowStep = step * 2 * (columns + kernels.layers.tileWindows) + terms + 1
    let offsets = Memory((0..<terms).map { $0 / run * rowStep + $0 % run })
    let input = Memory(random.scalars((2 * rows + terms / run) * rowStep))
    let weights = Memory(random.scalars(terms * lanes))
    let bias = Memory(random.scalars(lanes))
    func result(_ row: Int, _ column: Int, _ channel: Int) -> (Float, Int32) {
      pooled(row: row, column: column, width: featureWidth, bias: bias.source[channel]) { y, x in
        (0..<terms).reduce(0) {
          let place = y * rowStep + x * step + offsets.source[$1]
          return $0 + weights.source[$1 * lanes + channel] * input.source[place]
        }
      }
    }
    func arguments(
      _ output: Memory<Float>, _ winners: Memory<Int32>?
    ) -> PooledConvolutionArguments {
      PooledConvolutionArguments(
        terms: terms, run: run, offsets: offsets.source, oddOffsets: offsets.source,
        input: input.source, rowStep: rowStep, columnStep: step, weights: weights.source,
        bias: bias.source, channels: channels, rows: rows, columns: columns,
        output: output.pointer, outputChannelStride: 1, outputRowStride: columns * lanes,
        winners: winners?.pointer, featureWidth: featureWidth)
    }
    let count = rows * columns * lanes
    let results = (0..<count).map { place in
      let (window, channel) = (place / lanes, place % lanes)
      return channel < channels
        ? result(window / columns, window % columns, channel) : (0, 0)
    }
    let output = Memory<Float>(count: count)
    kernels.layers.poolChannels(arguments(output, nil))
    let what = "\(channels) channels of \(columns) windows, \(terms) terms, step \(step)"
    expect(output, results.map { $0.0 }, what)

    // In lanes that are not wanted anything may be written.
    let (values, winners) = (Memory<Float>(count: count), Memory<Int32>(count: count))
    kernels.layers.traceChannels(arguments(values, winners))
    for place in 0..<count where place % lanes >= channels {
      (values.pointer[place], winners.pointer[place]) = (0, 0)
    }
    expect(values, results.map { $0.0 }, "traced " + what)
    expect(winners, results.map { $0.1 }, "winners of " + what)
  }
}
