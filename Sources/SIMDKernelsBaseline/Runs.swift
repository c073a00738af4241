import SIMDKernelTable

// Gradients of a convolution that only a few places of its output have: each of them is a patch of
// the input (or a kernel) with channels side by side, so that a row of it is one run of scalars.

/// Adds up patches of an input, each scaled.
func addPatches(_ arguments: PatchArguments) {
  forEachTile(rows: arguments.rows, run: arguments.run) { row, rows, vector, vectors in
    addPatchTile(arguments, row: row, rows: rows, vector: vector, vectors: vectors)
  }
}

/// Adds kernels, each scaled, to a patch.
func addKernels(_ arguments: KernelArguments) {
  forEachTile(rows: arguments.rows, run: arguments.run) { row, rows, vector, vectors in
    addKernelTile(arguments, row: row, rows: rows, vector: vector, vectors: vectors)
  }
}

/// Cuts rows of runs into tiles whose sums stay in registers, and calls `body` with the first row,
/// the rows, the first vector and the vectors of each.
@inline(__always)
private func forEachTile(rows: Int, run: Int, _ body: (Int, Int, Int, Int) -> Void) {
  let vectors = (run + laneCount - 1) / laneCount
  var row = 0
  while row < rows {
    let height = min(rows - row, tileRows(vectors))
    var vector = 0
    while vector < vectors {
      let width = min(vectors - vector, tileVectors)
      body(row, height, vector, width)
      vector += width
    }
    row += height
  }
}

/// The most vectors of a run in a tile.
private var tileVectors: Int {
  #if KERNELS_AVX512
    return 2
  #else
    return 4
  #endif
}

/// The most rows in a tile, so that its sums stay in registers: 32 of them, or 16.
@inline(__always)
private func tileRows(_ vectors: Int) -> Int {
  #if KERNELS_AVX512
    return 5
  #else
    return vectors == 1 ? 5 : 3
  #endif
}

/// Calls the tile of exactly the given size, so that its loops have constant bounds.
@inline(__always)
private func withConstants(_ rows: Int, _ vectors: Int, _ body: (Int, Int) -> Void) {
  switch (rows, vectors) {
  case (5, 1): body(5, 1)
  case (4, 1): body(4, 1)
  case (3, 1): body(3, 1)
  case (2, 1): body(2, 1)
  case (1, 1): body(1, 1)
  case (5, 2): body(5, 2)
  case (4, 2): body(4, 2)
  case (3, 2): body(3, 2)
  case (2, 2): body(2, 2)
  case (1, 2): body(1, 2)
  case (3, 3): body(3, 3)
  case (2, 3): body(2, 3)
  case (1, 3): body(1, 3)
  case (3, 4): body(3, 4)
  case (2, 4): body(2, 4)
  default: body(1, 4)
  }
}

private func addPatchTile(
  _ arguments: PatchArguments, row: Int, rows: Int, vector: Int, vectors: Int
) {
  let input = arguments.input + row * arguments.inputStride + vector * laneCount
  let sum = arguments.sum + row * arguments.sumStride + vector * laneCount
  withConstants(rows, vectors) { rows, vectors in
    var sums = zeroTile()
    for patch in 0..<arguments.count {
      let scale = Vector(repeating: arguments.scales[patch])
      let place = input + arguments.places[patch]
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
}

private func addKernelTile(
  _ arguments: KernelArguments, row: Int, rows: Int, vector: Int, vectors: Int
) {
  let weights = arguments.weights + row * arguments.weightStride + vector * laneCount
  let patch = arguments.patch + row * arguments.patchStride + vector * laneCount
  // Lanes behind the run belong to the patch's neighbours and keep what they have.
  let rest = arguments.run - vector * laneCount
  withConstants(rows, vectors) { rows, vectors in
    var sums = zeroTile()
    for kernel in 0..<arguments.count {
      let scale = Vector(repeating: arguments.scales[kernel])
      let place = weights + arguments.places[kernel]
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
}
