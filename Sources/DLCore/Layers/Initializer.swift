/// A named rule for the first values of weights.
///
/// *fanIn* is the number of inputs that one output sees, *fanOut* the number of outputs that one
/// input reaches.
public enum Initializer: Hashable, Sendable {
  /// Zeros.
  case zeros
  /// Ones.
  case ones
  /// Uniform in ±√(6 / (fanIn + fanOut)) (Glorot and Bengio 2010).
  case glorotUniform
  /// Normal with variance 2 / (fanIn + fanOut) (Glorot and Bengio 2010).
  case glorotNormal
  /// Uniform in ±√(6 / fanIn) (He et al. 2015), for layers followed by a ReLU.
  case heUniform
  /// Normal with variance 2 / fanIn (He et al. 2015), for layers followed by a ReLU.
  case heNormal
  /// Uniform in ±1 / √fanIn: what PyTorch starts its layers and biases with.
  case fanInUniform
  /// Uniform in ±bound.
  case uniform(bound: Double)

  /// Fills a tensor; the same seed and name give the same values on every backend.
  ///
  /// - Throws: `TensorError` for an impossible shape.
  public func tensor<B: Backend>(
    _ shape: Shape, fanIn: Int, fanOut: Int, from start: Initialization<B>, named name: String
  ) throws(TensorError) -> Tensor<B> {
    var random = RandomSource(seed: start.seed, stream: start.path + name)
    return try Tensor(shape: shape, on: start.backend) { span in
      for index in 0..<span.count {
        span[index] = B.Scalar(value(fanIn: max(fanIn, 1), fanOut: max(fanOut, 1), &random))
      }
    }
  }

  private func value(fanIn: Int, fanOut: Int, _ random: inout RandomSource) -> Double {
    let (inputs, outputs) = (Double(fanIn), Double(fanOut))
    func uniform(_ bound: Double) -> Double { random.uniform(from: -bound, to: bound) }
    switch self {
    case .zeros: return 0
    case .ones: return 1
    case .glorotUniform: return uniform((6 / (inputs + outputs)).squareRoot())
    case .glorotNormal: return random.normal() * (2 / (inputs + outputs)).squareRoot()
    case .heUniform: return uniform((6 / inputs).squareRoot())
    case .heNormal: return random.normal() * (2 / inputs).squareRoot()
    case .fanInUniform: return uniform(1 / inputs.squareRoot())
    case .uniform(let bound): return uniform(bound)
    }
  }
}

/// Where a model's parameters start: on which backend, and from which seed.
public struct Initialization<B: Backend>: Sendable {
  /// The backend that holds the parameters.
  public let backend: B
  /// The seed that all first values follow from.
  public let seed: UInt64
  /// What comes before parameters' names, to tell layers apart that are named alike.
  let path: String

  /// Creates a start.
  public init(on backend: B, seed: UInt64) {
    self.init(on: backend, seed: seed, path: "")
  }

  private init(on backend: B, seed: UInt64, path: String) {
    self.backend = backend
    self.seed = seed
    self.path = path
  }

  /// The start of the layers inside a layer, whose first values differ from those of layers of the
  /// same name elsewhere.
  public func inside(_ layer: String) -> Initialization {
    Initialization(on: backend, seed: seed, path: "\(path)\(layer).")
  }
}
