import BackendNaive
import DLCore
import Testing

@Suite("What layers do")
struct LayerBehaviorTests {
  @Test("Dropout keeps the expectation, scales what it keeps, and drops its share")
  func dropout() throws {
    let layer = try Dropout<Exact>(rate: 0.25)
    let ones = try Tensor.ones([100, 100], on: Exact())
    var pass = Pass<Exact>.training(seed: 1, step: 0)
    let output = try layer.forward(ones, &pass).scalars
    #expect(Set(output) == [0, 4.0 / 3])
    // 10,000 draws: the standard deviation of the mean is √(1/3) / 100, a 5-sigma band.
    let mean: Double = output.reduce(0, +) / 10_000
    #expect(abs(mean - 1) < 0.029)
  }

  @Test("Dropout follows from seed and step, and does nothing outside training")
  func dropoutDeterminism() throws {
    let layer = try Dropout<Exact>(rate: 0.5)
    let ones = try Tensor.ones([64], on: Exact())
    func output(_ seed: UInt64, _ step: Int) throws -> [Double] {
      var pass = Pass<Exact>.training(seed: seed, step: step)
      return try layer.forward(ones, &pass).scalars
    }
    #expect(try output(1, 0) == output(1, 0))
    #expect(try output(1, 0) != output(2, 0))
    #expect(try output(1, 0) != output(1, 1))
    #expect(try layer(ones).scalars == ones.scalars)
    var pass = Pass<Exact>.training(seed: 1, step: 0)
    #expect(try Dropout<Exact>(rate: 0).forward(ones, &pass).scalars == ones.scalars)
  }

  @Test("A normalization's output and running values follow the paper's formulas")
  func batchNorm() throws {
    var layer = try BatchNorm2D("norm", channels: 2, momentum: 0.25, epsilon: 0.5, start())
    let x: [Double] = [1, 2, 3, 4, 10, 20, 30, 60]
    let input = try Tensor(x, shape: [1, 2, 2, 2], on: Exact())
    var pass = Pass<Exact>.training(seed: 1, step: 0)
    let output = try layer.forward(input, &pass).scalars
    let means = [2.5, 30], variances = [1.25, 350]
    for index in x.indices {
      let channel = index / 4
      let expected = (x[index] - means[channel]) / (variances[channel] + 0.5).squareRoot()
      #expect(abs(output[index] - expected) < 1e-12)
    }
    try layer.apply(pass.stateUpdates)
    #expect(layer.runningMean.scalars == means.map { $0 * 0.25 })
    let unbiased = variances.map { 0.75 + 0.25 * $0 * 4 / 3 }
    #expect(zip(layer.runningVariance.scalars, unbiased).allSatisfy { abs($0 - $1) < 1e-12 })

    let inference = try layer(input).scalars
    let expected = (x[5] - 7.5) / (unbiased[1] + 0.5).squareRoot()
    #expect(abs(inference[5] - expected) < 1e-12)
  }

  @Test("An empty batch leaves the running values alone")
  func emptyBatchNorm() throws {
    var layer = try BatchNorm2D("norm", channels: 2, start())
    var pass = Pass<Exact>.training(seed: 1, step: 0)
    _ = try layer.forward(Tensor.zeros([0, 2, 3, 3], on: Exact()), &pass)
    try layer.apply(pass.stateUpdates)
    #expect(layer.runningMean.scalars == [0, 0])
    #expect(layer.runningVariance.scalars == [1, 1])
  }

  @Test("An empty batch has gradients of 0")
  func emptyBatchNormGradients() throws {
    let backend = Autodiff(Exact())
    let layer = try BatchNorm2D(
      "norm", channels: 2, Initialization(on: backend, seed: 1))
    let (_, gradients) = try layer.lossWithGradients { layer throws(TensorError) in
      var pass = Pass<Autodiff<Exact>>.training(seed: 1, step: 0)
      return try layer.forward(.zeros([0, 2, 3, 3], on: backend), &pass).sum()
    }
    #expect(gradients["weight"]?.scalars == [0, 0])
    #expect(gradients["bias"]?.scalars == [0, 0])
  }

