import DLCore

/// LeNet-5 of 1998, as LeCun, Bottou, Bengio and Haffner describe it in "Gradient-Based Learning
/// Applied to Document Recognition", section II.B: 60,000 trainable parameters.
///
/// Scaled hyperbolic tangents, subsampling with a trainable coefficient, a third layer whose maps
/// see some of the maps before them only (the paper's table I), and an output of Euclidean
/// distances from fixed bitmaps. The paper's 32x32 input is the 28x28 picture in a frame of 2.
public struct LeNet5Original<B: Backend>: Model {
  /// `lenet5-original`.
  public static var identifier: String { "lenet5-original" }
  /// One grey picture of 28x28.
  public static var inputShape: Shape { [1, 28, 28] }

  /// The layers, under the paper's names.
  public var layers: Sequential<B>

  /// Creates the model with first values that follow from the seed.
  ///
  /// Weights start uniform in ±2.4 / fanIn, as in the paper's appendix A.
  public init(on backend: B, seed: UInt64 = 0) throws(TensorError) {
    let start = Initialization(on: backend, seed: seed)
    func spread(_ fanIn: Int) -> Initializer { .uniform(bound: 2.4 / Double(fanIn)) }
    layers = try Sequential("LeNet5Original") { () throws(TensorError) in
      try Conv2D("c1", from: 1, to: 6, kernel: 5, padding: 2, initializer: spread(25), start)
      Squash("squash1")
      try Subsampling("s2", channels: 6, start)
      Squash("squash2")
      try Conv2D(
        "c3", from: 6, to: 16, kernel: 5, connections: Self.connections,
        initializer: spread(100), start)
      Squash("squash3")
      try Subsampling("s4", channels: 16, start)
      Squash("squash4")
      try Conv2D("c5", from: 16, to: 120, kernel: 5, initializer: spread(400), start)
      Squash("squash5")
      Flatten()
      try Linear("f6", from: 120, to: 84, initializer: spread(120), start)
      Squash("squash6")
      try DistanceToBitmaps("output", start)
    }
  }

  /// Which maps of S2 each map of C3 sees: table I of the paper.
  package static var connections: [[Int]] {
    [
      [0, 1, 2], [1, 2, 3], [2, 3, 4], [3, 4, 5], [0, 4, 5], [0, 1, 5],
      [0, 1, 2, 3], [1, 2, 3, 4], [2, 3, 4, 5], [0, 3, 4, 5], [0, 1, 4, 5], [0, 1, 2, 5],
      [0, 1, 3, 4], [1, 2, 4, 5], [0, 2, 3, 5],
      [0, 1, 2, 3, 4, 5],
    ]
  }
}

/// `1.7159 · tanh(2/3 · x)`, the paper's squashing function (its appendix A says why).
package struct Squash<B: Backend>: Layer {
  /// The name within the model.
  package let name: String

  init(_ name: String) { self.name = name }

  package func forward(_ input: Tensor<B>, _ pass: inout Pass<B>) throws(TensorError) -> Tensor<B> {
    (input * (2.0 / 3)).tanh() * 1.7159
  }
}

/// The sum of each 2x2 window times a trainable coefficient, plus a trainable bias, for each map.
package struct Subsampling<B: Backend>: Layer {
  /// The name within the model.
  package let name: String
  /// The coefficient of each map, `[channels]`.
  package var weight: Tensor<B>
  /// What is added to each map, `[channels]`.
  package var bias: Tensor<B>

  init(_ name: String, channels: Int, _ start: Initialization<B>) throws(TensorError) {
    self.name = name
    weight = try Initializer.uniform(bound: 2.4 / 4).tensor(
      [channels], fanIn: 4, fanOut: 1, from: start, named: "\(name).weight")
    bias = try .zeros([channels], on: start.backend)
  }

  package func forward(_ input: Tensor<B>, _ pass: inout Pass<B>) throws(TensorError) -> Tensor<B> {
    do throws(TensorError) {
      let column: Shape = [weight.count, 1, 1]
      let sums = try input.averagePool2D(Pool2DParameters(window: 2)) * 4.0
      return try sums * weight.reshaped(column) + bias.reshaped(column)
    } catch {
      throw error.inside(name)
    }
  }

  package mutating func visitParameters(
    _ visit: (ParameterVisit<B>, inout Tensor<B>) throws(TensorError) -> Void
  ) throws(TensorError) {
    try visit(ParameterVisit("weight"), &weight)
    try visit(ParameterVisit("bias"), &bias)
  }

  package func outputShape(for input: Shape) throws(TensorError) -> Shape {
    try AveragePool2D<B>(name, window: 2).outputShape(for: input)
  }

  package func multiplyAdds(for input: Shape) throws(TensorError) -> Int {
    try outputShape(for: input).count
  }
}

