public import DLCore

extension Traced {
  /// The base's result, recorded.
  public func matrixProduct(
    _ lhs: Storage, _ rhs: Storage, _ geometry: MatrixProductGeometry
  ) -> Storage {
    record {
      base.matrixProduct(lhs, rhs, geometry)
    } as: {
      let (rows, columns, inner) = (geometry.rows, geometry.columns, geometry.inner)
      let lhs: Shape = geometry.transposesLHS ? [inner, rows] : [rows, inner]
      let rhs: Shape = geometry.transposesRHS ? [columns, inner] : [inner, columns]
      return TracedCall(
        "matrixProduct",
        [
          ("lhs", geometry.batched(lhs, isShared: geometry.sharesLHS)),
          ("rhs", geometry.batched(rhs, isShared: geometry.sharesRHS)),
          ("output", geometry.batched([rows, columns], isShared: false)),
        ], flops: 2 * Double(geometry.outputCount) * Double(inner))
    }
  }

  /// The base's result, recorded.
  public func linear(
    _ input: Storage, weights: Storage, bias: Storage?, _ geometry: LinearGeometry
  ) -> Storage {
    let hasBias = bias != nil
    return record {
      base.linear(input, weights: weights, bias: bias, geometry)
    } as: {
      TracedCall(
        "linear", geometry.tracedOperands(hasBias: hasBias) + [("output", geometry.outputShape)],
        flops: geometry.tracedFlops)
    }
  }

  /// The base's result, recorded.
  public func linearGradients(
    input: Storage, weights: Storage, output: Storage, gradient: Storage,
    _ geometry: LinearGeometry, wantsInput: Bool, hasBias: Bool
  ) -> LayerGradients<Storage> {
    record {
      base.linearGradients(
        input: input, weights: weights, output: output, gradient: gradient, geometry,
        wantsInput: wantsInput, hasBias: hasBias)
    } as: {
      TracedCall(
        "linearGradients",
        geometry.tracedOperands(hasBias: false) + [("gradient", geometry.outputShape)]
          + tracedGradients(
            wantsInput ? geometry.inputShape : nil, geometry.weightShape,
            hasBias ? geometry.columns : nil),
        flops: (wantsInput ? 2 : 1) * geometry.tracedFlops)
    }
  }

  /// The base's result, recorded.
  public func softmax(_ input: Storage, _ geometry: ReductionGeometry) -> Storage {
    record {
      base.softmax(input, geometry)
    } as: {
      TracedCall("softmax", [("input", geometry.tracedInput), ("output", geometry.tracedInput)])
    }
  }

  /// The base's result, recorded.
  public func softmaxGradient(
    output: Storage, gradient: Storage, _ geometry: ReductionGeometry
  ) -> Storage {
    record {
      base.softmaxGradient(output: output, gradient: gradient, geometry)
    } as: {
      TracedCall("softmaxGradient", geometry.tracedGradient)
    }
  }

  /// The base's result, recorded.
  public func logSoftmax(_ input: Storage, _ geometry: ReductionGeometry) -> Storage {
    record {
      base.logSoftmax(input, geometry)
    } as: {
      TracedCall("logSoftmax", [("input", geometry.tracedInput), ("output", geometry.tracedInput)])
    }
  }

  /// The base's result, recorded.
  public func logSoftmaxGradient(
    output: Storage, gradient: Storage, _ geometry: ReductionGeometry
  ) -> Storage {
    record {
      base.logSoftmaxGradient(output: output, gradient: gradient, geometry)
    } as: {
      TracedCall("logSoftmaxGradient", geometry.tracedGradient)
    }
  }

  /// The base's result, recorded.
  public func softmaxCrossEntropy(
    logits: Storage, labels: [Int32], _ geometry: CrossEntropyGeometry
  ) -> (losses: Storage, probabilities: Storage) {
    record {
      base.softmaxCrossEntropy(logits: logits, labels: labels, geometry)
    } as: {
      let shape: Shape = [geometry.rows, geometry.classes]
      return TracedCall(
        "softmaxCrossEntropy",
        [("logits", shape), ("losses", [geometry.rows]), ("probabilities", shape)])
    }
  }

  /// The base's result, recorded.
  public func softmaxCrossEntropyGradient(
    probabilities: Storage, labels: [Int32], gradient: Storage, _ geometry: CrossEntropyGeometry
  ) -> Storage {
    record {
      base.softmaxCrossEntropyGradient(
        probabilities: probabilities, labels: labels, gradient: gradient, geometry)
    } as: {
      let shape: Shape = [geometry.rows, geometry.classes]
      return TracedCall(
        "softmaxCrossEntropyGradient",
        [("probabilities", shape), ("gradient", [geometry.rows]), ("output", shape)])
    }
  }
}

/// The gradients that a layer gives.
func tracedGradients(
  _ input: Shape?, _ weights: Shape, _ bias: Int?
) -> [(name: String, shape: Shape)] {
  (input.map { [("input gradient", $0)] } ?? []) + [("weight gradient", weights)]
    + (bias.map { [("bias gradient", [$0])] } ?? [])
}

extension MatrixProductGeometry {
  /// A matrix of each product, or one for all.
  fileprivate func batched(_ matrix: Shape, isShared: Bool) -> Shape {
    batch == 1 || isShared ? matrix : Shape([batch] + matrix.extents)
  }
}

extension LinearGeometry {
  fileprivate var inputShape: Shape { [rows, inner] }
  fileprivate var weightShape: Shape { [columns, inner] }
  fileprivate var outputShape: Shape { [rows, columns] }
  fileprivate var tracedFlops: Double { 2 * Double(rows) * Double(columns) * Double(inner) }

  fileprivate func tracedOperands(hasBias: Bool) -> [(name: String, shape: Shape)] {
    [("input", inputShape), ("weights", weightShape)] + (hasBias ? [("bias", [columns])] : [])
  }
}

extension ReductionGeometry {
  /// What the gradient of a softmax is made of, and the result.
  fileprivate var tracedGradient: [(name: String, shape: Shape)] {
    [("output", tracedInput), ("gradient", tracedInput), ("result", tracedInput)]
  }
}
