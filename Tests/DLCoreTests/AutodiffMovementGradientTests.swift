import DLCore
import Testing

extension GradientCase {
  static let movements: [GradientCase] = [
    GradientCase("reshape", [.random([2, 3, 4])]) { try $0[0].reshaped([6, -1]).squared() },
    GradientCase("flatten", [.random([2, 3, 4])]) { try $0[0].flattened().squared() },
    GradientCase("permute", [.random([2, 3, 4])]) { try $0[0].permuted([2, 0, 1]) },
    GradientCase("transpose", [.random([2, 3, 4])]) { try $0[0].transposed() },
    GradientCase("broadcast", [.random([3, 1])]) { try $0[0].broadcast(to: [2, 3, 4]) },
    GradientCase("slice", [.random([4, 5])]) { try $0[0].sliced(1..<3, along: 1) },
    GradientCase("slice with step 2", [.random([2, 7])]) {
      try $0[0].sliced(1..<7, step: 2, along: -1)
    },
    GradientCase("slice with step -2", [.random([7, 2])]) {
      try $0[0].sliced(0..<6, step: -2, along: 0)
    },
    GradientCase("slice with a vast step", [.random([7, 2])]) {
      try $0[0].sliced(1..<6, step: .max, along: 0)
    },
    GradientCase("reverse", [.random([3, 4])]) { try $0[0].reversed(along: 0) },
    GradientCase("pad", [.random([2, 3])]) {
      try $0[0].padded(before: [1, 0], after: [0, 2], value: 5)
    },
    GradientCase("concatenate first", [.random([1, 2]), .random([3, 2], seed: 2)]) {
      try CheckedTensor.concatenated($0)
    },
    GradientCase("concatenate middle", [.random([2, 1, 3]), .random([2, 4, 3], seed: 2)]) {
      try CheckedTensor.concatenated([$0[0], $0[1], $0[0]], along: 1)
    },
    GradientCase("gather repeated rows", [.random([4, 3])]) {
      try $0[0].gathered(IndexTensor([2, 0, 2, 2]))
    },
    GradientCase("gather columns by a matrix", [.random([2, 4, 3])]) {
      try $0[0].gathered(IndexTensor([3, 1, 1, 0], shape: [2, 2]), along: 1)
    },
  ]

  /// Requirements that the tensor's functions reach only as gradients of others.
  static let transposes: [GradientCase] = [
    GradientCase("scatterAddElements", [.random([5])]) {
      let storage = $0[0].backend.scatterAddElements(
        $0[0].storage, at: [2, -1, 0, 2, 1], count: 4)
      return CheckedTensor(unchecked: storage, [4], on: $0[0].backend)
    },
    GradientCase("stridedGradient", [.random([2, 3])]) {
      let view = StridedGeometry(extents: [2, 3], strides: [0, -1], offset: 3, inputCount: 5)
      let storage = $0[0].backend.stridedGradient($0[0].storage, view)
      return CheckedTensor(unchecked: storage, [5], on: $0[0].backend)
    },
  ]
}

@Suite("Gradients of movements")
struct AutodiffMovementGradientTests {
  @Test("Views, frames, joins and gathers", arguments: GradientCase.movements)
  func movement(_ example: GradientCase) throws {
    try checkGradient(of: example, on: Checked(WatchedBackend()))
  }

  @Test("Their transposes", arguments: GradientCase.transposes)
  func transpose(_ example: GradientCase) throws {
    try checkGradient(of: example, on: Checked(WatchedBackend()))
  }
}
