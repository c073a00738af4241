import DLCore

extension CaseList {
  mutating func addMaxPool2D() {
    let law = "the first of equals wins, the first NaN over all, padding never"
    add("maxPool2D/random", 200, law: law) { try checkRandomMaximum($0, $1) }
    add("maxPool2D/long", 4, law: law) { try checkLongMaximum($0, $1) }
    add("maxPool2D/special", 14, law: "each special value at each place of a window") {
      try checkSpecialMaximum($0, $1)
    }
    add("maxPool2D/infinities", law: "windows of nothing but -∞ select the first") {
      try checkInfinities($0, $1)
    }
    add("maxPool2D/monotone", 16, law: "pooling commutes with monotone maps") {
      try checkMonotone($0, $1)
    }
    add("maxPool2D/adjoint", 24, law: "gradients are adjoints: ⟨A·x, y⟩ = ⟨x, Aᵀ·y⟩") {
      try checkMaximumAdjoint($0, $1)
    }
    add("maxPool2D/selected", 24, law: "the winners' places are taken from the other input") {
      try checkSelected($0, $1)
    }
    for (number, pool) in modelPools.enumerated() {
      for batch in batches {
        add("maxPool2D/model/\(number)/b\(batch)", law: law) {
          try checkModelMaximum($0, $1, Shape([batch] + pool.extents))
        }
      }
    }
    add("maxPool2D/known", law: "the numbers that PyTorch 2.13 gives") {
      try checkKnownMaximum($0, $1)
    }
  }

  mutating func addAveragePool2D() {
    let law = "the sum of each window over its number of elements"
    add("averagePool2D/random", 150, law: law) { try checkRandomAverage($0, $1) }
    add("averagePool2D/long", 4, law: law) { try checkLongAverage($0, $1) }
    add("averagePool2D/constant", 12, law: "the average of a constant is the constant") {
      try checkConstant($0, $1)
    }
    add("averagePool2D/adjoint", 24, law: "gradients are adjoints: ⟨A·x, y⟩ = ⟨x, Aᵀ·y⟩") {
      try checkAverageAdjoint($0, $1)
    }
    add("averagePool2D/special", 12, law: "NaN and infinities show in their windows only") {
      try checkSpecialAverage($0, $1)
    }
    add("averagePool2D/known", law: "the numbers that PyTorch 2.13 gives") {
      try checkKnownAverages($0, $1)
    }
  }
}

/// What LeNet-5 and DigitCNN pool.
private let modelPools: [Shape] = [[6, 28, 28], [16, 10, 10], [8, 26, 26], [32, 11, 11]]

private func longPool(_ key: CaseKey) throws -> Pool2DGeometry {
  let parameters = [
    Pool2DParameters(window: 2), Pool2DParameters(window: 3, stride: 2, padding: 1),
    Pool2DParameters(window: 2, ceilMode: true, countsPadding: true),
    Pool2DParameters(window: Size2D(height: 1, width: 3), stride: 2, padding: 2),
  ]
  return try Pool2DGeometry(
    input: [20, 3, 21, key.number % 2 == 0 ? 31 : 71],
    parameters: parameters[key.number % parameters.count],
    operation: key.name)
}

private func checkRandomMaximum<B: Backend>(_ backend: B, _ key: CaseKey) throws {
  var trial = Trial(backend, key)
  let geometry = try trial.pooling()
  var input = trial.integers(geometry.inputShape.count)
  switch trial.number % 4 {
  case 1: input = input.map { _ in -.infinity }
  case 2: input = input.map { trial.random.integer(below: 5) == 0 ? .nan : $0 }
  case 3: input = input.map { trial.random.integer(below: 2) == 0 ? -.infinity : $0 }
  default: break
  }
  try checkMaximum(&trial, geometry, input)
}

private func checkLongMaximum<B: Backend>(_ backend: B, _ key: CaseKey) throws {
  var trial = Trial(backend, key)
  let geometry = try longPool(key)
  try checkMaximum(&trial, geometry, trial.integers(geometry.inputShape.count))
}

private func checkModelMaximum<B: Backend>(_ backend: B, _ key: CaseKey, _ shape: Shape) throws {
  var trial = Trial(backend, key)
  let geometry = try Pool2DGeometry(
    input: shape, parameters: Pool2DParameters(window: 2), operation: key.name)
  try checkMaximum(&trial, geometry, trial.integers(shape.count))
}

