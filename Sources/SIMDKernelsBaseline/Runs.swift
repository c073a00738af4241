import SIMDKernelTable

// Gradients of a convolution that only a few places of its output have: each of them is a patch of
// the input (or a kernel) with channels side by side, so that a row of it is one run of scalars.

/// A part of the rows of a run, whose sums stay in registers.
private struct RunTile {
  var row: Int
  var rows: Int
  var vector: Int
  var vectors: Int
}

/// Adds up patches of an input, each scaled.
func addPatches(_ arguments: PatchArguments) {
  forEachTile(rows: arguments.rows, run: arguments.run) { addPatchTile(arguments, $0) }
}

/// Adds kernels, each scaled, to a patch.
func addKernels(_ arguments: KernelArguments) {
  forEachTile(rows: arguments.rows, run: arguments.run) { addKernelTile(arguments, $0) }
}

/// Cuts rows of runs into tiles, and calls `body` with each.
@inline(__always)
private func forEachTile(rows: Int, run: Int, _ body: (RunTile) -> Void) {
  let vectors = (run + laneCount - 1) / laneCount
  for row in stride(from: 0, to: rows, by: tileRows) {
    for vector in stride(from: 0, to: vectors, by: tileVectors) {
      body(
        RunTile(
          row: row, rows: min(rows - row, tileRows), vector: vector,
          vectors: min(vectors - vector, tileVectors)))
    }
  }
}

/// The most rows in a tile.
private var tileRows: Int { 6 }

/// The most vectors of a run in a tile, so that its sums stay in registers: 32 of them, or 16.
private var tileVectors: Int {
  #if KERNELS_AVX512
    return 3
  #else
    return 2
  #endif
}

// Six rows of three vectors of sums, or of two: written out for the same reason as `zeroTile`.
#if KERNELS_AVX512
  @inline(__always)
  private func zeroRunTile() -> InlineArray<18, Vector> {
    let zero = Vector(repeating: 0)
    return [
      zero, zero, zero, zero, zero, zero, zero, zero, zero, zero, zero, zero, zero, zero, zero,
      zero, zero, zero,
    ]
  }
#else
  @inline(__always)
  private func zeroRunTile() -> Tile { zeroTile() }
#endif

// Each size of a tile is called with constants, so that its loops are unrolled.

private func addPatchTile(_ arguments: PatchArguments, _ tile: RunTile) {
  switch (tile.rows, tile.vectors) {
  case (1, 1): addPatchTile(arguments, tile, rows: 1, vectors: 1)
  case (2, 1): addPatchTile(arguments, tile, rows: 2, vectors: 1)
  case (3, 1): addPatchTile(arguments, tile, rows: 3, vectors: 1)
  case (4, 1): addPatchTile(arguments, tile, rows: 4, vectors: 1)
  case (5, 1): addPatchTile(arguments, tile, rows: 5, vectors: 1)
  case (6, 1): addPatchTile(arguments, tile, rows: 6, vectors: 1)
  case (1, 2): addPatchTile(arguments, tile, rows: 1, vectors: 2)
  case (2, 2): addPatchTile(arguments, tile, rows: 2, vectors: 2)
  case (3, 2): addPatchTile(arguments, tile, rows: 3, vectors: 2)
  case (4, 2): addPatchTile(arguments, tile, rows: 4, vectors: 2)
  case (5, 2): addPatchTile(arguments, tile, rows: 5, vectors: 2)
  case (6, 2): addPatchTile(arguments, tile, rows: 6, vectors: 2)
  #if KERNELS_AVX512
    case (1, 3): addPatchTile(arguments, tile, rows: 1, vectors: 3)
    case (2, 3): addPatchTile(arguments, tile, rows: 2, vectors: 3)
    case (3, 3): addPatchTile(arguments, tile, rows: 3, vectors: 3)
    case (4, 3): addPatchTile(arguments, tile, rows: 4, vectors: 3)
    case (5, 3): addPatchTile(arguments, tile, rows: 5, vectors: 3)
    case (6, 3): addPatchTile(arguments, tile, rows: 6, vectors: 3)
  #endif
  default: break
  }
}

