extension Autodiff {
  /// Pools; the gradient goes to the element of each window that won.
  public func maxPool2D(_ input: Storage, _ geometry: Pool2DGeometry)
    -> (output: Storage, selection: MaxPoolSelection)
  {
    let (output, selection) = base.maxPool2D(input.value, geometry)
    guard isRecording(input) else { return (Storage(output), selection) }
    let base = base
    let result = recorded(output, count: geometry.outputShape.count, from: [input]) { gradient in
      [base.maxPool2DGradient(gradient, selection: selection, geometry)]
    }
    return (result, selection)
  }

  /// Scatters to the elements that won; linear, so its own gradient is the gather from them.
  public func maxPool2DGradient(
    _ gradient: Storage, selection: MaxPoolSelection, _ geometry: Pool2DGeometry
  ) -> Storage {
    let output = base.maxPool2DGradient(gradient.value, selection: selection, geometry)
    guard isRecording(gradient) else { return Storage(output) }
    let base = base
    return recorded(output, count: geometry.inputShape.count, from: [gradient]) { second in
      [base.maxPool2DSelected(second, selection: selection, geometry)]
    }
  }

  /// Gathers from the elements that won; linear, so its own gradient is the scatter to them.
  public func maxPool2DSelected(
    _ input: Storage, selection: MaxPoolSelection, _ geometry: Pool2DGeometry
  ) -> Storage {
    let output = base.maxPool2DSelected(input.value, selection: selection, geometry)
    guard isRecording(input) else { return Storage(output) }
    let base = base
    return recorded(output, count: geometry.outputShape.count, from: [input]) { gradient in
      [base.maxPool2DGradient(gradient, selection: selection, geometry)]
    }
  }

  /// Averages; the gradient is the base's.
  public func averagePool2D(_ input: Storage, _ geometry: Pool2DGeometry) -> Storage {
    let output = base.averagePool2D(input.value, geometry)
    guard isRecording(input) else { return Storage(output) }
    let base = base
    return recorded(output, count: geometry.outputShape.count, from: [input]) { gradient in
      [base.averagePool2DGradient(gradient, geometry)]
    }
  }

  /// Divides among the elements; linear, so its own gradient is the average again.
  public func averagePool2DGradient(_ gradient: Storage, _ geometry: Pool2DGeometry) -> Storage {
    let output = base.averagePool2DGradient(gradient.value, geometry)
    guard isRecording(gradient) else { return Storage(output) }
    let base = base
    return recorded(output, count: geometry.inputShape.count, from: [gradient]) { second in
      [base.averagePool2D(second, geometry)]
    }
  }
}
