import BackendNaive
import DLCore
import Testing

/// What gradients are checked on.
typealias Checked = Autodiff<WatchedBackend>
typealias CheckedTensor = Tensor<Checked>

/// A function of tensors whose gradient is checked, and the point where it is.
struct GradientCase: Sendable, CustomTestStringConvertible {
  let name: String
  let inputs: [Point]
  let function: @Sendable ([CheckedTensor]) throws -> CheckedTensor

  /// The value of one input.
  struct Point: Sendable {
    let shape: Shape
    let scalars: [Double]
  }

  init(
    _ name: String, _ inputs: [Point],
    _ function: @escaping @Sendable ([CheckedTensor]) throws -> CheckedTensor
  ) {
    self.name = name
    self.inputs = inputs
    self.function = function
  }

  var testDescription: String { name }
}

extension GradientCase.Point {
  /// Random scalars between -2 and 2 that keep away from 0, where functions have their kinks.
  static func random(_ shape: Shape, seed: UInt64 = 1) -> Self {
    var random = RandomSource(seed: seed, stream: "point \(shape)")
    let scalars = (0..<shape.count).map { _ in
      let size = random.uniform(from: 0.125, to: 2)
      return random.integer(below: 2) == 0 ? size : -size
    }
    return Self(shape: shape, scalars: scalars)
  }

  /// Random scalars between two bounds.
  static func random(
    _ shape: Shape, from lower: Double, to upper: Double, seed: UInt64 = 1
  ) -> Self {
    var random = RandomSource(seed: seed, stream: "range \(shape)")
    let scalars = (0..<shape.count).map { _ in random.uniform(from: lower, to: upper) }
    return Self(shape: shape, scalars: scalars)
  }

  /// The multiples of 1/8 from -count/16 on, in random order: no two are closer than 1/8, so that
  /// a small step changes no maximum.
  static func distinct(_ shape: Shape, seed: UInt64 = 1) -> Self {
    var random = RandomSource(seed: seed, stream: "distinct \(shape)")
    let scalars = random.permutation(of: shape.count).map {
      (Double($0) - Double(shape.count) / 2 + 0.375) / 8
    }
    return Self(shape: shape, scalars: scalars)
  }
}

/// The distance over which differences are taken: a power of two, so that x ± h is exact.
///
/// The central difference (f(x + h) - f(x - h)) / 2h misses f'(x) by h²/6·|f'''| (about 4e-11 at
/// |f'''| = 1) and by the rounding of f, at most n·ε·Σ|terms of f| / h for n roundings (about
/// 1.5e-11 for one). 2⁻¹⁶ makes the two alike.
let differenceStep = 0x1p-16

/// How far a gradient may be from its difference, where no gradient of the case is above `scale`
/// and no value of the function's terms adds up to more than `size`.
///
/// 64 stands for the largest |f'''|/6 of the functions below at their points relative to their
/// slope (1/x³ at 1/8 is far above, and such points are kept away from), and for 64 roundings.
func differenceTolerance(scale: Double, size: Double) -> Double {
  let h = differenceStep
  return 64 * h * h * max(scale, 1) + 64 * Double.ulpOfOne / h * max(size, 1)
}

/// Checks every partial derivative of a case against a central difference.
func checkGradient(of example: GradientCase, on backend: Checked) throws {
  let leaves = try example.inputs.map { point in
    try CheckedTensor(point.scalars, shape: point.shape, on: backend).requiringGradient()
  }
  let output = try example.function(leaves)
  let weights = projection(of: output.count, seed: example.name)
  let projected = try (output * CheckedTensor(weights, shape: output.shape, on: backend)).sum()
  let gradients = try projected.backward()

  let found = try leaves.map { leaf in
    let gradient = try #require(gradients[leaf], "\(example.name): no gradient")
    #expect(gradient.shape == leaf.shape)
    return gradient.scalars
  }
  let scale = found.flatMap { $0 }.reduce(0) { max($0, abs($1)) }
  let size = zip(output.scalars, weights).reduce(0) { $0 + abs($1.0 * $1.1) }
  let tolerance = differenceTolerance(scale: scale, size: size)
  for (input, gradient) in found.enumerated() {
    for element in gradient.indices {
      let difference = try example.difference(input, element, weights: weights, on: backend)
      let error = abs(gradient[element] - difference)
      guard error <= tolerance else {
        Issue.record(
          """
          \(example.name): input \(input), element \(element): gradient \(gradient[element]), \
          difference \(difference), off by \(error), allowed \(tolerance)
          """)
        return
      }
    }
  }
}

extension GradientCase {
  /// The central difference of the projected output by one element of one input.
  fileprivate func difference(
    _ input: Int, _ element: Int, weights: [Double], on backend: Checked
  ) throws -> Double {
    func value(_ offset: Double) throws -> Double {
      let tensors = try inputs.enumerated().map { index, point in
        var scalars = point.scalars
        if index == input { scalars[element] += offset }
        return try CheckedTensor(scalars, shape: point.shape, on: backend)
      }
      return zip(try function(tensors).scalars, weights).reduce(0) { $0 + $1.0 * $1.1 }
    }
    return (try value(differenceStep) - value(-differenceStep)) / (2 * differenceStep)
  }
}

/// Random factors, by which a tensor becomes one scalar.
func projection(of count: Int, seed: String) -> [Double] {
  var random = RandomSource(seed: 7, stream: seed)
  return (0..<count).map { _ in
    random.uniform(from: 0.25, to: 1) * (random.integer(below: 2) == 0 ? 1 : -1)
  }
}
