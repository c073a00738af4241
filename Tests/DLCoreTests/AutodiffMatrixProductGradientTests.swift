import DLCore
import Testing

extension GradientCase {
  /// Batches that meet: none, equal, one shared, and stretched against each other.
  private static let batches: [([Int], [Int])] = [
    ([], []), ([2], [2]), ([2], []), ([], [2]), ([1], [2]), ([2], [1]), ([2, 1], [1, 3]),
    ([2, 3], [3]), ([3], [2, 3]), ([1, 1], []),
  ]

  static let matrixProducts: [GradientCase] = batches.flatMap { left, right in
    [(false, false), (false, true), (true, false), (true, true)].map { first, second in
      let a = Shape(left + (first ? [3, 2] : [2, 3]))
      let b = Shape(right + (second ? [4, 3] : [3, 4]))
      let name = "\(a)\(first ? "ᵀ" : ") · \(b)\(second ? "ᵀ" : "")")"
      return GradientCase(name, [.random(a), .random(b, seed: 2)]) {
        try $0[0].matrixProduct($0[1], transposingSelf: first, transposingOther: second)
      }
    }
  }

  static let linears: [GradientCase] = FusedActivation.allCases.flatMap { activation in
    [true, false].map { hasBias in
      let points: [Point] = [.random([3, 4]), .random([5, 4], seed: 2), .random([5], seed: 3)]
      let name = "linear \(activation)\(hasBias ? " with bias" : "")"
      return GradientCase(name, hasBias ? points : Array(points[..<2])) {
        try $0[0].linear(
          weights: $0[1], bias: hasBias ? $0[2] : nil, activation: activation)
      }
    }
  }
}

@Suite("Gradients of matrix products")
struct AutodiffMatrixProductGradientTests {
  @Test(
    "Transposed or not, batched and shared in every way", arguments: GradientCase.matrixProducts)
  func product(_ example: GradientCase) throws {
    try checkGradient(of: example, on: Checked(WatchedBackend()))
  }

  @Test("Fully connected layers with each activation", arguments: GradientCase.linears)
  func linear(_ example: GradientCase) throws {
    try checkGradient(of: example, on: Checked(WatchedBackend()))
  }

  @Test("Only what requires a gradient gets one", arguments: 0..<8)
  func someOperands(_ chosen: Int) throws {
    let backend = Checked(WatchedBackend())
    let shapes: [Shape] = [[2, 3], [4, 3], [4]]
    let tensors = try shapes.enumerated().map { index, shape in
      let point = GradientCase.Point.random(shape)
      let tensor = try CheckedTensor(point.scalars, shape: shape, on: backend)
      return chosen >> index & 1 == 1 ? tensor.requiringGradient() : tensor
    }
    let y = try tensors[0].linear(weights: tensors[1], bias: tensors[2]).sum()
    #expect(y.requiresGradient() == (chosen != 0))
    guard chosen != 0 else { return }
    let gradients = try y.backward()
    for index in tensors.indices {
      #expect((gradients[tensors[index]] != nil) == (chosen >> index & 1 == 1))
    }
  }
}
