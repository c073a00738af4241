import DLCore

/// Random poolings, with ties, NaN, -∞ and windows on nothing but padding.
func checkMaxPool2D<B: Backend>(_ backend: B) throws {
  try runTrials("maxPool2D", on: backend, count: 120) { trial in
    let geometry = try trial.pooling()
    var input = trial.ties(geometry.inputShape.count)
    switch trial.number % 4 {
    case 1: input = input.map { _ in -.infinity }
    case 2: input = input.map { trial.random.integer(below: 5) == 0 ? .nan : $0 }
    case 3: input = input.map { trial.random.integer(below: 2) == 0 ? -.infinity : $0 }
    default: break
    }
    let (output, selection) = backend.maxPool2D(backend.makeStorage(input), geometry)
    let windows = poolWindows(geometry)
    let winners = windows.map { window in
      window.places.isEmpty
        ? nil : window.places[winner(.maximum, window.places.map { input[$0] })]
    }
    try trial.expect(output, equals: winners.map { $0.map { input[$0] } ?? -.infinity })

    let gradient = trial.scalars(windows.count)
    var sums = [LawfulSum](repeating: LawfulSum(), count: input.count)
    for (winner, share) in zip(winners, gradient) {
      if let winner { sums[winner].add(Double(share)) }
    }
    try trial.expect(
      backend.maxPool2DGradient(backend.makeStorage(gradient), selection: selection, geometry),
      "gradient", near: sums.map { $0.product(as: B.Scalar.self) })
  }
}

/// Random averages, with padding counted and not, and their gradients.
func checkAveragePool2D<B: Backend>(_ backend: B) throws {
  try runTrials("averagePool2D", on: backend, count: 80) { trial in
    let geometry = try trial.pooling()
    let input = trial.scalars(geometry.inputShape.count)
    let windows = poolWindows(geometry)
    let expected = windows.map { window in
      var sum = LawfulSum()
      for place in window.places { sum.add(Double(input[place])) }
      return sum.pairwise(as: B.Scalar.self).divided(by: window.divisor, as: B.Scalar.self)
    }
    try trial.expect(
      backend.averagePool2D(backend.makeStorage(input), geometry), near: expected)

    let gradient = trial.scalars(windows.count)
    var sums = [LawfulSum](repeating: LawfulSum(), count: input.count)
    for (window, share) in zip(windows, gradient) {
      for place in window.places { sums[place].add(Double(share) / window.divisor) }
    }
    try trial.expect(
      backend.averagePool2DGradient(backend.makeStorage(gradient), geometry), "gradient",
      near: sums.map { $0.product(as: B.Scalar.self, extra: 1) })
  }
}

/// A window by the definition: the places it covers, and what an average divides by.
struct PoolWindow {
  var places: [Int] = []
  var divisor = 1.0
}

/// Every window of a pooling, walked over a picture that is padded in the mind.
func poolWindows(_ geometry: Pool2DGeometry) -> [PoolWindow] {
  let (height, width) = (geometry.inputHeight, geometry.inputWidth)
  let count = geometry.batch * geometry.channels * geometry.outputHeight * geometry.outputWidth
  return (0..<count).map { output in
    let (line, x) = (output / geometry.outputWidth, output % geometry.outputWidth)
    let (plane, y) = (line / geometry.outputHeight, line % geometry.outputHeight)
    var window = PoolWindow()
    var padded = 0
    let how = geometry.parameters
    for p in 0..<how.window.height {
      for q in 0..<how.window.width {
        let row = y * how.stride.height + p * how.dilation.height - how.padding.top
        let column = x * how.stride.width + q * how.dilation.width - how.padding.left
        if row < height + how.padding.bottom && column < width + how.padding.right { padded += 1 }
        guard row >= 0, row < height, column >= 0, column < width else { continue }
        window.places.append((plane * height + row) * width + column)
      }
    }
    window.divisor = Double(max(how.countsPadding ? padded : window.places.count, 1))
    return window
  }
}
