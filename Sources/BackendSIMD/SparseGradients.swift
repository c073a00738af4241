import DLCore
import SIMDKernelTable

/// What the gradients of a fused pass are computed from, and where they go.
struct SparseOperands {
  let input: UnsafePointer<Float>
  let weights: UnsafePointer<Float>
  let output: UnsafePointer<Float>
  let gradient: UnsafePointer<Float>
  let selection: UnsafePointer<Int32>
  let inputGradient: UnsafeMutablePointer<Float>?
  let weightGradient: UnsafeMutablePointer<Float>
  let biasGradient: UnsafeMutablePointer<Float>?
}

/// Room for a block of pictures.
struct SparseSpace {
  let padded: UnsafeMutablePointer<Float>
  let scales: UnsafeMutablePointer<Float>
  let places: UnsafeMutablePointer<Int>
}

/// The gradients of a convolution that is followed by rectification and pooling in pairs.
///
/// Pooling lets one place of four through, and rectification only some of those: the gradient of
/// the convolution's output has few places that are not zero, and only these are visited.
struct SparseGradients {
  let patches: PatchPlan
  private let pooledWidth: Int
  private let pooledSize: Int
  /// Where the window of each position of the convolution's output begins in a padded input.
  private let windowPlaces: [Int]

  init(_ patches: PatchPlan, _ pool: Pool2DGeometry) {
    self.patches = patches
    pooledWidth = pool.outputWidth
    pooledSize = pool.outputHeight * pool.outputWidth
    windowPlaces = (0..<patches.geometry.outputPositions).map { patches.place($0) }
  }

  private var geometry: Convolution2DGeometry { patches.geometry }
  private var channels: Int { geometry.outputChannelsPerGroup }

  /// The scalars of a block's sums: packed kernels, then a bias for each channel.
  var partialCount: Int { patches.kernelCount + geometry.outputChannels }

  /// Room for the live places of one channel of all pictures, and for the live channels of the four
  /// places of one window of all pictures.
  func scaleCount(_ pictures: Int) -> Int { pictures * max(pooledSize, 4 * channels) }

  /// Adds a block's share of the weights' and biases' gradients.
  ///
  /// Leaves each picture's padded input in the space.
  func addWeightGradients(
    _ operands: SparseOperands, _ pictures: Range<Int>, _ group: Int, _ space: SparseSpace,
    _ partial: UnsafeMutablePointer<Float>
  ) {
    for (index, picture) in pictures.enumerated() {
      patches.pad(
        operands.input, picture: picture, group: group,
        into: space.padded + index * patches.paddedCount)
    }
    windowPlaces.withUnsafeBufferPointer { windowPlaces in
      guard let windowPlaces = windowPlaces.baseAddress else { return }
      for channel in (group * channels)..<((group + 1) * channels) {
        var live = 0
        var sum = 0.0
        for (index, picture) in pictures.enumerated() {
          let start = (picture * geometry.outputChannels + channel) * pooledSize
          let base = index * patches.paddedCount
          for window in start..<(start + pooledSize) {
            // Written in any case and kept if live: a branch would be mispredicted half the time.
            let isLive = operands.output[window] > 0
            let share = operands.gradient[window]
            space.places[live] = base + windowPlaces[Int(operands.selection[window])]
            space.scales[live] = share
            live += isLive ? 1 : 0
            sum += isLive ? Double(share) : 0
          }
        }
        partial[patches.kernelCount + channel] += Float(sum)
        patches.addPatches(
          count: live, places: space.places, scales: space.scales, padded: space.padded,
          to: partial + channel * patches.kernelSize)
      }
    }
  }

  /// Writes the input's gradient of a block, if it is wanted.
  ///
  /// Window by window, and for each place of it picture by picture: neighbouring places of one
  /// picture overlap, and adding to what has just been written would wait for it to arrive.
  func writeInputGradients(
    _ operands: SparseOperands, _ packed: UnsafePointer<Float>, _ pictures: Range<Int>,
    _ group: Int, _ space: SparseSpace
  ) {
    guard let inputGradient = operands.inputGradient else { return }
    space.padded.update(repeating: 0, count: pictures.count * patches.paddedCount)
    withUnsafeTemporaryAllocation(of: Int.self, capacity: 4 * pictures.count) { counts in
      guard let counts = counts.baseAddress else { return }
      for window in 0..<pooledSize {
        let (row, column) = window.quotientAndRemainder(dividingBy: pooledWidth)
        let corner = 2 * (row * geometry.outputWidth + column)
        counts.initialize(repeating: 0, count: 4 * pictures.count)
        for (index, picture) in pictures.enumerated() {
          listChannels(
            operands, picture, group, window: window, corner: corner,
            SparseSpace(
              padded: space.padded, scales: space.scales + 4 * index * channels,
              places: space.places + 4 * index * channels), counts + 4 * index)
        }
        for place in 0..<4 {
          let position = corner + place % 2 + place / 2 * geometry.outputWidth
          for index in 0..<pictures.count where counts[4 * index + place] > 0 {
            let list = (4 * index + place) * channels
            patches.addKernels(
              count: counts[4 * index + place], places: space.places + list,
              scales: space.scales + list, packed: packed,
              to: space.padded + index * patches.paddedCount + windowPlaces[position])
          }
        }
      }
    }
    for (index, picture) in pictures.enumerated() {
      patches.writeInterior(
        space.padded + index * patches.paddedCount, picture: picture, group: group,
        into: inputGradient)
    }
  }

  /// Lists, for each of a window's four places, the channels that are live there.
  private func listChannels(
    _ operands: SparseOperands, _ picture: Int, _ group: Int, window: Int, corner: Int,
    _ lists: SparseSpace, _ counts: UnsafeMutablePointer<Int>
  ) {
    for local in 0..<channels {
      let channel = group * channels + local
      let index = (picture * geometry.outputChannels + channel) * pooledSize + window
      let step = Int(operands.selection[index]) - corner
      let place = step < 2 ? step : step - geometry.outputWidth + 2
      let slot = place * channels + counts[place]
      lists.scales[slot] = operands.gradient[index]
      lists.places[slot] = channel * patches.kernelSize
      counts[place] += operands.output[index] > 0 ? 1 : 0
    }
  }

  /// Adds the blocks' sums in order.
  func collect(_ partials: UnsafePointer<Float>, _ blocks: Int, _ operands: SparseOperands) {
    operands.weightGradient.update(repeating: 0, count: geometry.weightShape.count)
    for block in 0..<blocks {
      patches.unpack(partials + block * partialCount, to: operands.weightGradient)
    }
    guard let biasGradient = operands.biasGradient else { return }
    for channel in 0..<geometry.outputChannels {
      var sum = 0.0
      for block in 0..<blocks {
        sum += Double(partials[block * partialCount + patches.kernelCount + channel])
      }
      biasGradient[channel] = Float(sum)
    }
  }
}