  @Test("Output shapes are those of the outputs")
  func outputShapes() throws {
    let picture: Shape = [2, 4, 7, 6]
    let layers: [any Layer<Exact>] = [
      try Conv2D("c", from: 4, to: 6, kernel: 3, stride: 2, padding: 1, groups: 2, start()),
      MaxPool2D(window: 3, stride: 2, padding: 1, ceilMode: true), AveragePool2D(window: 2),
      Activation.relu(), try Dropout(rate: 0.5), try BatchNorm2D("n", channels: 4, start()),
      Flatten(),
    ]
    let input = try randomTensor(picture)
    for layer in layers {
      #expect(try layer.outputShape(for: picture) == layer(input).shape, "\(layer.name)")
    }
  }

  @Test("A convolution with connections ignores the maps that it does not see")
  func connections() throws {
    let layer = try Conv2D("c", from: 2, to: 1, kernel: 1, connections: [[1]], start())
    #expect(try layer.parameterCount == 2)
    #expect(try layer.multiplyAdds(for: [1, 2, 3, 3]) == 9)
    let input = try Tensor([5, 7], shape: [1, 2, 1, 1], on: Exact())
    let other = try Tensor([-5, 7], shape: [1, 2, 1, 1], on: Exact())
    #expect(try layer(input).scalars == layer(other).scalars)
  }
}

@Suite("First values")
struct LayerInitializerTests {
  private func values(
    _ initializer: Initializer, fanIn: Int = 50, fanOut: Int = 30, count: Int = 20_000,
    seed: UInt64 = 1, name: String = "w"
  ) throws -> [Double] {
    let tensor = try initializer.tensor(
      [count], fanIn: fanIn, fanOut: fanOut, from: start(seed), named: name)
    return tensor.scalars
  }

  @Test(
    "Uniform rules fill their bounds evenly",
    arguments: [
      (Initializer.glorotUniform, 6.0 / 80), (.heUniform, 6.0 / 50), (.fanInUniform, 1.0 / 50),
      (.uniform(bound: 0.5), 0.25),
    ])
  func uniform(_ initializer: Initializer, squaredBound: Double) throws {
    let found = try values(initializer)
    let bound = squaredBound.squareRoot()
    #expect(found.allSatisfy { abs($0) <= bound })
    #expect(found.max() ?? 0 > 0.999 * bound)
    #expect(found.min() ?? 0 < -0.999 * bound)
    // The variance of a uniform distribution is bound²/3; 20,000 draws know it to about 1 %.
    let variance: Double = found.map { $0 * $0 }.reduce(0, +) / 20_000
    let mean: Double = found.reduce(0, +) / 20_000
    #expect(abs(3 * variance / squaredBound - 1) < 0.04)
    #expect(abs(mean) < 0.02 * bound)
  }

  @Test(
    "Normal rules have their variance",
    arguments: [(Initializer.glorotNormal, 2.0 / 80), (.heNormal, 2.0 / 50)])
  func normal(_ initializer: Initializer, variance: Double) throws {
    let found = try values(initializer)
    let squares = found.map { $0 * $0 }
    let second: Double = squares.reduce(0, +) / 20_000
    let fourth: Double = squares.map { $0 * $0 }.reduce(0, +) / 20_000
    #expect(abs(second / variance - 1) < 0.04)
    let ofNormal = 3 * variance * variance
    #expect(abs(fourth / ofNormal - 1) < 0.12, "the fourth moment of a normal distribution")
  }

  @Test("Constants are constant, and no fan is below 1")
  func constants() throws {
    #expect(Set(try values(.zeros)) == [0])
    #expect(Set(try values(.ones)) == [1])
    #expect(try values(.heUniform, fanIn: 0).allSatisfy { abs($0) <= 6.0.squareRoot() })
    #expect(try values(.glorotNormal, fanIn: .min, fanOut: .min).allSatisfy(\.isFinite))
  }

