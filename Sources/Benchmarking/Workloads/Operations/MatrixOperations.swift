import DLCore

/// A batch of matrix products.
struct MatrixProduct: Operation {
  let geometry: MatrixProductGeometry

  var work: Work { Work(.matrixProduct(geometry), unit: .flops) }

  var operands: [Operand] {
    [Operand(count: geometry.lhsCount), Operand(count: geometry.rhsCount)]
  }

  func bind<B: Backend<Float>>(
    _ backend: B, _ operands: [B.Storage], factors: [B.Storage]
  ) -> () -> [Output<B>] {
    let (lhs, rhs, geometry) = (factors[0], factors[1], geometry)
    return {
      [
        Output(
          name: "product", storage: backend.matrixProduct(lhs, rhs, geometry),
          count: geometry.outputCount)
      ]
    }
  }

  func bounds(_ values: [[Float]], magnitudes: () -> [[Float]]) -> [[Double]] {
    magnitudes().map { Law.products(geometry.inner, $0) }
  }
}

/// A fully connected layer with its activation.
struct LinearLayer: Operation {
  let geometry: LinearGeometry

  var work: Work { Work(.linear(geometry, hasBias: true), unit: .flops) }

  var operands: [Operand] {
    [
      Operand(count: geometry.inputCount), Operand(count: geometry.weightCount),
      Operand(count: geometry.columns),
    ]
  }

  func bind<B: Backend<Float>>(
    _ backend: B, _ operands: [B.Storage], factors: [B.Storage]
  ) -> () -> [Output<B>] {
    let geometry = geometry
    return {
      let output = backend.linear(factors[0], weights: factors[1], bias: factors[2], geometry)
      return [Output(name: "output", storage: output, count: geometry.outputCount)]
    }
  }

  func bounds(_ values: [[Float]], magnitudes: () -> [[Float]]) -> [[Double]] {
    magnitudes().map { Law.products(geometry.inner, extra: 1, $0) }
  }
}

/// All gradients of a fully connected layer with its activation.
struct LinearLayerGradients: Operation {
  let geometry: LinearGeometry

  /// Two products of the size of the layer, one for the input and one for the weights.
  var work: Work {
    Work(.linearGradients(geometry, wantsInput: true, hasBias: true), unit: .flops)
  }

  /// Input, weights and bias decide which units are rectified; then the gradient.
  var operands: [Operand] {
    [
      Operand(count: geometry.inputCount, values: .eighths),
      Operand(count: geometry.weightCount, values: .eighths),
      Operand(count: geometry.columns, values: .eighths), Operand(count: geometry.outputCount),
    ]
  }

  func bind<B: Backend<Float>>(
    _ backend: B, _ operands: [B.Storage], factors: [B.Storage]
  ) -> () -> [Output<B>] {
    let geometry = geometry
    let output = backend.linear(operands[0], weights: operands[1], bias: operands[2], geometry)
    return {
      let gradients = backend.linearGradients(
        input: factors[0], weights: factors[1], output: output, gradient: factors[3], geometry,
        wantsInput: true, hasBias: true)
      return gradients.outputs(
        input: geometry.inputCount, weights: geometry.weightCount, bias: geometry.columns)
    }
  }

  func bounds(_ values: [[Float]], magnitudes: () -> [[Float]]) -> [[Double]] {
    zip([geometry.columns, geometry.rows, geometry.rows], magnitudes()).map {
      Law.products($0, $1)
    }
  }
}

extension LinearGeometry {
  fileprivate var inputCount: Int { rows * inner }
  fileprivate var weightCount: Int { columns * inner }
  fileprivate var outputCount: Int { rows * columns }
}

extension LayerGradients {
  /// Those that there are, as outputs of the given sizes.
  func outputs<B: Backend>(input: Int, weights: Int, bias: Int) -> [Output<B>]
  where B.Storage == Storage {
    let all: [(String, Storage?, Int)] = [
      ("input gradient", self.input, input), ("weight gradient", self.weights, weights),
      ("bias gradient", self.bias, bias),
    ]
    return all.compactMap { name, storage, count in
      storage.map { Output(name: name, storage: $0, count: count) }
    }
  }
}
