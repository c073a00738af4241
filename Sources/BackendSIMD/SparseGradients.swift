import DLCore
import HostOperations
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

/// The gradients of a convolution that is followed by rectification and pooling in pairs.
///
/// Pooling lets one place of four through, and rectification only some of those: the gradient of
/// the convolution's output has few places that are not zero, and only these are visited. A few
/// pictures are done at a time: few, so that their frames stay in the first cache; more than one,
/// because adding to what was written a moment ago would wait for it to arrive.
final class SparseGradients: Sendable {
  let patches: PatchPlan
  let windows: WindowKernels
  private let pooledSize: Int
  /// For the windows of all channels of a group: the position of the first place, where the input
  /// under it begins in a frame, and (but for the group) where its kernel begins.
  private let corners: [Int32]
  private let cornerPlaces: [Int32]
  private let cornerKernels: [Int32]

  /// The most pictures that are done at a time.
  static let pictures = 4

  init(_ patches: PatchPlan, _ pool: Pool2DGeometry) {
    self.patches = patches
    let windows = WindowKernels(patches.geometry, lanes: patches.kernels.lanes)
    self.windows = windows
    pooledSize = pool.outputHeight * pool.outputWidth
    let positions = (0..<pool.outputHeight).flatMap { row in
      (0..<pool.outputWidth).map { 2 * (row * patches.geometry.outputWidth + $0) }
    }
    let channels = patches.geometry.outputChannelsPerGroup
    corners = (0..<channels).flatMap { _ in positions.map(narrow) }
    cornerPlaces = (0..<channels).flatMap { _ in positions.map { narrow(patches.place($0)) } }
    cornerKernels = (0..<channels).flatMap { channel in
      positions.map { _ in narrow(windows.corner(channel: channel)) }
    }
  }

  private var geometry: Convolution2DGeometry { patches.geometry }
  private var channels: Int { geometry.outputChannelsPerGroup }
  /// The windows of all channels of a group, in one picture.
  private var windowCount: Int { channels * pooledSize }

  /// The scalars of a block's sums: packed kernels, then a bias for each channel.
  var partialCount: Int { patches.kernelCount + geometry.outputChannels }
  /// The scalars that a few pictures need room for: frames, passed gradients, and lists of them.
  var scalarCount: Int { Self.pictures * (patches.paddedCount + 2 * windowCount) }
  /// The positions that a few pictures need room for: places, kernels, lists and their lengths.
  var positionCount: Int { Self.pictures * (3 * windowCount + pooledSize) }

  /// Adds some pictures' share of the weights' and biases' gradients, and writes the input's
  /// gradient, if it is wanted.
  func run(
    _ operands: SparseOperands, _ packed: UnsafePointer<Float>, _ pictures: Range<Int>,
    group: Int, _ scalars: UnsafeMutablePointer<Float>, _ positions: UnsafeMutablePointer<Int32>,
    _ partial: UnsafeMutablePointer<Float>
  ) {
    let all = Self.pictures * windowCount
    let space = SparseSpace(
      scales: scalars, listedScales: scalars + all, padded: scalars + 2 * all,
      places: positions, kernels: positions + all, listed: positions + 2 * all,
      lengths: positions + 3 * all)
    for (index, picture) in pictures.enumerated() {
      trace(operands, picture, group, at: index * windowCount, space)
      patches.pad(
        operands.input, picture: picture, group: group,
        into: space.padded + index * patches.paddedCount)
    }
    for channel in 0..<channels {
      addWeightGradients(channel, pictures.count, group, space, partial)
    }
    guard let inputGradient = operands.inputGradient else { return }
    space.padded.update(repeating: 0, count: pictures.count * patches.paddedCount)
    listChannels(pictures.count, space)
    addInputGradients(
      packed + group * channels * windows.size, pictures.count, space)
    for (index, picture) in pictures.enumerated() {
      patches.writeInterior(
        space.padded + index * patches.paddedCount, picture: picture, group: group,
        into: inputGradient)
    }
  }

  /// Writes a picture's gradients that pass, and where they come from.
  private func trace(
    _ operands: SparseOperands, _ picture: Int, _ group: Int, at first: Int, _ space: SparseSpace
  ) {
    let start = (picture * geometry.outputChannels + group * channels) * pooledSize
    corners.withUnsafeBufferPointer { corners in
      cornerPlaces.withUnsafeBufferPointer { cornerPlaces in
        cornerKernels.withUnsafeBufferPointer { cornerKernels in
          guard let corners = corners.baseAddress, let places = cornerPlaces.baseAddress,
            let kernels = cornerKernels.baseAddress
          else { return }
          patches.kernels.traceWinners(
            WinnerArguments(
              count: windowCount, output: operands.output + start,
              gradient: operands.gradient + start, selection: operands.selection + start,
              corners: corners, cornerPlaces: places, cornerKernels: kernels,
              width: narrow(geometry.outputWidth),
              right: narrow(geometry.parameters.stride.width * patches.channels),
              below: narrow(geometry.parameters.stride.height * patches.rowStride),
              kernelRight: narrow(windows.right), kernelBelow: narrow(windows.below),
              scales: space.scales + first, places: space.places + first,
              kernels: space.kernels + first))
        }
      }
    }
  }