private func addKernelTile(_ arguments: KernelArguments, _ tile: RunTile) {
  switch (tile.rows, tile.vectors) {
  case (1, 1): addKernelTile(arguments, tile, rows: 1, vectors: 1)
  case (2, 1): addKernelTile(arguments, tile, rows: 2, vectors: 1)
  case (3, 1): addKernelTile(arguments, tile, rows: 3, vectors: 1)
  case (4, 1): addKernelTile(arguments, tile, rows: 4, vectors: 1)
  case (5, 1): addKernelTile(arguments, tile, rows: 5, vectors: 1)
  case (6, 1): addKernelTile(arguments, tile, rows: 6, vectors: 1)
  case (1, 2): addKernelTile(arguments, tile, rows: 1, vectors: 2)
  case (2, 2): addKernelTile(arguments, tile, rows: 2, vectors: 2)
  case (3, 2): addKernelTile(arguments, tile, rows: 3, vectors: 2)
  case (4, 2): addKernelTile(arguments, tile, rows: 4, vectors: 2)
  case (5, 2): addKernelTile(arguments, tile, rows: 5, vectors: 2)
  case (6, 2): addKernelTile(arguments, tile, rows: 6, vectors: 2)
  #if KERNELS_AVX512
    case (1, 3): addKernelTile(arguments, tile, rows: 1, vectors: 3)
    case (2, 3): addKernelTile(arguments, tile, rows: 2, vectors: 3)
    case (3, 3): addKernelTile(arguments, tile, rows: 3, vectors: 3)
    case (4, 3): addKernelTile(arguments, tile, rows: 4, vectors: 3)
    case (5, 3): addKernelTile(arguments, tile, rows: 5, vectors: 3)
    case (6, 3): addKernelTile(arguments, tile, rows: 6, vectors: 3)
  #endif
  default: break
  }
}

@inline(__always)
private func addPatchTile(_ arguments: PatchArguments, _ tile: RunTile, rows: Int, vectors: Int) {
  let input = arguments.input + tile.row * arguments.inputStride + tile.vector * laneCount
  let sum = arguments.sum + tile.row * arguments.sumStride + tile.vector * laneCount
  var sums = zeroRunTile()
  for patch in 0..<arguments.count {
    let scale = Vector(repeating: arguments.scales[patch])
    let place = input + Int(arguments.places[patch])
    for r in 0..<rows {
      for v in 0..<vectors {
        let scalars = load(place + r * arguments.inputStride + v * laneCount)
        sums[r * vectors + v] = multiplyAdd(scale, scalars, sums[r * vectors + v])
      }
    }
  }
  for r in 0..<rows {
    for v in 0..<vectors {
      let address = sum + r * arguments.sumStride + v * laneCount
      store(load(address) + sums[r * vectors + v], address)
    }
  }
}

@inline(__always)
private func addKernelTile(_ arguments: KernelArguments, _ tile: RunTile, rows: Int, vectors: Int) {
  let weights = arguments.weights + tile.row * arguments.weightStride + tile.vector * laneCount
  let patch = arguments.patch + tile.row * arguments.patchStride + tile.vector * laneCount
  // Lanes behind the run belong to the patch's neighbours and keep what they have.
  let rest = arguments.run - tile.vector * laneCount
  var sums = zeroRunTile()
  for kernel in 0..<arguments.count {
    let scale = Vector(repeating: arguments.scales[kernel])
    let place = weights + Int(arguments.places[kernel])
    for r in 0..<rows {
      for v in 0..<vectors {
        let scalars = load(place + r * arguments.weightStride + v * laneCount)
        sums[r * vectors + v] = multiplyAdd(scale, scalars, sums[r * vectors + v])
      }
    }
  }
  for v in 0..<vectors {
    let mask = firstLanes(rest - v * laneCount)
    for r in 0..<rows {
      let address = patch + r * arguments.patchStride + v * laneCount
      let old = load(address)
      store(old.replacing(with: old + sums[r * vectors + v], where: mask), address)
    }
  }
}
