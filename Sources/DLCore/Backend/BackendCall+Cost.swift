extension BackendCall {
  /// The floating-point operations, as in the textbook: a multiplication and an addition are two, a
  /// function is one, what was pooled away counts, comparisons and movements do not.
  public var flops: Double {
    switch self {
    case .unary(_, let count), .unaryGradient(_, let count): Double(count)
    case .binary(_, let geometry): Double(geometry.count)
    case .reduce(_, let geometry): Double(geometry.inputCount)
    case .scatterAddElements(let indices, _): Double(indices.count)
    case .matrixProduct(let geometry): 2 * Double(geometry.multiplyAdds)
    case .linear(let geometry, _): 2 * Double(geometry.product.multiplyAdds)
    case .linearGradients(let geometry, let wantsInput, _):
      (wantsInput ? 4 : 2) * Double(geometry.product.multiplyAdds)
    case .convolution2D(let geometry, _), .convolution2DInputGradient(let geometry),
      .convolution2DWeightGradient(let geometry), .convolution2DReLUMaxPool2D(let geometry, _, _):
      2 * Double(geometry.multiplyAdds)
    case .convolution2DReLUMaxPool2DGradients(let geometry, _, let wantsInput, _):
      (wantsInput ? 4 : 2) * Double(geometry.multiplyAdds)
    case .convolution2DBiasGradient(let geometry): Double(geometry.outputShape.count)
    // A difference, a power, a term of the sum and a quotient or logarithm for each element; in the
    // gradient two products, a term of the sum and a difference.
    case .softmax(let geometry), .softmaxGradient(let geometry), .logSoftmax(let geometry),
      .logSoftmaxGradient(let geometry):
      4 * Double(geometry.inputCount)
    case .softmaxCrossEntropy(_, let geometry): 4 * Double(geometry.shape.count)
    case .softmaxCrossEntropyGradient(_, let geometry): 2 * Double(geometry.shape.count)
    case .sgdUpdate(let step, let count):
      Double(
        count
          * (2 + (step.momentum == 0 ? 0 : step.isNesterov ? 4 : 2)
            + (step.weightDecay == 0 ? 0 : 2)))
    // Seven factors, four sums, two quotients and a root for each parameter.
    case .adamUpdate(let step, let count): Double(count * (step.weightDecay == 0 ? 14 : 16))
    default: 0
    }
  }

  /// The bytes that must move at least: operands in, results out, what is updated in both ways.
  ///
  /// - Parameter scalarBytes: The bytes of one scalar.
  public func bytes(scalarBytes: Int) -> Double {
    let moved: [Operand] =
      switch self {
      // A gather reads as many elements as it makes, from wherever they lie.
      case .gatherElements: results + results
      case .sgdUpdate, .adamUpdate: operands + results + results
      default: operands + results
      }
    return moved.reduce(0) { $0 + Double($1.shape.count) } * Double(scalarBytes)
  }
}

extension MatrixProductGeometry {
  /// The products that are added up: of two numbers below 2³¹, so within an `Int`.
  public var multiplyAdds: Int { outputCount * inner }
}

extension Convolution2DGeometry {
  /// The products that are added up: of two numbers below 2³¹, so within an `Int`.
  public var multiplyAdds: Int { outputShape.count * patchCount }
}
