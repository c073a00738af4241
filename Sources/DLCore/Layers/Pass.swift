/// One run through a model: whether it trains, its random numbers, and what it leaves behind.
///
/// Layers are values and a forward pass does not change them; what a pass learns on its way, such
/// as the running means of a normalization, is collected here and applied by the training loop.
public struct Pass<B: Backend>: Sendable {
  /// Whether layers behave as in training.
  public let isTraining: Bool
  /// The seed of this pass' random numbers.
  public let seed: UInt64
  /// The number of the training step, which makes each step's numbers its own.
  public let step: Int
  /// The path of the layer that is running, without the outermost's name, as in parameters' names.
  public internal(set) var path: [String] = []
  /// New values of parameters with the role `state`, by their dotted names.
  public private(set) var stateUpdates: [String: Tensor<B>] = [:]

  private init(isTraining: Bool, seed: UInt64, step: Int) {
    self.isTraining = isTraining
    self.seed = seed
    self.step = step
  }

  /// A pass that only computes.
  public static var inference: Pass { Pass(isTraining: false, seed: 0, step: 0) }

  /// A pass of a training step.
  public static func training(seed: UInt64, step: Int) -> Pass {
    Pass(isTraining: true, seed: seed, step: step)
  }

  /// Runs a layer that is held by the running one, under its name.
  ///
  /// A layer that holds others runs each through this, so that random numbers and what is left
  /// behind belong to the layer whose parameters have the same path.
  public mutating func inside<Result>(
    _ layer: String, _ body: (inout Pass) throws(TensorError) -> Result
  ) throws(TensorError) -> Result {
    guard !layer.isEmpty else { return try body(&self) }
    path.append(layer)
    defer { path.removeLast() }
    return try body(&self)
  }

  /// The random numbers of the running layer in this step, the same on every backend.
  public var random: RandomSource {
    var random = RandomSource(seed: seed, stream: path.joined(separator: "."))
    random.position = UInt64(truncatingIfNeeded: step) << 32
    return random
  }

  /// Leaves a new value for a parameter of the running layer.
  public mutating func update(_ name: String, to value: Tensor<B>) {
    stateUpdates[(path + [name]).joined(separator: ".")] = value
  }
}