/// For each digit, minus half the squared distance of the features from the digit's bitmap.
///
/// The paper's output units are the distances, of which the smallest wins; halved and negated they
/// are logits, of which the largest does. The bitmaps are fixed.
package struct DistanceToBitmaps<B: Backend>: Layer {
  /// The name within the model.
  package let name: String
  /// `[10, 84]` of -1 and 1.
  package let bitmaps: Tensor<B>

  package init(_ name: String, _ start: Initialization<B>) throws(TensorError) {
    self.name = name
    let pixels: [B.Scalar] = digitBitmaps.flatMap { rows in
      rows.joined().map { $0 == "#" ? 1 : -1 }
    }
    bitmaps = try Tensor(pixels, shape: [10, 84], on: start.backend)
  }

  package func forward(_ input: Tensor<B>, _ pass: inout Pass<B>) throws(TensorError) -> Tensor<B> {
    do throws(TensorError) {
      // -|x - w|² / 2 = x·w - |x|² / 2 - |w|² / 2, and every |w|² is 84.
      let lengths = try input.squared().sum(along: [1], keepingDimensions: true) * 0.5 + 42
      return try input.linear(weights: bitmaps, bias: nil) - lengths
    } catch {
      throw error.inside(name)
    }
  }

  package func outputShape(for input: Shape) throws(TensorError) -> Shape {
    do throws(TensorError) {
      guard input.rank == 2, input[1] == 84 else {
        throw TensorError(
          "distanceToBitmaps", .shape, "input must be [batch, 84], but is \(input)", [input])
      }
      return try Shape([input[0], 10]).validated(for: "distanceToBitmaps")
    } catch {
      throw error.inside(name)
    }
  }

  package func multiplyAdds(for input: Shape) throws(TensorError) -> Int {
    try outputShape(for: input)[0] * 840
  }
}

/// Stylised digits of 7x12, in the manner of the paper's figure 3, drawn for this package.
private let digitBitmaps: [[String]] = [
  [
    ".......", "..###..", ".#...#.", "#.....#", "#.....#", "#.....#", "#.....#", "#.....#",
    "#.....#", ".#...#.", "..###..", ".......",
  ],
  [
    ".......", "...#...", "..##...", ".#.#...", "...#...", "...#...", "...#...", "...#...",
    "...#...", "...#...", ".#####.", ".......",
  ],
  [
    ".......", ".#####.", "#.....#", "......#", "......#", ".....#.", "...##..", "..#....",
    ".#.....", "#......", "#######", ".......",
  ],
  [
    ".......", ".#####.", "#.....#", "......#", "......#", "..####.", "......#", "......#",
    "......#", "#.....#", ".#####.", ".......",
  ],
  [
    ".......", ".....#.", "....##.", "...#.#.", "..#..#.", ".#...#.", "#....#.", "#######",
    ".....#.", ".....#.", ".....#.", ".......",
  ],
  [
    ".......", "#######", "#......", "#......", "#......", "######.", "......#", "......#",
    "......#", "#.....#", ".#####.", ".......",
  ],
  [
    ".......", "..####.", ".#.....", "#......", "#......", "######.", "#.....#", "#.....#",
    "#.....#", "#.....#", ".#####.", ".......",
  ],
  [
    ".......", "#######", "......#", ".....#.", ".....#.", "....#..", "....#..", "...#...",
    "...#...", "..#....", "..#....", ".......",
  ],
  [
    ".......", ".#####.", "#.....#", "#.....#", "#.....#", ".#####.", "#.....#", "#.....#",
    "#.....#", "#.....#", ".#####.", ".......",
  ],
  [
    ".......", ".#####.", "#.....#", "#.....#", "#.....#", "#.....#", ".######", "......#",
    "......#", ".....#.", ".####..", ".......",
  ],
]
