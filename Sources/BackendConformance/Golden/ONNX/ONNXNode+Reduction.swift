import DLCore

extension ONNXNode {
  /// Sum, mean, maximum and minimum along axes that are an attribute or an operand.
  func reduction() throws(TensorError) -> Tensor<B> {
    let x = try input(0)
    let named = try attributes.integers("axes") + integers(1)
    let keepsAll = try attributes.isSet("noop_with_empty_axes")
    if named.isEmpty && keepsAll { return x }
    let kind: Reduction =
      switch record.operation {
      case "ReduceSum": .sum
      case "ReduceMean": .mean
      case "ReduceMax": .maximum
      default: .minimum
      }
    return try x.reduce(
      kind, along: named.isEmpty ? nil : named,
      keepingDimensions: attributes.integer("keepdims", default: 1) != 0)
  }

  /// The position of the largest or smallest element, of equals the first or the last.
  func argument() throws(TensorError) -> Tensor<B> {
    let x = try input(0)
    let axis = try x.shape.dimension(attributes.integer("axis", default: 0), for: "argument")
    let isLast = try attributes.isSet("select_last_index")
    let searched = isLast ? try x.reversed(along: axis) : x
    let found =
      record.operation == "ArgMax"
      ? try searched.argmax(along: axis) : try searched.argmin(along: axis)
    var places = try tensor(found)
    if isLast { places = -places + Double(x.shape[axis] - 1) }
    guard try attributes.integer("keepdims", default: 1) != 0 else { return places }
    var extents = x.shape.extents
    extents[axis] = 1
    return try places.reshaped(Shape(extents))
  }
}
