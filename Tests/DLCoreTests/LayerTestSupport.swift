import BackendNaive
import DLCore

/// What layers are tested on.
typealias Exact = NaiveBackend<Double>

extension Layer {
  /// The parameters' names, in order.
  func parameterNames() throws -> [String] { try parameters.map(\.name) }
}

/// Where the layers of the tests start.
func start(_ seed: UInt64 = 1) -> Initialization<Exact> {
  Initialization(on: Exact(), seed: seed)
}

/// A random tensor, away from 0.
func randomTensor(_ shape: Shape, seed: UInt64 = 1) throws -> Tensor<Exact> {
  try Tensor(GradientCase.Point.random(shape, seed: seed).scalars, shape: shape, on: Exact())
}
