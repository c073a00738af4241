extension BackendDecorator {
  /// The base's result.
  public func matrixProduct(
    _ lhs: Storage, _ rhs: Storage, _ geometry: MatrixProductGeometry
  ) -> Storage {
    perform(.matrixProduct(geometry), reading: [lhs, rhs]) {
      base.matrixProduct(lhs, rhs, geometry)
    }
  }

  /// The base's result.
  public func linear(
    _ input: Storage, weights: Storage, bias: Storage?, _ geometry: LinearGeometry
  ) -> Storage {
    perform(
      .linear(geometry, hasBias: bias != nil),
      reading: [input, weights] + [bias].compactMap(\.self)
    ) { base.linear(input, weights: weights, bias: bias, geometry) }
  }

  /// The base's result.
  public func linearGradients(
    input: Storage, weights: Storage, output: Storage, gradient: Storage,
    _ geometry: LinearGeometry, wantsInput: Bool, hasBias: Bool
  ) -> LayerGradients<Storage> {
    perform(
      .linearGradients(geometry, wantsInput: wantsInput, hasBias: hasBias),
      reading: [input, weights, output, gradient]
    ) {
      base.linearGradients(
        input: input, weights: weights, output: output, gradient: gradient, geometry,
        wantsInput: wantsInput, hasBias: hasBias)
    } results: {
      $0.callResults
    }
  }
}

extension LayerGradients {
  /// Those that there are, in the order of `BackendCall.results`.
  var callResults: [CallResult<Storage>] {
    [input, weights, bias].compactMap { $0.map { .scalars($0) } }
  }
}
