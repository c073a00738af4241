import DLCore

extension ONNXNode {
  /// Operators that move elements and compute nothing.
  func movement() throws(TensorError) -> Tensor<B> {
    switch record.operation {
    case "Transpose": try transposed()
    case "Reshape": try reshaped()
    case "Flatten": try flattened()
    case "Concat": try concatenated()
    case "Slice": try sliced()
    case "Pad": try padded()
    default: try gathered()
    }
  }

  private func transposed() throws(TensorError) -> Tensor<B> {
    let x = try input(0)
    let order = try attributes.integers("perm")
    return try x.permuted(order.isEmpty ? x.shape.extents.indices.reversed() : order)
  }

  /// An extent of 0 copies the input's, unless 0 is allowed.
  private func reshaped() throws(TensorError) -> Tensor<B> {
    let x = try input(0)
    var extents = try integers(1)
    if try !attributes.isSet("allowzero") {
      for place in extents.indices where extents[place] == 0 && place < x.shape.rank {
        extents[place] = x.shape[place]
      }
    }
    return try x.reshaped(Shape(extents))
  }

  private func flattened() throws(TensorError) -> Tensor<B> {
    let x = try input(0)
    let axis = try attributes.integer("axis", default: 1)
    let first = axis < 0 ? axis + x.shape.rank : axis
    guard (0...x.shape.rank).contains(first) else {
      throw GoldenAttributes.error("axis \(axis) does not exist in \(x.shape)")
    }
    let outer = Shape(Array(x.shape.extents[..<first])).count
    return try x.reshaped([outer, -1])
  }

  private func concatenated() throws(TensorError) -> Tensor<B> {
    var parts: [Tensor<B>] = []
    for number in record.inputs.indices { parts.append(try input(number)) }
    return try Tensor.concatenated(parts, along: attributes.integer("axis", default: 0))
  }

  private func sliced() throws(TensorError) -> Tensor<B> {
    var x = try input(0)
    let (starts, ends) = (try integers(1), try integers(2))
    let axes = hasInput(3) ? try integers(3) : Array(starts.indices)
    let steps = hasInput(4) ? try integers(4) : Array(repeating: 1, count: starts.count)
    for (axis, (step, bounds)) in zip(axes, zip(steps, zip(starts, ends))) {
      let dimension = try x.shape.dimension(axis, for: "slice")
      let range = Self.range(from: bounds.0, to: bounds.1, step: step, extent: x.shape[dimension])
      x = try x.sliced(range, step: step, along: dimension)
    }
    return x
  }

  /// The positions between two bounds, which count from the end if negative and are cut to the
  /// extent; `end` is outside the range, in the direction of the step.
  private static func range(from start: Int, to end: Int, step: Int, extent: Int) -> Range<Int> {
    let first = start < 0 ? start + extent : start
    let behind = end < 0 ? end + extent : end
    if step > 0 {
      let lower = min(max(first, 0), extent)
      return lower..<max(min(behind, extent), lower)
    }
    let upper = min(max(first, -1), extent - 1) + 1
    return min(max(behind + 1, 0), upper)..<upper
  }

  private func padded() throws(TensorError) -> Tensor<B> {
    let x = try input(0)
    let pads = try integers(1)
    let axes = hasInput(3) ? try integers(3) : Array(x.shape.extents.indices)
    guard pads.count == 2 * axes.count else {
      throw GoldenAttributes.error("\(pads.count) pads do not fit \(axes.count) axes")
    }
    var before = [Int](repeating: 0, count: x.shape.rank)
    var after = before
    for (place, axis) in axes.enumerated() {
      let dimension = try x.shape.dimension(axis, for: "pad")
      before[dimension] = pads[place]
      after[dimension] = pads[axes.count + place]
    }
    let value = hasInput(2) ? try input(2).scalar() : 0
    return try x.padded(before: before, after: after, value: value)
  }

  private func gathered() throws(TensorError) -> Tensor<B> {
    let x = try input(0)
    let axis = try x.shape.dimension(attributes.integer("axis", default: 0), for: "gather")
    let indices = try integers(1).map { $0 < 0 ? $0 + x.shape[axis] : $0 }
    return try x.gathered(IndexTensor(indices, shape: array(1).shape), along: axis)
  }
}
