import DLCore
import HostOperations
import SIMDKernelTable

/// Lays out a program: packs weights, makes tables, and shares out the workspace.
struct InferenceLayoutBuilder {
  private(set) var layout = InferenceLayout()
  private(set) var constants: [Float] = []
  private(set) var tables: [Int] = []
  private let kernels: SIMDKernelTable

  init(_ kernels: SIMDKernelTable) { self.kernels = kernels }

  private var lanes: Int { kernels.lanes }

  /// Lays out convolutions with pooling, followed by fully connected layers.
  mutating func add(_ steps: [InferenceStep<HostBuffer<Float>>]) {
    var convolutions: [PooledLayer] = []
    for case .convolution2DReLUMaxPool2D(let weights, let bias, let geometry, let pool) in steps {
      convolutions.append(
        PooledLayer(
          convolution: PooledConvolution(geometry, pool, kernels), weights: weights, bias: bias))
    }
    if !convolutions.isEmpty { add(convolutions) }
    for case .linear(let weights, let bias, let geometry) in steps {
      add(geometry, weights.array, bias?.array)
    }
    layout.workspaceCount += lanes
  }

  // MARK: Convolutions

  private mutating func add(_ layers: [PooledLayer]) {
    let convolutions = layers.map(\.convolution)
    // Whoever writes whole vectors straight into a frame needs room for them.
    var frames: [PaddedFrame] = []
    for (index, convolution) in convolutions.enumerated() {
      let previous = index > 0 ? convolutions[index - 1] : nil
      var frame = convolution.frame(
        receivesVectors: previous?.hasPlacesInLanes == true && !convolution.hasPlacesInLanes)
      frame.start = reserve(frame.count)
      frames.append(frame)
    }
    addInput(convolutions[0].geometry, frames[0])
    for (index, layer) in layers.enumerated() {
      let next = index + 1 < layers.count ? frames[index + 1] : nil
      add(layer, frames[index], next)
    }
  }

  /// Copies an example into the first frame.
  private mutating func addInput(_ geometry: Convolution2DGeometry, _ frame: PaddedFrame) {
    let area = geometry.inputHeight * geometry.inputWidth
    layout.exampleCount = geometry.inputChannels * area
    guard frame.hasColumnsApart else {
      let targets = frame.positions(
        geometry.inputChannels, geometry.inputHeight, geometry.inputWidth)
      layout.moves.append(.scatter(count: targets.count, targets: table(targets)))
      return
    }
    for channel in 0..<geometry.inputChannels {
      layout.moves.append(
        .split(
          InferenceLayout.Split(
            rows: geometry.inputHeight, columns: geometry.inputWidth, source: channel * area,
            even: frame.position(channel, 0, 0), odd: frame.position(channel, 0, 1),
            rowStride: frame.rowStride)))
    }
  }

  /// Computes one convolution's tiles; its results go to the next one's frame or the features.
  private mutating func add(
    _ layer: PooledLayer, _ frame: PaddedFrame, _ next: PaddedFrame?
  ) {
    let convolution = layer.convolution
    let (geometry, pool) = (convolution.geometry, convolution.pool)
    let isDirect = convolution.hasPlacesInLanes && next.map { !$0.hasColumnsApart } == true
    var target = convolution.output
    if let next, isDirect {
      target.start = next.position(0, 0, 0)
      target.channelStride = next.channelStride
      target.rowStride = next.rowStride
    } else if next != nil {
      target.start = reserve(target.count)
    }
    let offsets = table(convolution.termOffsets(frame, shift: 0))
    let oddOffsets =
      convolution.hasPlacesInLanes ? table(convolution.termOffsets(frame, shift: 1)) : offsets
    for tile in convolution.tiles {
      let move = InferenceLayout.Tile(
        terms: geometry.patchCount, run: convolution.run, offsets: offsets, oddOffsets: oddOffsets,
        input: frame.start + tile.group * geometry.inputChannelsPerGroup * frame.channelStride,
        rowStep: geometry.parameters.stride.height * frame.rowStride,
        columnStep: geometry.parameters.stride.width,
        weights: constant(layer.packedWeights(tile)),
        bias: constant(layer.packedBias(tile)), channels: tile.channels.count,
        rows: pool.outputHeight, columns: pool.outputWidth,
        output: target.position(tile.channels.lowerBound, 0, 0),
        outputChannelStride: target.channelStride, outputRowStride: target.rowStride,
        writesFeatures: next == nil)
      layout.moves.append(convolution.hasPlacesInLanes ? .places(move) : .channels(move))
    }
    layout.work += geometry.workOfOne
    let places = target.positions(pool.channels, pool.outputHeight, pool.outputWidth)
    if let next {
      guard !isDirect else { return }
      let targets = next.positions(pool.channels, pool.outputHeight, pool.outputWidth)
      layout.moves.append(
        .copy(count: places.count, sources: table(places), targets: table(targets)))
    } else {
      layout.featureStride = rounded(target.count)
      layout.features = reserve(CompiledInference.chunkLimit * layout.featureStride)
      layout.resultCount = places.count
      layout.resultPlaces = table(places)
      featurePlaces = places
    }
  }

