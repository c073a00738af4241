/// Matrix products, alone and as fully connected layers.
public protocol MatrixProductOperations<Scalar>: ElementwiseOperations, ReductionOperations {
  /// A batch of matrix products. Core.
  ///
  /// Each element is off by at most `inner`·ε·Σ|aᵢ·bᵢ|; 0 · ∞ gives NaN; a sum of nothing is 0.
  func matrixProduct(_ lhs: Storage, _ rhs: Storage, _ geometry: MatrixProductGeometry) -> Storage

  /// A fully connected layer, `activation(input · weightsᵀ + bias)`.
  ///
  /// `input` is `[rows, inner]`, `weights` are `[columns, inner]`, `bias` is `[columns]`.
  func linear(_ input: Storage, weights: Storage, bias: Storage?, _ geometry: LinearGeometry)
    -> Storage

  /// The gradients of `linear`.
  ///
  /// `output` is what `linear` returned. The input's gradient is `nil` unless asked for.
  func linearGradients(
    input: Storage, weights: Storage, output: Storage, gradient: Storage,
    _ geometry: LinearGeometry, wantsInput: Bool, hasBias: Bool
  ) -> LayerGradients<Storage>
}

/// An activation that a layer can apply in the same pass; its gradient follows from its output.
public enum FusedActivation: String, Hashable, Sendable, CaseIterable {
  /// The value itself.
  case identity
  /// `UnaryOperation.relu`.
  case relu
  /// `UnaryOperation.tanh`.
  case tanh
  /// `UnaryOperation.sigmoid`.
  case sigmoid

  /// The same function as an operation of its own; `nil` for the identity.
  public var operation: UnaryOperation? {
    switch self {
    case .identity: nil
    case .relu: .relu
    case .tanh: .tanh
    case .sigmoid: .sigmoid
    }
  }
}

/// A fully connected layer: `rows` inputs of `inner` features to `columns` features.
public struct LinearGeometry: Hashable, Sendable {
  /// The number of inputs.
  public let rows: Int
  /// The number of features of an output.
  public let columns: Int
  /// The number of features of an input.
  public let inner: Int
  /// What is applied to each output.
  public let activation: FusedActivation

  /// Creates a geometry.
  public init(rows: Int, columns: Int, inner: Int, activation: FusedActivation) {
    self.rows = rows
    self.columns = columns
    self.inner = inner
    self.activation = activation
  }

  /// The product inside.
  public var product: MatrixProductGeometry {
    MatrixProductGeometry(rows: rows, columns: columns, inner: inner, transposesRHS: true)
  }

  /// The input's shape.
  public var inputShape: Shape { [rows, inner] }
  /// The weights' shape.
  public var weightShape: Shape { [columns, inner] }
  /// The output's shape.
  public var outputShape: Shape { [rows, columns] }
}

/// The gradients of a layer with weights: of its input, its weights and its bias.
public struct LayerGradients<Storage: Sendable>: Sendable {
  /// The gradient of the input, if it was asked for.
  public var input: Storage?
  /// The gradient of the weights.
  public var weights: Storage
  /// The gradient of the bias, if there is one.
  public var bias: Storage?

  /// Creates the set.
  public init(input: Storage?, weights: Storage, bias: Storage?) {
    self.input = input
    self.weights = weights
    self.bias = bias
  }
}

extension MatrixProductOperations {
  /// A fully connected layer, composed from the core.
  public func linear(
    _ input: Storage, weights: Storage, bias: Storage?, _ geometry: LinearGeometry
  ) -> Storage {
    let (rows, columns) = (geometry.rows, geometry.columns)
    var output = matrixProduct(input, weights, geometry.product)
    if let bias {
      output = binary(
        .add, output, bias,
        BroadcastGeometry(lhs: [rows, columns], rhs: [columns], result: [rows, columns]))
    }
    guard let operation = geometry.activation.operation else { return output }
    return unary(operation, output, count: rows * columns)
  }

  /// The gradients of `linear`, composed from the core.
  public func linearGradients(
    input: Storage, weights: Storage, output: Storage, gradient: Storage,
    _ geometry: LinearGeometry, wantsInput: Bool, hasBias: Bool
  ) -> LayerGradients<Storage> {
    let (rows, columns, inner) = (geometry.rows, geometry.columns, geometry.inner)
    let gradient = activationGradient(
      geometry.activation, output: output, gradient: gradient, count: rows * columns)
    return LayerGradients(
      input: wantsInput
        ? matrixProduct(
          gradient, weights, MatrixProductGeometry(rows: rows, columns: inner, inner: columns))
        : nil,
      weights: matrixProduct(
        gradient, input,
        MatrixProductGeometry(rows: columns, columns: inner, inner: rows, transposesLHS: true)),
      bias: hasBias
        ? reduce(.sum, gradient, ReductionGeometry(outer: 1, count: rows, inner: columns)) : nil)
  }

  /// The gradient of what a fused activation was applied to, from the activation's output.
  public func activationGradient(
    _ activation: FusedActivation, output: Storage, gradient: Storage, count: Int
  ) -> Storage {
    guard let operation = activation.operation else { return gradient }
    return unaryGradient(
      operation, input: output, output: output, gradient: gradient, count: count)
  }
}
