import DLCore

extension NaiveBackend {
  /// An element or the fill for each index.
  @_specialize(exported:false,where Scalar == Float)
  @_specialize(exported:false,where Scalar == Double)
  public func gatherElements(_ input: [Scalar], at indices: [Int32], fill: Scalar) -> [Scalar] {
    indices.map { $0 < 0 ? fill : input[Int($0)] }
  }

  /// One addition for each index, in order.
  @_specialize(exported:false,where Scalar == Float)
  @_specialize(exported:false,where Scalar == Double)
  public func scatterAddElements(
    _ input: [Scalar], at indices: [Int32], count: Int
  ) -> [Scalar] {
    var output = [Scalar](repeating: 0, count: count)
    for (source, target) in indices.enumerated() where target >= 0 {
      output[Int(target)] += input[source]
    }
    return output
  }

  /// The view's elements in order.
  @_specialize(exported:false,where Scalar == Float)
  @_specialize(exported:false,where Scalar == Double)
  public func strided(_ input: [Scalar], _ geometry: StridedGeometry) -> [Scalar] {
    var output: [Scalar] = []
    output.reserveCapacity(geometry.count)
    geometry.forEachPosition { output.append(input[$0]) }
    return output
  }

  /// Each of the view's elements added back to its place.
  @_specialize(exported:false,where Scalar == Float)
  @_specialize(exported:false,where Scalar == Double)
  public func stridedGradient(_ gradient: [Scalar], _ geometry: StridedGeometry) -> [Scalar] {
    var output = [Scalar](repeating: 0, count: geometry.inputCount)
    var source = 0
    geometry.forEachPosition { target in
      output[target] += gradient[source]
      source += 1
    }
    return output
  }

  /// The frame's value everywhere, then the input inside.
  @_specialize(exported:false,where Scalar == Float)
  @_specialize(exported:false,where Scalar == Double)
  public func pad(_ input: [Scalar], _ geometry: PadGeometry, value: Scalar) -> [Scalar] {
    var output = [Scalar](repeating: value, count: geometry.outputShape.count)
    var source = 0
    geometry.interior.forEachPosition { target in
      output[target] = input[source]
      source += 1
    }
    return output
  }

  /// A block of each input in turn.
  @_specialize(exported:false,where Scalar == Float)
  @_specialize(exported:false,where Scalar == Double)
  public func concatenate(_ inputs: [[Scalar]], _ geometry: ConcatenationGeometry) -> [Scalar] {
    var output: [Scalar] = []
    output.reserveCapacity(geometry.count)
    for outer in 0..<geometry.outer {
      for (input, extent) in zip(inputs, geometry.extents) {
        let size = extent * geometry.inner
        output.append(contentsOf: input[outer * size..<(outer + 1) * size])
      }
    }
    return output
  }
}

extension StridedGeometry {
  /// Calls `body` with the position in the input of each element of the result, in order.
  func forEachPosition(_ body: (Int) -> Void) {
    func walk(_ dimension: Int, _ position: Int) {
      guard dimension < extents.count else { return body(position) }
      for index in 0..<extents[dimension] {
        walk(dimension + 1, position + index * strides[dimension])
      }
    }
    walk(0, offset)
  }
}