  /// Where the scalars of the features lie, in row-major order of channels, rows and columns.
  private var featurePlaces: [Int]?

  // MARK: Fully connected layers

  private mutating func add(_ geometry: LinearGeometry, _ weights: [Float], _ bias: [Float]?) {
    let isFirst = layout.layers.isEmpty
    let places = (isFirst ? featurePlaces : nil) ?? Array(0..<geometry.inner)
    if isFirst && layout.moves.isEmpty { layout.exampleCount = geometry.inner }
    let vectors = (geometry.columns + lanes - 1) / lanes
    // What lies between features is 0, and so are its weights.
    let inner = (places.max() ?? -1) + 1
    let output = reserve(CompiledInference.chunkLimit * vectors * lanes)
    layout.layers.append(
      InferenceLayout.Layer(
        inner: inner, columns: geometry.columns, vectors: vectors,
        weights: constant(panels(geometry, weights, places, inner: inner)),
        bias: constant((bias ?? []) + zeros(vectors * lanes - (bias?.count ?? 0))),
        output: output, outputStride: vectors * lanes, activation: geometry.activation))
    layout.resultCount = geometry.columns
    layout.work += geometry.columns * geometry.inner / 8
  }

  /// The weights in panels of columns: for each place of an input a few vectors.
  private func panels(
    _ geometry: LinearGeometry, _ weights: [Float], _ places: [Int], inner: Int
  ) -> [Float] {
    let vectors = (geometry.columns + lanes - 1) / lanes
    var packed = zeros(vectors * lanes * inner)
    for column in 0..<geometry.columns {
      let panel = column / (kernels.layers.panelVectors * lanes)
      let first = panel * kernels.layers.panelVectors
      let width = min(kernels.layers.panelVectors, vectors - first) * lanes
      let start = first * lanes * inner + column - first * lanes
      for (term, place) in places.enumerated() {
        packed[start + place * width] = weights[column * geometry.inner + term]
      }
    }
    return packed
  }

  // MARK: Memory

  private func rounded(_ count: Int) -> Int { (count + 15) / 16 * 16 }

  private func zeros(_ count: Int) -> [Float] { Array(repeating: 0, count: count) }

  /// A part of the workspace, at the start of a cache line.
  private mutating func reserve(_ count: Int) -> Int {
    defer { layout.workspaceCount += rounded(count) }
    return layout.workspaceCount
  }

  /// Adds constants, at the start of a cache line.
  private mutating func constant(_ scalars: [Float]) -> Int {
    let start = constants.count
    constants += scalars
    constants += zeros(rounded(constants.count) - constants.count)
    return start
  }

  private mutating func table(_ offsets: [Int]) -> Int {
    let start = tables.count
    tables += offsets
    return start
  }
}

/// A convolution with pooling, and its weights.
private struct PooledLayer {
  let convolution: PooledConvolution
  let weights: HostBuffer<Float>
  let bias: HostBuffer<Float>?

  /// For each term the channels' weights, zeros behind the last.
  func packedWeights(_ tile: PooledConvolution.Tile) -> [Float] {
    filled(convolution.packedCount) { packed in
      weights.withUnsafePointer { convolution.pack(tile, $0, into: packed) }
    }
  }

  /// The channels' biases, zeros behind the last.
  func packedBias(_ tile: PooledConvolution.Tile) -> [Float] {
    filled(convolution.tileChannels) { packed in
      reading(optional: bias) { convolution.pack(tile, bias: $0, into: packed) }
    }
  }

  /// An array of which `fill` writes all.
  private func filled(_ count: Int, _ fill: (UnsafeMutablePointer<Float>) -> Void) -> [Float] {
    Array(unsafeUninitializedCapacity: count) { buffer, initialized in
      guard let first = buffer.baseAddress else { return }
      fill(first)
      initialized = count
    }
  }
}

extension HostBuffer<Float> {
  fileprivate var array: [Float] {
    withUnsafePointer { Array(UnsafeBufferPointer(start: $0, count: count)) }
  }
}

extension Convolution2DGeometry {
  /// Roughly the vector operations of one picture.
  fileprivate var workOfOne: Int { work / max(batch, 1) }
}
