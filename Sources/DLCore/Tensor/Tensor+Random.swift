extension Tensor {
  /// A tensor of numbers spread evenly over `lower ..< upper`.
  ///
  /// The same numbers on every backend: they are drawn on the host, in row-major order.
  ///
  /// - Throws: `TensorError` for an impossible shape.
  public static func uniform(
    _ shape: Shape, from lower: Double = 0, to upper: Double = 1,
    using random: inout RandomSource, on backend: B
  ) throws(TensorError) -> Tensor {
    try drawn(shape, on: backend) { random.uniform(from: lower, to: upper) }
  }

  /// A tensor of normally distributed numbers.
  ///
  /// The same numbers on every backend: they are drawn on the host, in row-major order.
  ///
  /// - Throws: `TensorError` for an impossible shape.
  public static func normal(
    _ shape: Shape, mean: Double = 0, deviation: Double = 1,
    using random: inout RandomSource, on backend: B
  ) throws(TensorError) -> Tensor {
    try drawn(shape, on: backend) { mean + deviation * random.normal() }
  }

  private static func drawn(
    _ shape: Shape, on backend: B, _ next: () -> Double
  ) throws(TensorError) -> Tensor {
    try Tensor(shape: shape, on: backend) { span in
      for index in span.indices { span[index] = B.Scalar(next()) }
    }
  }
}
