import DLCore

/// One array of a case: a shape, and the scalars in row-major order.
package struct GoldenArray: Sendable {
  package var shape: Shape
  package var scalars: [Float]

  /// The array as a tensor.
  package func tensor<B: Backend>(on backend: B) throws(TensorError) -> Tensor<B>
  where B.Scalar == Float {
    try Tensor(scalars, shape: shape, on: backend)
  }

  /// The scalars as whole numbers.
  func integers() throws(TensorError) -> [Int] {
    try scalars.map { scalar throws(TensorError) in
      guard let integer = Int32(exactly: scalar) else {
        throw GoldenAttributes.error("\(scalar) is no whole number of 32 bits")
      }
      return Int(integer)
    }
  }

  /// The scalars of this array stretched to a larger shape.
  func stretched(to target: Shape) throws(TensorError) -> [Float] {
    guard shape != target else { return scalars }
    guard try shape.broadcast(with: target, for: "golden vector") == target else {
      throw GoldenAttributes.error("a scale of shape \(shape) does not stretch to \(target)")
    }
    let missing = target.rank - shape.rank
    let own = shape.strides
    let strides = target.extents.indices.map { dimension in
      let mine = dimension - missing
      return mine < 0 || shape[mine] == 1 ? 0 : own[mine]
    }
    let view = StridedGeometry(
      extents: target.extents, strides: strides, offset: 0, inputCount: scalars.count)
    return view.positions.map { scalars[Int($0)] }
  }
}
