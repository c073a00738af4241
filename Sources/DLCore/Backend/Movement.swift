/// Operations that move elements and compute nothing: exact, whatever the values.
public protocol MovementOperations<Scalar>: ElementwiseOperations {
  /// Element *i* of the result is `input[indices[i]]`, or `fill` where the index is -1. Core.
  func gatherElements(_ input: Storage, at indices: [Int32], fill: Scalar) -> Storage

  /// Adds `input[i]` to element `indices[i]` of a storage of zeros; -1 drops it. Core.
  ///
  /// Additions to one element happen in the order of *i*: the result does not depend on threads.
  func scatterAddElements(_ input: Storage, at indices: [Int32], count: Int) -> Storage

  /// Copies a strided view into a dense storage: permutation, slice, reversal, broadcast.
  func strided(_ input: Storage, _ geometry: StridedGeometry) -> Storage

  /// The gradient of `strided`: adds each element back to where it was taken from.
  func stridedGradient(_ gradient: Storage, _ geometry: StridedGeometry) -> Storage

  /// Sets the input into a larger frame of one value.
  func pad(_ input: Storage, _ geometry: PadGeometry, value: Scalar) -> Storage

  /// Joins storages along one dimension.
  func concatenate(_ inputs: [Storage], _ geometry: ConcatenationGeometry) -> Storage
}

extension MovementOperations {
  /// A strided copy, as a gather.
  public func strided(_ input: Storage, _ geometry: StridedGeometry) -> Storage {
    gatherElements(input, at: geometry.positions, fill: 0)
  }

  /// The gradient of a strided copy, as a scatter.
  public func stridedGradient(_ gradient: Storage, _ geometry: StridedGeometry) -> Storage {
    scatterAddElements(gradient, at: geometry.positions, count: geometry.inputCount)
  }

  /// A padding, as a gather.
  public func pad(_ input: Storage, _ geometry: PadGeometry, value: Scalar) -> Storage {
    var indices = [Int32](repeating: -1, count: geometry.outputShape.count)
    for (source, target) in geometry.interior.positions.enumerated() {
      indices[Int(target)] = Int32(truncatingIfNeeded: source)
    }
    return gatherElements(input, at: indices, fill: value)
  }

  /// A concatenation, as gathers and selections.
  public func concatenate(_ inputs: [Storage], _ geometry: ConcatenationGeometry) -> Storage {
    var result = makeStorage(repeating: 0, count: geometry.count)
    for (part, input) in inputs.enumerated() {
      var indices = [Int32](repeating: -1, count: geometry.count)
      var mask = [Scalar](repeating: 0, count: geometry.count)
      for (source, target) in geometry.part(part).positions.enumerated() {
        indices[Int(target)] = Int32(truncatingIfNeeded: source)
        mask[Int(target)] = 1
      }
      result = select(
        mask: makeStorage(mask), whenTrue: gatherElements(input, at: indices, fill: 0),
        whenFalse: result, count: geometry.count)
    }
    return result
  }
}