  @Test("Values follow from seed and name, not from the order of creation")
  func order() throws {
    let first = try values(.heNormal, name: "a")
    _ = try values(.heNormal, name: "b")
    #expect(try values(.heNormal, name: "a") == first)
    #expect(try values(.heNormal, name: "b") != first)
    #expect(try values(.heNormal, seed: 2, name: "a") != first)
    let small = try values(.heNormal, count: 10, name: "a")
    #expect(Array(first.prefix(10)) == small)
  }

  @Test("Layers use the fans of their shapes")
  func fans() throws {
    let linear = try Linear("l", from: 24, to: 1_000, start())
    let linearLargest = linear.weight.scalars.map(abs).max() ?? 0
    #expect(linearLargest <= 0.5 && linearLargest > 0.499)
    let conv = try Conv2D("c", from: 12, to: 1_000, kernel: 2, groups: 2, start())
    let convLargest = conv.weight.scalars.map(abs).max() ?? 0
    #expect(convLargest <= 0.5 && convLargest > 0.499)
    #expect(linear.bias?.scalars == [Double](repeating: 0, count: 1_000))
  }
}

@Suite("Loading parameters")
struct LayerLoadingTests {
  private func net(_ seed: UInt64) throws -> Sequential<Exact> {
    try Sequential("net") { () throws(TensorError) in
      try Linear("a", from: 2, to: 3, start(seed))
      try Linear("b", from: 3, to: 1, hasBias: false, start(seed))
    }
  }

  private func scalars(_ net: Sequential<Exact>) throws -> [[Double]] {
    try net.parameters.map(\.tensor.scalars)
  }

  /// Loads changed weights of another net; what is thrown, with the net that was to change.
  private func failure(
    _ change: (inout [String: Tensor<Exact>]) throws -> Void
  ) throws -> String? {
    var values = Dictionary(
      uniqueKeysWithValues: try net(2).parameters.map { ($0.name, $0.tensor) })
    try change(&values)
    var target = try net(1)
    let before = try scalars(target)
    let problem = message { try target.load(values) }
    #expect(try scalars(target) == (problem == nil ? scalars(net(2)) : before))
    return problem
  }

  @Test("What fits is loaded; what does not is named, and nothing changes")
  func loading() throws {
    #expect(try failure { _ in } == nil)
    #expect(try failure { $0["b.weight"] = nil } == "load: b.weight is missing")
    #expect(
      try failure { $0["b.bias"] = try .zeros([1], on: Exact()) }
        == "load: the model has no parameter b.bias")
    #expect(
      try failure { $0["b.weight"] = try .zeros([3, 1], on: Exact()) }
        == "load: b.weight has shape [3, 1], the model expects [1, 3]")
  }

  @Test("An archive brings the same weights back")
  func archive() throws {
    let source = try net(2)
    let archive = try source.weightArchive(metadata: ["note": "test"])
    #expect(archive.metadata == ["note": "test"])
    #expect(archive.entries.map(\.name) == ["a.weight", "a.bias", "b.weight"])
    var target = try net(1)
    try target.load(archive)
    #expect(try scalars(target) == scalars(source).map { $0.map { Double(Float($0)) } })
  }

  @Test("An archive that does not fit is refused by name")
  func badArchive() throws {
    var target = try net(1)
    let before = try scalars(target)
    let entry = WeightEntry(name: "a.weight", shape: [3, 2], scalars: [1])
    #expect(
      message { try target.load(WeightArchive(entries: [entry])) }
        == "a.weight: tensor: 1 scalars do not fill shape [3, 2], which takes 6")
    let negative = WeightEntry(name: "a.weight", shape: [.min], scalars: [])
    #expect(
      message { try target.load(WeightArchive(entries: [negative])) }?.hasPrefix("a.weight: ")
        == true)
    #expect(message { try target.load(WeightArchive(entries: [])) } == "load: a.weight is missing")
    #expect(try scalars(target) == before)
    var flatten = Flatten<Exact>()
    #expect(
      message { try flatten.load(WeightArchive(entries: [entry])) }
        == "load: the model has no parameter a.weight")
  }
}
