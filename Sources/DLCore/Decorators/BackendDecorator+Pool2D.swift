extension BackendDecorator {
  /// The base's result.
  public func maxPool2D(_ input: Storage, _ geometry: Pool2DGeometry)
    -> (output: Storage, selection: MaxPoolSelection)
  {
    perform(.maxPool2D(geometry), reading: [input]) {
      base.maxPool2D(input, geometry)
    } results: {
      [.scalars($0.output)]
    }
  }

  /// The base's result.
  public func maxPool2DGradient(
    _ gradient: Storage, selection: MaxPoolSelection, _ geometry: Pool2DGeometry
  ) -> Storage {
    perform(.maxPool2DGradient(geometry), reading: [gradient]) {
      base.maxPool2DGradient(gradient, selection: selection, geometry)
    }
  }

  /// The base's result.
  public func maxPool2DSelected(
    _ input: Storage, selection: MaxPoolSelection, _ geometry: Pool2DGeometry
  ) -> Storage {
    perform(.maxPool2DSelected(geometry), reading: [input]) {
      base.maxPool2DSelected(input, selection: selection, geometry)
    }
  }

  /// The base's result.
  public func averagePool2D(_ input: Storage, _ geometry: Pool2DGeometry) -> Storage {
    perform(.averagePool2D(geometry), reading: [input]) { base.averagePool2D(input, geometry) }
  }

  /// The base's result.
  public func averagePool2DGradient(_ gradient: Storage, _ geometry: Pool2DGeometry) -> Storage {
    perform(.averagePool2DGradient(geometry), reading: [gradient]) {
      base.averagePool2DGradient(gradient, geometry)
    }
  }
}
