import DLCore
import HostOperations
import SIMDKernelTable

/// A run of a compiled program over a few examples.
struct InferenceRun {
  let layout: InferenceLayout
  let kernels: LayerKernels
  let constants: UnsafePointer<Float>
  let tables: UnsafePointer<Int>
  let workspace: UnsafeMutablePointer<Float>

  /// Reads `count` examples, at most a chunk, and writes as many results.
  func callAsFunction(
    _ input: UnsafePointer<Float>, _ count: Int, into results: UnsafeMutablePointer<Float>
  ) {
    guard !layout.moves.isEmpty else {
      return connect(input, layout.exampleCount, count, into: results)
    }
    let features = workspace + layout.features
    for example in 0..<count {
      convolve(
        input + example * layout.exampleCount, into: features + example * layout.featureStride)
    }
    connect(features, layout.featureStride, count, into: results)
  }

  private func convolve(
    _ input: UnsafePointer<Float>, into features: UnsafeMutablePointer<Float>
  ) {
    for move in layout.moves {
      switch move {
      case .split(let split): run(split, input)
      case .scatter(let count, let targets):
        for index in 0..<count { workspace[tables[targets + index]] = input[index] }
      case .copy(let count, let sources, let targets):
        for index in 0..<count {
          workspace[tables[targets + index]] = workspace[tables[sources + index]]
        }
      case .places(let tile): kernels.poolPlaces(arguments(tile, features))
      case .channels(let tile): kernels.poolChannels(arguments(tile, features))
      }
    }
  }

  private func run(_ split: InferenceLayout.Split, _ input: UnsafePointer<Float>) {
    kernels.splitColumns(
      ColumnSplitArguments(
        rows: split.rows, columns: split.columns, source: input + split.source,
        readable: layout.exampleCount - split.source, even: workspace + split.even,
        odd: workspace + split.odd, rowStride: split.rowStride))
  }

  private func arguments(
    _ tile: InferenceLayout.Tile, _ features: UnsafeMutablePointer<Float>
  ) -> PooledConvolutionArguments {
    PooledConvolutionArguments(
      terms: tile.terms, run: tile.run, offsets: tables + tile.offsets,
      oddOffsets: tables + tile.oddOffsets,
      input: workspace + tile.input, rowStep: tile.rowStep, columnStep: tile.columnStep,
      weights: constants + tile.weights, bias: constants + tile.bias, channels: tile.channels,
      rows: tile.rows, columns: tile.columns,
      output: (tile.writesFeatures ? features : workspace) + tile.output,
      outputChannelStride: tile.outputChannelStride, outputRowStride: tile.outputRowStride)
  }

  /// The fully connected layers, or the features in the order of a result.
  private func connect(
    _ features: UnsafePointer<Float>, _ stride: Int, _ count: Int,
    into results: UnsafeMutablePointer<Float>
  ) {
    guard !layout.layers.isEmpty else {
      for example in 0..<count {
        let source = features + example * stride
        let target = results + example * layout.resultCount
        for index in 0..<layout.resultCount {
          target[index] = source[tables[layout.resultPlaces + index]]
        }
      }
      return
    }
    var value = features
    var valueStride = stride
    for layer in layout.layers {
      let output = workspace + layer.output
      kernels.panels(
        PanelArguments(
          rows: count, inner: layer.inner, vectors: layer.vectors, input: value,
          inputStride: valueStride, weights: constants + layer.weights,
          bias: constants + layer.bias, output: output, outputStride: layer.outputStride,
          rectifies: layer.activation == .relu))
      for row in 0..<count { activate(layer, output + row * layer.outputStride) }
      value = UnsafePointer(output)
      valueStride = layer.outputStride
    }
    for example in 0..<count {
      (results + example * layout.resultCount).update(
        from: value + example * valueStride, count: layout.resultCount)
    }
  }

  private func activate(_ layer: InferenceLayout.Layer, _ row: UnsafeMutablePointer<Float>) {
    switch layer.activation {
    case .identity, .relu: break
    case .tanh: each(row, row, layer.columns) { Float.tanh($0) }
    case .sigmoid: each(row, row, layer.columns) { sigmoid($0) }
    }
  }
}
