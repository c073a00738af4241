import DLCore

extension TorchCall {
  /// Operations that move elements and compute nothing.
  func movement() throws(TensorError) -> Tensor<B> {
    let x = try self.x
    switch record.operation {
    case "reshape": return try x.reshaped(Shape(attributes.integers("shape")))
    case "permute": return try x.permuted(attributes.integers("dims"))
    case "expand": return try x.broadcast(to: Shape(attributes.integers("shape")))
    case "flip":
      var result = x
      for dimension in try attributes.integers("dims") where x.shape.rank > 0 {
        result = try result.reversed(along: dimension)
      }
      return result
    case "slice":
      let dimension = try x.shape.dimension(self.dimension(), for: "slice")
      let start = try attributes.integer("start", default: 0)
      let end = min(try attributes.integer("end", default: 0), x.shape[dimension])
      return try x.sliced(
        start..<max(start, end), step: attributes.integer("step", default: 1), along: dimension)
    case "pad": return try padded(x)
    case "cat": return try Tensor.concatenated(operands(), along: dimension())
    case "stack": return try stacked()
    case "roll": return try rolled(x)
    case "repeat": return try repeated(x)
    case "index_select": return try x.gathered(IndexTensor(integers(1)), along: dimension())
    default: throw GoldenAttributes.error("no operation \(record.operation) is known")
    }
  }

  private func operands() throws(TensorError) -> [Tensor<B>] {
    try inputs.indices.map { number throws(TensorError) in try input(number) }
  }

  /// Padding of the last dimensions: before each, then behind each.
  private func padded(_ x: Tensor<B>) throws(TensorError) -> Tensor<B> {
    let pads = try attributes.integers("pads")
    let missing = x.shape.rank - pads.count / 2
    guard missing >= 0 else {
      throw GoldenAttributes.error("\(pads.count) pads do not fit \(x.shape)")
    }
    let zeros = [Int](repeating: 0, count: missing)
    return try x.padded(
      before: zeros + pads.prefix(pads.count / 2), after: zeros + pads.suffix(pads.count / 2),
      value: Float(attributes.number("value", default: 0)))
  }

  /// A concatenation along a new dimension.
  private func stacked() throws(TensorError) -> Tensor<B> {
    let first = try x.shape.extents
    let dimension = try self.dimension()
    let place = dimension < 0 ? dimension + first.count + 1 : dimension
    guard (0...first.count).contains(place) else {
      throw GoldenAttributes.error("dimension \(dimension) cannot be added to \(first)")
    }
    let parts = try operands().map { part throws(TensorError) in
      var extents = part.shape.extents
      extents.insert(1, at: min(place, extents.count))
      return try part.reshaped(Shape(extents))
    }
    return try Tensor.concatenated(parts, along: place)
  }

  private func rolled(_ x: Tensor<B>) throws(TensorError) -> Tensor<B> {
    let dimension = try x.shape.dimension(self.dimension(), for: "roll")
    let extent = max(x.shape[dimension], 1)
    let shift = try attributes.integer("shift", default: 0) % extent
    let cut = (extent - shift) % extent
    return try Tensor.concatenated(
      [
        x.sliced(cut..<x.shape[dimension], along: dimension), x.sliced(0..<cut, along: dimension),
      ], along: dimension)
  }

  /// The tensor several times along each dimension.
  private func repeated(_ x: Tensor<B>) throws(TensorError) -> Tensor<B> {
    let counts = try attributes.integers("counts")
    let missing = counts.count - x.shape.rank
    guard missing >= 0 else { throw GoldenAttributes.error("\(counts) do not fit \(x.shape)") }
    var result = try x.reshaped(Shape(Array(repeating: 1, count: missing) + x.shape.extents))
    for (dimension, count) in counts.enumerated() where count != 1 {
      guard (1...64).contains(count) else {
        throw GoldenAttributes.error("\(count) repetitions are not supported")
      }
      result = try Tensor.concatenated(Array(repeating: result, count: count), along: dimension)
    }
    return result
  }
}
