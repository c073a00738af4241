extension Autodiff {
  /// Gathers; the gradient is scattered back.
  public func gatherElements(_ input: Storage, at indices: [Int32], fill: Scalar) -> Storage {
    let output = base.gatherElements(input.value, at: indices, fill: fill)
    guard isRecording(input), let count = input.node?.count else { return Storage(output) }
    let base = base
    return recorded(output, count: indices.count, from: [input]) { gradient in
      [base.scatterAddElements(gradient, at: indices, count: count)]
    }
  }

  /// Scatters; the gradient is gathered back.
  public func scatterAddElements(_ input: Storage, at indices: [Int32], count: Int) -> Storage {
    let output = base.scatterAddElements(input.value, at: indices, count: count)
    guard isRecording(input) else { return Storage(output) }
    let base = base
    return recorded(output, count: count, from: [input]) { gradient in
      [base.gatherElements(gradient, at: indices, fill: 0)]
    }
  }

  /// Copies a view; the gradient is added back where it came from.
  public func strided(_ input: Storage, _ geometry: StridedGeometry) -> Storage {
    let output = base.strided(input.value, geometry)
    guard isRecording(input) else { return Storage(output) }
    let base = base
    return recorded(output, count: geometry.count, from: [input]) { gradient in
      [base.stridedGradient(gradient, geometry)]
    }
  }

  /// Adds back; the gradient is the view again.
  public func stridedGradient(_ gradient: Storage, _ geometry: StridedGeometry) -> Storage {
    let output = base.stridedGradient(gradient.value, geometry)
    guard isRecording(gradient) else { return Storage(output) }
    let base = base
    return recorded(output, count: geometry.inputCount, from: [gradient]) { second in
      [base.strided(second, geometry)]
    }
  }

  /// Pads; the gradient is the frame's interior.
  public func pad(_ input: Storage, _ geometry: PadGeometry, value: Scalar) -> Storage {
    let output = base.pad(input.value, geometry, value: value)
    guard isRecording(input) else { return Storage(output) }
    let base = base
    return recorded(output, count: geometry.outputShape.count, from: [input]) { gradient in
      [base.strided(gradient, geometry.interior)]
    }
  }

  /// Joins; each part gets its own part of the gradient.
  public func concatenate(_ inputs: [Storage], _ geometry: ConcatenationGeometry) -> Storage {
    let output = base.concatenate(inputs.map(\.value), geometry)
    guard inputs.contains(where: { isRecording($0) }) else { return Storage(output) }
    let base = base
    let wanted = inputs.map { $0.node != nil }
    return recorded(output, count: geometry.count, from: inputs) { gradient in
      wanted.enumerated().map { part, isWanted in
        isWanted ? base.strided(gradient, geometry.part(part)) : nil
      }
    }
  }
}
