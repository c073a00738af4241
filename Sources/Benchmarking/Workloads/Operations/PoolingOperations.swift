import DLCore

/// A maximum pooling.
struct MaximumPooling: Operation {
  let geometry: Pool2DGeometry

  var work: Work { Work(.maxPool2D(geometry), unit: .bytes) }

  var operands: [Operand] { [Operand(count: geometry.inputShape.count)] }

  func bind<B: Backend<Float>>(
    _ backend: B, _ operands: [B.Storage], factors: [B.Storage]
  ) -> () -> [Output<B>] {
    let (input, geometry) = (factors[0], geometry)
    return {
      let (output, _) = backend.maxPool2D(input, geometry)
      return [Output(name: "output", storage: output, count: geometry.outputShape.count)]
    }
  }

  func bounds(_ values: [[Float]], magnitudes: () -> [[Float]]) -> [[Double]] { Law.exact(values) }
}

/// The gradient of a maximum pooling whose windows do not overlap.
struct MaximumPoolingGradient: Operation {
  let geometry: Pool2DGeometry

  var work: Work { Work(.maxPool2DGradient(geometry), unit: .bytes) }

  var operands: [Operand] {
    [Operand(count: geometry.inputShape.count), Operand(count: geometry.outputShape.count)]
  }

  func bind<B: Backend<Float>>(
    _ backend: B, _ operands: [B.Storage], factors: [B.Storage]
  ) -> () -> [Output<B>] {
    let (gradient, geometry) = (factors[1], geometry)
    let (_, selection) = backend.maxPool2D(operands[0], geometry)
    return {
      let result = backend.maxPool2DGradient(gradient, selection: selection, geometry)
      return [
        Output(name: "input gradient", storage: result, count: geometry.inputShape.count)
      ]
    }
  }

  func bounds(_ values: [[Float]], magnitudes: () -> [[Float]]) -> [[Double]] { Law.exact(values) }
}
