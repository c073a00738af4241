import SIMDKernelTable

// All three targets are part of a build for any architecture, since a manifest cannot know which one
// it is for. Without a table nothing of a module is reached, and its optimised build is empty.
#if !KERNELS_AVX2 && !KERNELS_AVX512
  /// The kernels, built for what every processor of the architecture has.
  public let baselineKernels = table(named: baselineName)

  private var baselineName: String {
    #if arch(arm64)
      return "neon"
    #else
      return "baseline"
    #endif
  }
#elseif arch(x86_64) && KERNELS_AVX512
  /// The kernels, built for AVX-512.
  public let avx512Kernels = table(named: "avx512")
#elseif arch(x86_64)
  /// The kernels, built for AVX2 and FMA.
  public let avx2Kernels = table(named: "avx2")
#endif

private func table(named name: String) -> SIMDKernelTable {
  SIMDKernelTable(
    name: name, lanes: laneCount,
    productTileRows: productTileRows, productTileVectors: productTileVectors,
    productPanel: { productPanel($0) }, packLines: { packLines($0) },
    packTransposed: { packTransposed($0) }, dots: { dots($0) },
    scaledRows: { scaledRows($0) }, placeTile: { placeTile($0) },
    channelTile: { channelTile($0) }, wideChannelTile: { wideChannelTile($0) },
    maxPool: { maxPool($0) },
    addPatches: { addPatches($0) }, addKernels: { addKernels($0) },
    addToWindows: { addToWindows($0) },
    traceWinners: { traceWinners($0) }, adam: { adam($0) }, functions: functions(),
    layers: layerKernels(), peak: peakKernels())
}

private func functions() -> SIMDFunctionTable {
  SIMDFunctionTable(
    unary: { unary($0) }, sum: { sum($0, $1) }, extremaOfRows: { extremaOfRows($0) },
    extremaOfColumns: { extremaOfColumns($0) }, softmaxRows: { softmaxRows($0) },
    logSoftmaxRows: { logSoftmaxRows($0) }, softmaxGradientRows: { softmaxGradientRows($0) },
    logSoftmaxGradientRows: { logSoftmaxGradientRows($0) },
    crossEntropyGradientRows: { crossEntropyGradientRows($0) },
    softmaxColumns: { softmaxColumns($0) }, unaryGradient: { unaryGradient($0) },
    descend: { descend($0) }, transpose: { transpose($0) })
}

private func layerKernels() -> LayerKernels {
  LayerKernels(
    tileChannels: pooledTileChannels, tileWindows: pooledTileWindows,
    panelVectors: panelVectors, splitColumns: { splitColumns($0) },
    poolPlaces: { poolPlaces($0) }, poolChannels: { poolChannels($0) },
    tracePlaces: { tracePlaces($0) }, traceChannels: { traceChannels($0) },
    panels: { panels($0) })
}
