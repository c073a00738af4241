extension Tensor {
  /// The same scalars under another shape; one extent may be -1 and is then worked out.
  ///
  /// - Throws: `TensorError` if the number of elements differs.
  public func reshaped(_ target: Shape) throws(TensorError) -> Tensor {
    let name = "reshape"
    var extents = target.extents
    guard extents.count(where: { $0 == -1 }) <= 1 else {
      throw TensorError(
        name, .shape, "only one extent of \(target) may be left open with -1", [shape, target])
    }
    if let free = extents.firstIndex(of: -1) {
      extents[free] = 1
      let known = try Shape(extents).validated(for: name).count
      guard known > 0, count % known == 0 else {
        throw TensorError(name, .shape, "\(shape) cannot become \(target)", [shape, target])
      }
      extents[free] = count / known
    }
    let result = try Shape(extents).validated(for: name)
    guard result.count == count else {
      throw TensorError(
        name, .shape, "\(shape) has \(count) elements, \(target) takes \(result.count)",
        [shape, target])
    }
    return with(storage, result)
  }

  /// The same scalars with the dimensions from `first` on merged into one.
  public func flattened(from first: Int = 1) throws(TensorError) -> Tensor {
    guard (0...shape.rank).contains(first) else {
      throw TensorError(
        "flatten", .argument, "dimension \(first) does not exist in shape \(shape)", [shape])
    }
    let tail = Shape(Array(shape.extents[first...])).count
    return try reshaped(Shape(Array(shape.extents[..<first]) + [tail]))
  }

  /// The dimensions in another order: dimension *i* of the result is dimension `order[i]` of this.
  ///
  /// - Throws: `TensorError` unless `order` names every dimension once.
  public func permuted(_ order: [Int]) throws(TensorError) -> Tensor {
    let resolved = try order.map { dimension throws(TensorError) in
      try shape.dimension(dimension, for: "permute")
    }
    guard resolved.sorted() == Array(shape.extents.indices) else {
      throw TensorError(
        "permute", .argument, "\(order) does not name each dimension of \(shape) once", [shape])
    }
    let strides = shape.strides
    return strided(
      Shape(resolved.map { shape[$0] }), strides: resolved.map { strides[$0] }, offset: 0)
  }

  /// The last two dimensions exchanged.
  public func transposed() throws(TensorError) -> Tensor {
    guard shape.rank >= 2 else {
      throw TensorError("transpose", .shape, "\(shape) is not a matrix", [shape])
    }
    var order = Array(shape.extents.indices)
    order.swapAt(shape.rank - 1, shape.rank - 2)
    return try permuted(order)
  }

  /// This tensor stretched to a larger shape.
  ///
  /// - Throws: `TensorError` if a dimension that must stretch is not 1.
  public func broadcast(to target: Shape) throws(TensorError) -> Tensor {
    guard shape != target else { return self }
    let result = try shape.broadcast(with: target, for: "broadcast")
    guard result == target else {
      throw TensorError(
        "broadcast", .shape, "\(shape) does not stretch to \(target)", [shape, target])
    }
    return strided(target, strides: BroadcastGeometry.strides(of: shape, in: target), offset: 0)
  }

  /// Every `step`-th element of a range along one dimension; a negative step runs backwards.
  ///
  /// - Parameters:
  ///   - range: Positions along the dimension; must lie inside it.
  ///   - step: Not 0. With -1 the range's elements come in reverse.
  ///   - dimension: Which one; negative ones count from the back.
  /// - Throws: `TensorError` if the range is not inside the dimension or the step is 0.
  public func sliced(
    _ range: Range<Int>, step: Int = 1, along dimension: Int
  ) throws(TensorError) -> Tensor {
    let chosen = try shape.dimension(dimension, for: "slice")
    guard range.lowerBound >= 0, range.upperBound <= shape[chosen] else {
      throw TensorError(
        "slice", .argument, "range \(range) is outside dimension \(chosen) of \(shape)", [shape])
    }
    guard step != 0, step != .min else {
      throw TensorError("slice", .argument, "step must not be \(step)")
    }
    var extents = shape.extents
    var strides = shape.strides
    let start = step > 0 ? range.lowerBound : range.upperBound - 1
    let offset = range.isEmpty ? 0 : start * strides[chosen]
    extents[chosen] = range.isEmpty ? 0 : (range.count - 1) / abs(step) + 1
    // A step beyond the extent takes one element, whose stride does not matter.
    strides[chosen] = extents[chosen] > 1 ? strides[chosen] * step : strides[chosen]
    return strided(Shape(extents), strides: strides, offset: count == 0 ? 0 : offset)
  }

  /// The elements along one dimension in reverse.
  public func reversed(along dimension: Int) throws(TensorError) -> Tensor {
    let chosen = try shape.dimension(dimension, for: "reverse")
    return try sliced(0..<shape[chosen], step: -1, along: chosen)
  }

  /// This tensor inside a larger frame of one value.
  ///
  /// - Throws: `TensorError` unless both lists have one entry a dimension, none negative.
  public func padded(
    before: [Int], after: [Int], value: B.Scalar = 0
  ) throws(TensorError) -> Tensor {
    guard before.count == shape.rank, after.count == shape.rank else {
      throw TensorError(
        "pad", .argument,
        "\(before) and \(after) must have one entry for each dimension of \(shape)",
        [shape])
    }
    guard (before + after).allSatisfy({ (0...Shape.maximumCount).contains($0) }) else {
      throw TensorError(
        "pad", .argument,
        "padding must not be negative or above \(Shape.maximumCount), but is \(before) and \(after)",
        [shape])
    }
    let geometry = PadGeometry(extents: shape.extents, before: before, after: after)
    let result = try geometry.outputShape.validated(for: "pad")
    return with(backend.pad(storage, geometry, value: value), result)
  }

  /// Joins tensors along one dimension.
  ///
  /// - Throws: `TensorError` if there are none, or their other dimensions differ.
  public static func concatenated(
    _ tensors: [Tensor], along dimension: Int = 0
  ) throws(TensorError) -> Tensor {
    let name = "concatenate"
    guard let first = tensors.first else {
      throw TensorError(name, .argument, "there is nothing to join")
    }
    let chosen = try first.shape.dimension(dimension, for: name)
    var extents = first.shape.extents
    extents[chosen] = 0
    for tensor in tensors {
      try first.requireInterchangeable(tensor, operation: name)
      var others = tensor.shape.extents
      guard tensor.shape.rank == first.shape.rank else {
        throw TensorError(
          name, .shape, "\(first.shape) and \(tensor.shape) differ in rank",
          [first.shape, tensor.shape])
      }
      others[chosen] = extents[chosen]
      guard others == extents else {
        throw TensorError(
          name, .shape,
          "\(first.shape) and \(tensor.shape) differ outside dimension \(chosen)",
          [first.shape, tensor.shape])
      }
      extents[chosen] += tensor.shape[chosen]
    }
    let result = try Shape(extents).validated(for: name)
    let geometry = ConcatenationGeometry(
      outer: Shape(Array(extents[..<chosen])).count,
      extents: tensors.map { $0.shape[chosen] },
      inner: Shape(Array(extents[(chosen + 1)...])).count)
    return first.with(
      first.backend.concatenate(tensors.map(\.storage), geometry), result)
  }

  /// Joins tensors of one shape along a new dimension.
  ///
  /// - Parameters:
  ///   - tensors: At least one.
  ///   - dimension: Where the new dimension stands in the result; negative ones count from the back.
  /// - Throws: `TensorError` if there are none, or their shapes differ.
  public static func stacked(
    _ tensors: [Tensor], along dimension: Int = 0
  ) throws(TensorError) -> Tensor {
    if let first = tensors.first, let other = tensors.first(where: { $0.shape != first.shape }) {
      throw TensorError(
        "stack", .shape, "\(first.shape) and \(other.shape) differ", [first.shape, other.shape])
    }
    let parts = try tensors.map { tensor throws(TensorError) in
      try tensor.expanded(at: dimension)
    }
    return try concatenated(parts, along: dimension)
  }

  /// The same scalars with one more dimension, of extent 1.
  ///
  /// - Parameter dimension: Where it stands in the result; negative ones count from the back, so
  ///   that -1 puts it last.
  /// - Throws: `TensorError` if there is no such place.
  public func expanded(at dimension: Int) throws(TensorError) -> Tensor {
    var extents = shape.extents
    let place = dimension < 0 ? dimension &+ shape.rank &+ 1 : dimension
    guard (0...shape.rank).contains(place) else {
      throw TensorError(
        "expand", .argument,
        "there is no place \(dimension) for a new dimension of \(shape)", [shape])
    }
    extents.insert(1, at: place)
    return try reshaped(Shape(extents))
  }

  /// The same scalars without some dimensions of extent 1.
  ///
  /// - Parameter dimensions: Which ones, negative ones counted from the back; all of extent 1 if
  ///   left out.
  /// - Throws: `TensorError` if one of them does not exist or its extent is not 1.
  public func squeezed(_ dimensions: Int...) throws(TensorError) -> Tensor {
    let chosen =
      dimensions.isEmpty
      ? shape.extents.indices.filter { shape[$0] == 1 }
      : try shape.dimensions(dimensions, for: "squeeze")
    if let long = chosen.first(where: { shape[$0] != 1 }) {
      throw TensorError(
        "squeeze", .shape, "dimension \(long) of \(shape) is not 1", [shape])
    }
    return try reshaped(
      Shape(shape.extents.indices.filter { !chosen.contains($0) }.map { shape[$0] }))
  }

  /// The entries along one dimension that the indices name, in their order.
  ///
  /// `[a, n, b]` gathered along dimension 1 by `k` indices gives `[a, k, b]`.
  ///
  /// - Throws: `TensorError` if an index is outside the dimension.
  public func gathered(_ indices: IndexTensor, along dimension: Int = 0) throws(TensorError)
    -> Tensor
  {
    let name = "gather"
    let chosen = try shape.dimension(dimension, for: name)
    try indices.requireBelow(shape[chosen], "index", operation: name)
    let outer = Shape(Array(shape.extents[..<chosen])).count
    let inner = Shape(Array(shape.extents[(chosen + 1)...])).count
    let result = try Shape(
      Array(shape.extents[..<chosen]) + indices.shape.extents
        + Array(shape.extents[(chosen + 1)...])
    ).validated(for: name)
    var positions: [Int32] = []
    positions.reserveCapacity(result.count)
    for row in 0..<outer {
      for index in indices.values {
        let start = (row * shape[chosen] + Int(index)) * inner
        for place in 0..<inner { positions.append(Int32(start + place)) }
      }
    }
    return with(backend.gatherElements(storage, at: positions, fill: 0), result)
  }

  private func strided(_ result: Shape, strides: [Int], offset: Int) -> Tensor {
    let geometry = StridedGeometry(
      extents: result.extents, strides: strides, offset: offset, inputCount: count)
    return with(backend.strided(storage, geometry), result)
  }
}
