public import DLCore

extension Traced {
  /// The base's result, recorded.
  public func maxPool2D(_ input: Storage, _ geometry: Pool2DGeometry)
    -> (output: Storage, selection: MaxPoolSelection)
  {
    record {
      base.maxPool2D(input, geometry)
    } as: {
      TracedCall("maxPool2D", geometry.tracedShapes)
    }
  }

  /// The base's result, recorded.
  public func maxPool2DGradient(
    _ gradient: Storage, selection: MaxPoolSelection, _ geometry: Pool2DGeometry
  ) -> Storage {
    record {
      base.maxPool2DGradient(gradient, selection: selection, geometry)
    } as: {
      TracedCall("maxPool2DGradient", geometry.tracedGradient)
    }
  }

  /// The base's result, recorded.
  public func maxPool2DSelected(
    _ input: Storage, selection: MaxPoolSelection, _ geometry: Pool2DGeometry
  ) -> Storage {
    record {
      base.maxPool2DSelected(input, selection: selection, geometry)
    } as: {
      TracedCall("maxPool2DSelected", geometry.tracedShapes)
    }
  }

  /// The base's result, recorded.
  public func averagePool2D(_ input: Storage, _ geometry: Pool2DGeometry) -> Storage {
    record {
      base.averagePool2D(input, geometry)
    } as: {
      TracedCall("averagePool2D", geometry.tracedShapes)
    }
  }

  /// The base's result, recorded.
  public func averagePool2DGradient(_ gradient: Storage, _ geometry: Pool2DGeometry) -> Storage {
    record {
      base.averagePool2DGradient(gradient, geometry)
    } as: {
      TracedCall("averagePool2DGradient", geometry.tracedGradient)
    }
  }
}

extension Pool2DGeometry {
  fileprivate var tracedShapes: [(name: String, shape: Shape)] {
    [("input", inputShape), ("output", outputShape)]
  }

  fileprivate var tracedGradient: [(name: String, shape: Shape)] {
    [("gradient", outputShape), ("output", inputShape)]
  }
}
