import DLCore

extension Inspected {
  func matrixProduct(_ lhs: Storage, _ rhs: Storage, _ geometry: MatrixProductGeometry) -> Storage {
    watch(
      .matrixProduct,
      reading: [Item("lhs", lhs, geometry.lhsCount), Item("rhs", rhs, geometry.rhsCount)],
      count: geometry.outputCount
    ) { base.matrixProduct(lhs, rhs, geometry) }
  }

  func linear(_ input: Storage, weights: Storage, bias: Storage?, _ geometry: LinearGeometry)
    -> Storage
  {
    let (rows, columns, inner) = (geometry.rows, geometry.columns, geometry.inner)
    return watch(
      .linear,
      reading: [Item("input", input, rows * inner), Item("weights", weights, columns * inner)]
        + optional("bias", bias, columns), count: rows * columns
    ) { base.linear(input, weights: weights, bias: bias, geometry) }
  }

  func linearGradients(
    input: Storage, weights: Storage, output: Storage, gradient: Storage,
    _ geometry: LinearGeometry, wantsInput: Bool, hasBias: Bool
  ) -> LayerGradients<Storage> {
    let (rows, columns, inner) = (geometry.rows, geometry.columns, geometry.inner)
    return watch(
      .linearGradients,
      reading: [
        Item("input", input, rows * inner), Item("weights", weights, columns * inner),
        Item("output", output, rows * columns), Item("gradient", gradient, rows * columns),
      ]
    ) {
      base.linearGradients(
        input: input, weights: weights, output: output, gradient: gradient, geometry,
        wantsInput: wantsInput, hasBias: hasBias)
    } results: {
      optional("input", $0.input, rows * inner) + [Item("weights", $0.weights, columns * inner)]
        + optional("bias", $0.bias, columns)
    }
  }

  func convolution2D(
    _ input: Storage, weights: Storage, bias: Storage?, _ geometry: Convolution2DGeometry
  ) -> Storage {
    watch(
      .convolution2D, reading: operands(input, weights, bias, geometry),
      count: geometry.outputShape.count
    ) { base.convolution2D(input, weights: weights, bias: bias, geometry) }
  }

  func convolution2DInputGradient(
    weights: Storage, gradient: Storage, _ geometry: Convolution2DGeometry
  ) -> Storage {
    watch(
      .convolution2DInputGradient,
      reading: [
        Item("weights", weights, geometry.weightShape.count),
        Item("gradient", gradient, geometry.outputShape.count),
      ], count: geometry.inputShape.count
    ) { base.convolution2DInputGradient(weights: weights, gradient: gradient, geometry) }
  }

  func convolution2DWeightGradient(
    input: Storage, gradient: Storage, _ geometry: Convolution2DGeometry
  ) -> Storage {
    watch(
      .convolution2DWeightGradient,
      reading: [
        Item("input", input, geometry.inputShape.count),
        Item("gradient", gradient, geometry.outputShape.count),
      ], count: geometry.weightShape.count
    ) { base.convolution2DWeightGradient(input: input, gradient: gradient, geometry) }
  }

  func convolution2DBiasGradient(gradient: Storage, _ geometry: Convolution2DGeometry) -> Storage {
    watch(
      .convolution2DBiasGradient, reading: [Item("gradient", gradient, geometry.outputShape.count)],
      count: geometry.outputChannels
    ) { base.convolution2DBiasGradient(gradient: gradient, geometry) }
  }

  func convolution2DReLUMaxPool2D(
    _ input: Storage, weights: Storage, bias: Storage?, _ geometry: Convolution2DGeometry,
    pool: Pool2DGeometry
  ) -> (output: Storage, selection: MaxPoolSelection) {
    watch(.convolution2DReLUMaxPool2D, reading: operands(input, weights, bias, geometry)) {
      base.convolution2DReLUMaxPool2D(input, weights: weights, bias: bias, geometry, pool: pool)
    } results: {
      [Item("output", $0.output, pool.outputShape.count)]
    }
  }

  func convolution2DReLUMaxPool2DGradients(
    input: Storage, weights: Storage, output: Storage, selection: MaxPoolSelection,
    gradient: Storage, _ geometry: Convolution2DGeometry, pool: Pool2DGeometry, wantsInput: Bool,
    hasBias: Bool
  ) -> LayerGradients<Storage> {
    let count = pool.outputShape.count
    return watch(
      .convolution2DReLUMaxPool2DGradients,
      reading: operands(input, weights, nil, geometry)
        + [Item("output", output, count), Item("gradient", gradient, count)]
    ) {
      base.convolution2DReLUMaxPool2DGradients(
        input: input, weights: weights, output: output, selection: selection, gradient: gradient,
        geometry, pool: pool, wantsInput: wantsInput, hasBias: hasBias)
    } results: {
      optional("input", $0.input, geometry.inputShape.count)
        + [Item("weights", $0.weights, geometry.weightShape.count)]
        + optional("bias", $0.bias, geometry.outputChannels)
    }
  }

  private func operands(
    _ input: Storage, _ weights: Storage, _ bias: Storage?, _ geometry: Convolution2DGeometry
  ) -> [Item] {
    [
      Item("input", input, geometry.inputShape.count),
      Item("weights", weights, geometry.weightShape.count),
    ] + optional("bias", bias, geometry.outputChannels)
  }

  private func optional(_ name: StaticString, _ storage: Storage?, _ count: Int) -> [Item] {
    storage.map { [Item(name, $0, count)] } ?? []
  }
}