private func checkMaximum<B: Backend>(
  _ trial: inout Trial<B>, _ geometry: Pool2DGeometry, _ input: [Double]
) throws {
  let (output, selection) = trial.backend.maxPool2D(trial.store(input), geometry)
  let winners = geometry.winners(of: input)
  try trial.expect(output, equals: winners.map { $0.map { input[$0] } ?? -.infinity })
  let gradient = trial.scalars(winners.count)
  let format = trial.format
  try trial.expect(
    trial.backend.maxPool2DGradient(trial.store(gradient), selection: selection, geometry),
    "gradient", near: geometry.routed(gradient, to: winners, format))
}

/// Pictures that are alike but for one value, which wanders through the first window.
private func checkSpecialMaximum<B: Backend>(_ backend: B, _ key: CaseKey) throws {
  var trial = Trial(backend, key)
  let specials = trial.format.specialValues
  let special = specials[key.number % specials.count]
  trial.detail = "\(special)"
  for window in [Size2D(2), Size2D(3), Size2D(height: 1, width: 5)] {
    let area = window.height * window.width
    for channels in [1, 2, 3, 5, 9, 17] {
      let geometry = try Pool2DGeometry(
        input: [area, channels, window.height, 2 * window.width],
        parameters: Pool2DParameters(window: window), operation: key.name)
      var input = trial.integers(geometry.inputShape.count)
      let plane = geometry.inputHeight * geometry.inputWidth
      for picture in 0..<area {
        let place = picture / window.width * geometry.inputWidth + picture % window.width
        for channel in 0..<channels {
          input[(picture * channels + channel) * plane + place] = special
        }
      }
      try checkMaximum(&trial, geometry, input)
    }
  }
}

private func checkInfinities<B: Backend>(_ backend: B, _ key: CaseKey) throws {
  let trial = Trial(backend, key)
  let geometry = try Pool2DGeometry(
    input: [1, 1, 2, 2], parameters: Pool2DParameters(window: 2, stride: 2, padding: 1),
    operation: key.name)
  let infinities = [Double](repeating: -.infinity, count: 4)
  let (output, selection) = backend.maxPool2D(trial.store(infinities), geometry)
  try trial.expect(output, equals: infinities)
  try trial.expect(
    backend.maxPool2DGradient(trial.store([1, 2, 3, 4]), selection: selection, geometry),
    "gradient", equals: [1, 2, 3, 4])
}

/// x → 2x + 1 and the rectified linear unit, exact for whole numbers.
private func checkMonotone<B: Backend>(_ backend: B, _ key: CaseKey) throws {
  var trial = Trial(backend, key)
  let geometry = try trial.pooling()
  let input = trial.store(trial.integers(geometry.inputShape.count))
  for map in [UnaryOperation.affine(multiplier: 2, offset: 1), .relu] {
    let mapped = backend.unary(map, input, count: geometry.inputShape.count)
    let before = backend.maxPool2D(mapped, geometry).output
    let pooled = try trial.load(
      backend.maxPool2D(input, geometry).output, geometry.outputShape.count)
    let after = try trial.load(
      backend.unary(map, trial.store(pooled), count: pooled.count), pooled.count)
    // A window of nothing but padding gives -∞ before the map and after it.
    try trial.expect(
      before, map.label, equals: zip(pooled, after).map { $0 == -.infinity ? $0 : $1 })
  }
}

private func checkMaximumAdjoint<B: Backend>(_ backend: B, _ key: CaseKey) throws {
  var trial = Trial(backend, key)
  let geometry = try trial.pooling()
  let input = trial.scalars(geometry.inputShape.count)
  let gradient = trial.scalars(geometry.outputShape.count)
  let (output, selection) = backend.maxPool2D(trial.store(input), geometry)
  // A window on nothing but padding gives -∞, which belongs to no element.
  let winners = try trial.load(output, gradient.count).map { $0 == -.infinity ? 0 : $0 }
  let back = backend.maxPool2DGradient(trial.store(gradient), selection: selection, geometry)
  try trial.expect(
    trial.dot(back, input), near: trial.dot(trial.store(winners), gradient))
}

private func checkSelected<B: Backend>(_ backend: B, _ key: CaseKey) throws {
  var trial = Trial(backend, key)
  let geometry = try trial.pooling()
  let input = trial.integers(geometry.inputShape.count)
  let other = trial.scalars(input.count)
  let (_, selection) = backend.maxPool2D(trial.store(input), geometry)
  try trial.expect(
    backend.maxPool2DSelected(trial.store(other), selection: selection, geometry),
    equals: geometry.winners(of: input).map { $0.map { other[$0] } ?? 0 })
}

private func countingUp(to count: Int) -> [Double] { (0..<count).map { Double($0 + 1) } }

