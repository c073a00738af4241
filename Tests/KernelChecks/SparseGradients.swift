import SIMDKernelTable

extension Checks {
  /// What gradients of pooled convolutions are made of: patches and kernels, scaled and added.
  mutating func sparseGradients() {
    for rows in [1, 5, 6, 7, 13] {
      for run in [1, 5, lanes, lanes + 1, 3 * lanes - 1, 4 * lanes] {
        for count in [0, 1, 9] {
          patches(count, rows, run)
          kernelsOfPatch(count, rows, run)
          windows(count, rows, run)
        }
      }
    }
    for count in [0, 1, lanes - 1, lanes, 3 * lanes + 2] { winners(count) }
  }

  private mutating func patches(_ count: Int, _ rows: Int, _ run: Int) {
    let sumStride = (run + lanes - 1) / lanes * lanes
    let inputStride = run + 4
    let input = Memory(random.scalars(rows * inputStride + 40 + lanes))
    let places = Memory((0..<count).map { Int32(3 * $0) })
    let scales = Memory(random.scalars(count))
    let sum = Memory(random.scalars(rows * sumStride))
    var expected = sum.elements
    for place in 0..<expected.count where place % sumStride < run {
      for patch in 0..<count {
        let own = Int(places.source[patch]) + place / sumStride * inputStride + place % sumStride
        expected[place] += scales.source[patch] * input.source[own]
      }
    }
    kernels.addPatches(
      PatchArguments(
        count: count, places: places.source, scales: scales.source, input: input.source,
        inputStride: inputStride, rows: rows, run: run, sum: sum.pointer, sumStride: sumStride))
    // Behind a run anything may be written.
    for place in 0..<expected.count where place % sumStride >= run {
      sum.pointer[place] = expected[place]
    }
    expect(sum, expected, "\(count) patches of \(rows) rows of \(run)")
  }

  private mutating func kernelsOfPatch(_ count: Int, _ rows: Int, _ run: Int) {
    let (weightStride, patchStride) = (run + lanes, run + 2)
    let weights = Memory(random.scalars(rows * weightStride + 40 + lanes))
    let places = Memory((0..<count).map { Int32(3 * $0) })
    let scales = Memory(random.scalars(count))
    let patch = Memory(random.scalars(rows * patchStride))
    var expected = patch.elements
    for place in 0..<expected.count where place % patchStride < run {
      for kernel in 0..<count {
        let own =
          Int(places.source[kernel]) + place / patchStride * weightStride + place % patchStride
        expected[place] += scales.source[kernel] * weights.source[own]
      }
    }
    kernels.addKernels(
      KernelArguments(
        count: count, places: places.source, scales: scales.source, weights: weights.source,
        weightStride: weightStride, rows: rows, run: run, patch: patch.pointer,
        patchStride: patchStride))
    expect(patch, expected, "\(count) kernels of \(rows) rows of \(run)")
  }

  private mutating func windows(_ count: Int, _ rows: Int, _ run: Int) {
    let (rowStride, pictureStride) = (run + lanes, run + 5)
    let patches = Memory(random.scalars(count * rows * rowStride))
    let places = Memory((0..<count).map { 2 * $0 })
    let picture = Memory(random.scalars(rows * pictureStride + 2 * count))
    var expected = picture.elements
    for patch in 0..<count {
      for row in 0..<rows {
        for column in 0..<run {
          expected[places.source[patch] + row * pictureStride + column] +=
            patches.source[(patch * rows + row) * rowStride + column]
        }
      }
    }
    kernels.addToWindows(
      WindowArguments(
        count: count, places: places.source, patches: patches.source,
        patchStride: rows * rowStride, rows: rows, run: run, rowStride: rowStride,
        picture: picture.pointer, pictureStride: pictureStride))
    expect(picture, expected, "\(count) windows of \(rows) rows of \(run)")
  }

  private mutating func winners(_ count: Int) {
    let width: Int32 = 28
    // Each place of a window wins in turn: itself, the right one, the lower one, both.
    let corners = (0..<count).map { Int32(2 * $0) }
    let steps: [Int32] = [0, 1, width, width + 1]
    let selection = Memory((0..<count).map { corners[$0] + steps[$0 % 4] })
    let (output, gradient) = (Memory(random.scalars(count)), Memory(random.scalars(count)))
    let firsts = Memory(corners)
    let cornerPlaces = Memory((0..<count).map { Int32(100 + $0) })
    let cornerKernels = Memory((0..<count).map { Int32(500 - $0) })
    let scales = Memory<Float>(count: count)
    let (places, kernelPlaces) = (Memory<Int32>(count: count), Memory<Int32>(count: count))
    kernels.traceWinners(
      WinnerArguments(
        count: count, output: output.source, gradient: gradient.source,
        selection: selection.source, corners: firsts.source, cornerPlaces: cornerPlaces.source,
        cornerKernels: cornerKernels.source, width: width, right: 3, below: 70, kernelRight: 4,
        kernelBelow: 90, scales: scales.pointer, places: places.pointer,
        kernels: kernelPlaces.pointer))
    let (toPlace, toKernel): ([Int32], [Int32]) = ([0, 3, 70, 73], [0, 4, 90, 94])
    let what = "of \(count) winners"
    expect(
      scales, (0..<count).map { output.source[$0] > 0 ? gradient.source[$0] : 0 },
      "gradients " + what)
    expect(
      places, (0..<count).map { cornerPlaces.source[$0] + toPlace[$0 % 4] }, "places " + what)
    expect(
      kernelPlaces, (0..<count).map { cornerKernels.source[$0] - toKernel[$0 % 4] },
      "kernels " + what)
  }
}