  /// Lists the live windows of a channel, and adds the input under them to its weights' sums.
  private func addWeightGradients(
    _ channel: Int, _ pictures: Int, _ group: Int, _ space: SparseSpace,
    _ partial: UnsafeMutablePointer<Float>
  ) {
    var live = 0
    var sum = 0.0
    for picture in 0..<pictures {
      let start = picture * windowCount + channel * pooledSize
      let base = narrow(picture * patches.paddedCount)
      for window in start..<(start + pooledSize) {
        // Written in any case and kept if live: a branch would be mispredicted half the time.
        let scale = space.scales[window]
        space.listedScales[live] = scale
        space.listed[live] = base &+ space.places[window]
        live += isNotZero(scale)
      }
      sum += patches.kernels.functions.sum(space.scales + start, pooledSize)
    }
    let output = group * channels + channel
    partial[patches.kernelCount + output] += Float(sum)
    patches.addPatches(
      count: live, places: space.listed, scales: space.listedScales, padded: space.padded,
      to: partial + output * patches.kernelSize)
  }

  /// Lists, for each window of each picture, the channels that are live there.
  private func listChannels(_ pictures: Int, _ space: SparseSpace) {
    space.lengths.update(repeating: 0, count: pictures * pooledSize)
    for picture in 0..<pictures {
      let lengths = space.lengths + picture * pooledSize
      let list = picture * windowCount
      for channel in 0..<channels {
        let start = list + channel * pooledSize
        for window in 0..<pooledSize {
          let scale = space.scales[start + window]
          let length = lengths[window]
          let slot = list + window * channels + Int(length)
          space.listedScales[slot] = scale
          space.listed[slot] = space.kernels[start + window]
          lengths[window] = length &+ Int32(truncatingIfNeeded: isNotZero(scale))
        }
      }
    }
  }

  /// Adds the listed channels' kernels, window by window and for each picture by picture.
  private func addInputGradients(
    _ packed: UnsafePointer<Float>, _ pictures: Int, _ space: SparseSpace
  ) {
    for window in 0..<pooledSize {
      for picture in 0..<pictures {
        let length = Int(space.lengths[picture * pooledSize + window])
        guard length > 0 else { continue }
        let list = picture * windowCount + window * channels
        patches.kernels.addKernels(
          KernelArguments(
            count: length, places: space.listed + list, scales: space.listedScales + list,
            weights: packed, weightStride: windows.stride, rows: windows.rows, run: windows.run,
            patch: space.padded + picture * patches.paddedCount + Int(cornerPlaces[window]),
            patchStride: patches.rowStride))
      }
    }
  }

  /// Adds the blocks' sums in order; the first block's are overwritten.
  func collect(
    _ partials: UnsafeMutablePointer<Float>, _ blocks: Int, _ operands: SparseOperands
  ) {
    for block in 1..<max(blocks, 1) {
      each(partials, partials + block * partialCount, partials, partialCount) { $0 + $1 }
    }
    patches.unpack(partials, to: operands.weightGradient)
    operands.biasGradient?.update(
      from: partials + patches.kernelCount, count: geometry.outputChannels)
  }
}

/// Room for a few pictures.
private struct SparseSpace {
  /// Each window's gradient if it is live, else zero.
  let scales: UnsafeMutablePointer<Float>
  let listedScales: UnsafeMutablePointer<Float>
  /// The frames.
  let padded: UnsafeMutablePointer<Float>
  /// Where the input under each winner begins in its frame.
  let places: UnsafeMutablePointer<Int32>
  /// Where each winner's kernel begins.
  let kernels: UnsafeMutablePointer<Int32>
  /// What is live: places of one channel, or kernels of each window.
  let listed: UnsafeMutablePointer<Int32>
  /// How many channels are live in each window.
  let lengths: UnsafeMutablePointer<Int32>
}

/// 1 if a scalar is not zero, else 0; without a comparison, which would become a branch.
@inline(__always)
private func isNotZero(_ scalar: Float) -> Int {
  let magnitude = Int(scalar.bitPattern << 1)
  return Int(bitPattern: UInt(bitPattern: 0 &- magnitude) >> 63)
}

/// An offset as kernels take it; frames and kernels are far smaller than 2³¹ scalars.
func narrow(_ offset: Int) -> Int32 { Int32(truncatingIfNeeded: offset) }