private func knownPool(_ key: CaseKey, countsPadding: Bool) throws -> Pool2DGeometry {
  try Pool2DGeometry(
    input: [1, 1, 4, 4],
    parameters: Pool2DParameters(
      window: 3, stride: 2, padding: 1, ceilMode: true, countsPadding: countsPadding),
    operation: key.name)
}

private func checkKnownMaximum<B: Backend>(_ backend: B, _ key: CaseKey) throws {
  let trial = Trial(backend, key)
  let geometry = try knownPool(key, countsPadding: false)
  try trial.expect(
    backend.maxPool2D(trial.store(countingUp(to: 16)), geometry).output,
    equals: [6, 8, 8, 14, 16, 16, 14, 16, 16])
}

private func checkRandomAverage<B: Backend>(_ backend: B, _ key: CaseKey) throws {
  var trial = Trial(backend, key)
  try checkAverage(&trial, trial.pooling())
}

private func checkLongAverage<B: Backend>(_ backend: B, _ key: CaseKey) throws {
  var trial = Trial(backend, key)
  try checkAverage(&trial, longPool(key))
}

private func checkAverage<B: Backend>(_ trial: inout Trial<B>, _ geometry: Pool2DGeometry) throws {
  let format = trial.format
  let input = trial.scalars(geometry.inputShape.count)
  let windows = geometry.windows
  try trial.expect(
    trial.backend.averagePool2D(trial.store(input), geometry),
    near: windows.map { window in
      var sum = LawfulSum()
      for place in window.places { sum.add(input[place]) }
      return sum.pairwise(format).divided(by: window.divisor, format)
    })
  let gradient = trial.scalars(windows.count)
  var sums = [LawfulSum](repeating: LawfulSum(), count: input.count)
  for (window, share) in zip(windows, gradient) {
    for place in window.places { sums[place].add(share / window.divisor) }
  }
  try trial.expect(
    trial.backend.averagePool2DGradient(trial.store(gradient), geometry), "gradient",
    near: sums.map { $0.product(format, extra: 1) })
}

private func checkConstant<B: Backend>(_ backend: B, _ key: CaseKey) throws {
  var trial = Trial(backend, key)
  let drawn = try trial.pooling()
  var parameters = drawn.parameters
  parameters.countsPadding = false
  let geometry = try Pool2DGeometry(
    input: drawn.inputShape, parameters: parameters, operation: key.name)
  let value = Double(trial.integer(in: 1...9))
  let input = [Double](repeating: value, count: geometry.inputShape.count)
  try trial.expect(
    backend.averagePool2D(trial.store(input), geometry),
    equals: geometry.windows.map { $0.places.isEmpty ? 0 : value })
}

private func checkAverageAdjoint<B: Backend>(_ backend: B, _ key: CaseKey) throws {
  var trial = Trial(backend, key)
  let geometry = try trial.pooling()
  let input = trial.scalars(geometry.inputShape.count)
  let gradient = trial.scalars(geometry.outputShape.count)
  let forward = backend.averagePool2D(trial.store(input), geometry)
  let back = backend.averagePool2DGradient(trial.store(gradient), geometry)
  try trial.expect(trial.dot(back, input), near: trial.dot(forward, gradient))
}

private func checkSpecialAverage<B: Backend>(_ backend: B, _ key: CaseKey) throws {
  var trial = Trial(backend, key)
  let special = [Double.nan, .infinity, -.infinity][key.number % 3]
  let geometry = try trial.pooling()
  var input = trial.integers(geometry.inputShape.count)
  if !input.isEmpty { input[trial.random.integer(below: input.count)] = special }
  let format = trial.format
  try trial.expect(
    backend.averagePool2D(trial.store(input), geometry),
    near: geometry.windows.map { window in
      let sum = window.places.reduce(0) { $0 + input[$1] }
      return Bounded(value: sum).divided(by: window.divisor, format)
    })
}

private func checkKnownAverages<B: Backend>(_ backend: B, _ key: CaseKey) throws {
  let trial = Trial(backend, key)
  let format = trial.format
  let input = trial.store(countingUp(to: 16))
  try trial.expect(
    backend.averagePool2D(input, try knownPool(key, countsPadding: true)), "with padding",
    near: [14.0 / 9, 10.0 / 3, 2, 19.0 / 3, 11, 6, 4.5, 7.5, 4].map {
      .ulps(1, of: $0, format)
    })
  try trial.expect(
    backend.averagePool2D(input, try knownPool(key, countsPadding: false)), "without padding",
    equals: [3.5, 5, 6, 9.5, 11, 12, 13.5, 15, 16])
}
