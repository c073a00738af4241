import DLCore

extension Inspected {
  func gatherElements(_ input: Storage, at indices: [Int32], fill: Scalar) -> Storage {
    // How much there is to read, the call does not say; this much there must be.
    let count = Int(indices.max() ?? -1) + 1
    return watch(
      .gatherElements, reading: [Item("input", input, count)], count: indices.count
    ) { base.gatherElements(input, at: indices, fill: fill) }
  }

  func scatterAddElements(_ input: Storage, at indices: [Int32], count: Int) -> Storage {
    watch(.scatterAddElements, reading: [Item("input", input, indices.count)], count: count) {
      base.scatterAddElements(input, at: indices, count: count)
    }
  }

  func strided(_ input: Storage, _ geometry: StridedGeometry) -> Storage {
    watch(.strided, reading: [Item("input", input, geometry.inputCount)], count: geometry.count) {
      base.strided(input, geometry)
    }
  }

  func stridedGradient(_ gradient: Storage, _ geometry: StridedGeometry) -> Storage {
    watch(
      .stridedGradient, reading: [Item("gradient", gradient, geometry.count)],
      count: geometry.inputCount
    ) { base.stridedGradient(gradient, geometry) }
  }

  func pad(_ input: Storage, _ geometry: PadGeometry, value: Scalar) -> Storage {
    watch(
      .pad, reading: [Item("input", input, Shape(geometry.extents).count)],
      count: geometry.outputShape.count
    ) { base.pad(input, geometry, value: value) }
  }

  func concatenate(_ inputs: [Storage], _ geometry: ConcatenationGeometry) -> Storage {
    let readings = zip(inputs, geometry.extents).map { input, extent in
      Item("inputs", input, geometry.outer * extent * geometry.inner)
    }
    return watch(.concatenate, reading: readings, count: geometry.count) {
      base.concatenate(inputs, geometry)
    }
  }

  func sgdUpdate(
    _ parameter: inout Storage, velocity: inout Storage?, gradient: Storage, count: Int,
    _ step: SGDStep
  ) {
    _ = watch(.sgdUpdate, reading: [Item("gradient", gradient, count)]) {
      base.sgdUpdate(&parameter, velocity: &velocity, gradient: gradient, count: count, step)
      return [parameter] + (velocity.map { [$0] } ?? [])
    } results: {
      $0.map { Item($0, count) }
    }
  }

  func adamUpdate(
    _ parameter: inout Storage, firstMoment: inout Storage, secondMoment: inout Storage,
    gradient: Storage, count: Int, _ step: AdamStep
  ) {
    _ = watch(.adamUpdate, reading: [Item("gradient", gradient, count)]) {
      base.adamUpdate(
        &parameter, firstMoment: &firstMoment, secondMoment: &secondMoment, gradient: gradient,
        count: count, step)
      return [parameter, firstMoment, secondMoment]
    } results: {
      $0.map { Item($0, count) }
    }
  }
}
