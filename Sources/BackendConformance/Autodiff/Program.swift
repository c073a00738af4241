import DLCore

/// A computation on tensors whose gradients are checked, on any backend.
protocol Program: Sendable {
  /// What the case is called.
  var name: String { get }
  /// The shapes of the inputs.
  var inputs: [Shape] { get }
  /// What the inputs are drawn from.
  var range: ClosedRange<Double> { get }

  /// Computes.
  func callAsFunction<B: Backend>(_ x: [Tensor<B>]) throws -> Tensor<B>
}

extension Program {
  var range: ClosedRange<Double> { -2...2 }

  /// The inputs' values: no two are equal, none is 0, and all are exact in any format, so that no
  /// kink lies within reach of a difference.
  ///
  /// They do not depend on the suite's seed: sums of them could still meet in a kink.
  func values() -> [[Double]] {
    var random = RandomSource(seed: 7, stream: name)
    let count = inputs.reduce(0) { $0 + $1.count }
    let grid = max(64, 2 * count)
    let scale = (range.upperBound - range.lowerBound) / Double(grid)
    var order = random.permutation(of: grid)[...]
    return inputs.map { shape in
      let chosen = order.prefix(shape.count)
      order = order.dropFirst(shape.count)
      return chosen.map { Double(Float(range.lowerBound + (Double($0) + 0.5) * scale)) }
    }
  }

  /// Σ output · weights, a scalar of which every output has its own share.
  func loss<B: Backend>(_ x: [Tensor<B>]) throws -> Tensor<B> {
    let output = try self(x)
    var random = RandomSource(seed: 8, stream: name)
    let weights = (0..<output.count).map { _ in B.Scalar(random.integer(below: 64) - 32) / 16 }
    return try (output * Tensor(weights, shape: output.shape, on: output.backend)).sum()
  }

  /// The gradients of the loss for all inputs; `nil` for one without influence.
  func gradients<B: Backend>(on backend: B, at values: [[Double]]) throws -> [[Double]?] {
    let tape = Autodiff(backend)
    let leaves = try zip(values, inputs).map { values, shape in
      try Tensor(values.map { B.Scalar($0) }, shape: shape, on: tape).requiringGradient()
    }
    let result = try loss(leaves).backward()
    return leaves.map { result[$0]?.scalars.map { Double($0) } }
  }
}

extension Shape {
  /// The extents, for names of cases.
  var label: String { rank == 0 ? "scalar" : extents.map(String.init).joined(separator: "x") }
}
