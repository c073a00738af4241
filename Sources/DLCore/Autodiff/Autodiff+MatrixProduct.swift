extension Autodiff {
  /// Multiplies matrices; for `C = A·B` the gradients are `G·Bᵀ` and `Aᵀ·G`.
  public func matrixProduct(_ lhs: Storage, _ rhs: Storage, _ geometry: MatrixProductGeometry)
    -> Storage
  {
    let output = base.matrixProduct(lhs.value, rhs.value, geometry)
    guard isRecording(lhs, rhs) else { return Storage(output) }
    let (base, a, b) = (base, lhs.value, rhs.value)
    let (wantsLHS, wantsRHS) = (lhs.node != nil, rhs.node != nil)
    return recorded(output, count: geometry.outputCount, from: [lhs, rhs]) { gradient in
      [
        wantsLHS ? geometry.lhsGradient(gradient, rhs: b, on: base) : nil,
        wantsRHS ? geometry.rhsGradient(gradient, lhs: a, on: base) : nil,
      ]
    }
  }

  /// A fully connected layer; its gradients are the base's `linearGradients`.
  public func linear(
    _ input: Storage, weights: Storage, bias: Storage?, _ geometry: LinearGeometry
  ) -> Storage {
    let output = base.linear(
      input.value, weights: weights.value, bias: bias?.value, geometry)
    guard isRecording(input, weights, bias) else { return Storage(output) }
    let (base, x, w) = (base, input.value, weights.value)
    let (wantsInput, hasBias) = (input.node != nil, bias != nil)
    return recorded(
      output, count: geometry.rows * geometry.columns,
      from: [input, weights] + (bias.map { [$0] } ?? [])
    ) { gradient in
      let gradients = base.linearGradients(
        input: x, weights: w, output: output, gradient: gradient, geometry,
        wantsInput: wantsInput, hasBias: hasBias)
      return [gradients.input, gradients.weights, gradients.bias]
    }
  }

  /// The gradients of a layer, themselves differentiable through the composition of the default.
  public func linearGradients(
    input: Storage, weights: Storage, output: Storage, gradient: Storage,
    _ geometry: LinearGeometry, wantsInput: Bool, hasBias: Bool
  ) -> LayerGradients<Storage> {
    guard isRecording(input, weights, output, gradient) else {
      return LayerGradients(
        base.linearGradients(
          input: input.value, weights: weights.value, output: output.value,
          gradient: gradient.value, geometry, wantsInput: wantsInput, hasBias: hasBias))
    }
    return Composed(self).linearGradients(
      input: input, weights: weights, output: output, gradient: gradient, geometry,
      wantsInput: wantsInput, hasBias: hasBias)
  }
}

extension LayerGradients {
  /// Wraps the gradients that a base backend found.
  init<Base: Backend>(_ found: LayerGradients<Base.Storage>)
  where Storage == Autodiff<Base>.Storage {
    self.init(
      input: found.input.map { Storage($0) }, weights: Storage(found.weights),
      bias: found.bias.map { Storage($0) })
  }
}

extension MatrixProductGeometry {
  /// `G·op(B)ᵀ`, or its transpose `op(B)·Gᵀ` where `A` is stored transposed.
  func lhsGradient<B: Backend>(_ gradient: B.Storage, rhs: B.Storage, on backend: B) -> B.Storage {
    let product =
      transposesLHS
      ? backend.matrixProduct(
        rhs, gradient,
        MatrixProductGeometry(
          batch: batch, rows: inner, columns: rows, inner: columns, transposesLHS: transposesRHS,
          transposesRHS: true, sharesLHS: sharesRHS))
      : backend.matrixProduct(
        gradient, rhs,
        MatrixProductGeometry(
          batch: batch, rows: rows, columns: inner, inner: columns, transposesRHS: !transposesRHS,
          sharesRHS: sharesRHS))
    return sharesLHS ? summed(product, size: rows * inner, on: backend) : product
  }

  /// `op(A)ᵀ·G`, or its transpose `Gᵀ·op(A)` where `B` is stored transposed.
  func rhsGradient<B: Backend>(_ gradient: B.Storage, lhs: B.Storage, on backend: B) -> B.Storage {
    let product =
      transposesRHS
      ? backend.matrixProduct(
        gradient, lhs,
        MatrixProductGeometry(
          batch: batch, rows: columns, columns: inner, inner: rows, transposesLHS: true,
          transposesRHS: transposesLHS, sharesRHS: sharesLHS))
      : backend.matrixProduct(
        lhs, gradient,
        MatrixProductGeometry(
          batch: batch, rows: inner, columns: columns, inner: rows, transposesLHS: !transposesLHS,
          sharesLHS: sharesLHS))
    return sharesRHS ? summed(product, size: inner * columns, on: backend) : product
  }

  /// The sum over the batch, for an operand that served all of it.
  private func summed<B: Backend>(_ products: B.Storage, size: Int, on backend: B) -> B.Storage {
    guard batch != 1 else { return products }
    return backend.reduce(
      .sum, products, ReductionGeometry(outer: 1, count: batch, inner: size))
  }
}
