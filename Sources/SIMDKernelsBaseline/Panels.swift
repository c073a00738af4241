import SIMDKernelTable

// A sum is cut into stretches, more of them the fewer vectors a panel has, so that enough sums are
// under way at once for a single input. Several inputs take the stretches one by one, and add them
// in the same order: an input's result does not depend on how many others there are.

/// The most vectors of columns in a panel.
let panelVectors = 4

/// The inputs that are computed at once.
#if KERNELS_AVX512
  private let tileRows = 6
#else
  private let tileRows = 3
#endif

/// A fully connected layer, panel by panel.
func panels(_ arguments: PanelArguments) {
  for vector in stride(from: 0, to: arguments.vectors, by: panelVectors) {
    var row = 0
    while arguments.rows - row > tileRows / 2 {
      manyInputs(arguments, row, vector)
      row += tileRows
    }
    while row < arguments.rows {
      oneInput(arguments, row, vector)
      row += 1
    }
  }
}

/// Calls `body` with constants: the vectors of a panel, and the stretches its sums are cut into.
@inline(__always)
private func withConstants(_ vectors: Int, _ body: (Int, Int) -> Void) {
  switch vectors {
  case 1: body(1, 6)
  case 2: body(2, 4)
  case 3: body(3, 3)
  default: body(panelVectors, 2)
  }
}

@inline(never)
private func oneInput(_ arguments: PanelArguments, _ row: Int, _ vector: Int) {
  withConstants(arguments.vectors - vector) { vectors, stretches in
    oneInput(arguments, row, vector, vectors: vectors, stretches: stretches)
  }
}

@inline(never)
private func manyInputs(_ arguments: PanelArguments, _ row: Int, _ vector: Int) {
  withConstants(arguments.vectors - vector) { vectors, stretches in
    manyInputs(arguments, row, vector, vectors: vectors, stretches: stretches)
  }
}

/// One input, all stretches side by side.
@inline(__always)
private func oneInput(
  _ arguments: PanelArguments, _ row: Int, _ vector: Int, vectors: Int, stretches: Int
) {
  var sums = zeroTile()
  let length = arguments.inner / stretches
  let width = vectors * laneCount
  let input = arguments.input + row * arguments.inputStride
  let weights = arguments.weights + vector * laneCount * arguments.inner
  for term in 0..<length {
    for stretch in 0..<stretches {
      let place = stretch * length + term
      let scalar = Vector(repeating: input[place])
      for index in 0..<vectors {
        let sum = stretch * vectors + index
        sums[sum] = multiplyAdd(
          scalar, load(weights + place * width + index * laneCount), sums[sum])
      }
    }
  }
  for place in length * stretches..<arguments.inner {
    let scalar = Vector(repeating: input[place])
    for index in 0..<vectors {
      let sum = (stretches - 1) * vectors + index
      sums[sum] = multiplyAdd(
        scalar, load(weights + place * width + index * laneCount), sums[sum])
    }
  }
  let output = arguments.output + row * arguments.outputStride + vector * laneCount
  for index in 0..<vectors {
    var total = sums[index]
    for stretch in 1..<stretches { total += sums[stretch * vectors + index] }
    store(finished(total, arguments, vector + index), output + index * laneCount)
  }
}

/// Several inputs, one stretch after another; the last input takes the place of missing ones.
@inline(__always)
private func manyInputs(
  _ arguments: PanelArguments, _ row: Int, _ vector: Int, vectors: Int, stretches: Int
) {
  let length = arguments.inner / stretches
  let width = vectors * laneCount
  let weights = arguments.weights + vector * laneCount * arguments.inner
  for stretch in 0..<stretches {
    let isLast = stretch == stretches - 1
    let end = isLast ? arguments.inner : (stretch + 1) * length
    let sums = manySums(
      arguments, row, weights, stretch * length..<end, width: width, vectors: vectors)
    for index in 0..<tileRows where row + index < arguments.rows {
      let output =
        arguments.output + (row + index) * arguments.outputStride + vector * laneCount
      for part in 0..<vectors {
        let address = output + part * laneCount
        var total = sums[part][index]
        if stretch > 0 { total = load(address) + total }
        store(isLast ? finished(total, arguments, vector + part) : total, address)
      }
    }
  }
}

@inline(__always)
private func manySums(
  _ arguments: PanelArguments, _ row: Int, _ weights: UnsafePointer<Float>, _ terms: Range<Int>,
  width: Int, vectors: Int
) -> InlineArray<4, InlineArray<6, Vector>> {
  let zeros = zeroHalfTile()
  var sums: InlineArray<4, InlineArray<6, Vector>> = [zeros, zeros, zeros, zeros]
  let inputs = InlineArray<6, UnsafePointer<Float>> {
    arguments.input + min(row + $0, arguments.rows - 1) * arguments.inputStride
  }
  for term in terms {
    for index in 0..<tileRows {
      let scalar = Vector(repeating: inputs[index][term])
      for part in 0..<vectors {
        sums[part][index] = multiplyAdd(
          scalar, load(weights + term * width + part * laneCount), sums[part][index])
      }
    }
  }
  return sums
}

/// A vector of sums plus the bias, rectified where that is asked for.
@inline(__always)
private func finished(_ sum: Vector, _ arguments: PanelArguments, _ vector: Int) -> Vector {
  let total = sum + load(arguments.bias + vector * laneCount)
  return arguments.rectifies ? total.replacing(with: 0, where: total .<= 0) : total
}
