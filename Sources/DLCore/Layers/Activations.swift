/// A function applied to each element: ReLU, leaky ReLU, tanh, sigmoid, GELU, or any other unary
/// operation.
public struct Activation<B: Backend>: Layer {
  /// The name within the model.
  public let name: String
  /// The function.
  public let operation: UnaryOperation

  /// Creates a layer that applies the given function.
  public init(_ operation: UnaryOperation, named name: String) {
    self.operation = operation
    self.name = name
  }

  /// `max(x, 0)`.
  public static func relu(_ name: String = "relu") -> Activation { .init(.relu, named: name) }
  /// `x` above zero, `slope · x` elsewhere.
  public static func leakyReLU(_ name: String = "leakyReLU", slope: Double = 0.01) -> Activation {
    .init(.leakyReLU(slope: slope), named: name)
  }
  /// The hyperbolic tangent.
  public static func tanh(_ name: String = "tanh") -> Activation { .init(.tanh, named: name) }
  /// `1 / (1 + e⁻ˣ)`.
  public static func sigmoid(_ name: String = "sigmoid") -> Activation {
    .init(.sigmoid, named: name)
  }
  /// x·Φ(x), exact.
  public static func gelu(_ name: String = "gelu") -> Activation { .init(.gelu, named: name) }

  /// Applies the function.
  public func forward(_ input: Tensor<B>, _ pass: inout Pass<B>) throws(TensorError) -> Tensor<B> {
    try inside(name) { () throws(TensorError) in input.unary(operation) }
  }

  /// Follows a layer with weights in one pass, where its gradient follows from its output.
  public var fusion: Fusion<B> {
    FusedActivation.allCases.first { $0.operation == operation }.map { .activation($0) } ?? .none
  }
}

/// The dimensions behind the batch merged into one.
public struct Flatten<B: Backend>: Layer {
  /// The name within the model.
  public let name: String

  /// Creates a layer.
  public init(_ name: String = "flatten") { self.name = name }

  /// `[batch, …]` to `[batch, features]`.
  public func forward(_ input: Tensor<B>, _ pass: inout Pass<B>) throws(TensorError) -> Tensor<B> {
    try inside(name) { () throws(TensorError) in try input.flattened() }
  }

  /// `[batch, features]`.
  public func outputShape(for input: Shape) throws(TensorError) -> Shape {
    try inside(name) { () throws(TensorError) in
      guard let batch = input.extents.first else {
        throw TensorError("flatten", .shape, "input has no batch dimension", [input])
      }
      try input.validated(for: "flatten")
      return [batch, Shape(Array(input.extents[1...])).count]
    }
  }
}
