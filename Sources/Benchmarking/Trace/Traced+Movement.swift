public import DLCore

extension Traced {
  /// The base's result, recorded.
  public func gatherElements(_ input: Storage, at indices: [Int32], fill: Scalar) -> Storage {
    record {
      base.gatherElements(input, at: indices, fill: fill)
    } as: { [count = indices.count] in
      TracedCall("gatherElements", [("input", [count]), ("output", [count])])
    }
  }

  /// The base's result, recorded.
  public func scatterAddElements(_ input: Storage, at indices: [Int32], count: Int) -> Storage {
    record {
      base.scatterAddElements(input, at: indices, count: count)
    } as: { [inputCount = indices.count] in
      TracedCall(
        "scatterAddElements", [("input", [inputCount]), ("output", [count])],
        flops: Double(inputCount))
    }
  }

  /// The base's result, recorded.
  public func strided(_ input: Storage, _ geometry: StridedGeometry) -> Storage {
    record {
      base.strided(input, geometry)
    } as: {
      TracedCall(
        "strided", [("input", [geometry.inputCount]), ("output", Shape(geometry.extents))])
    }
  }

  /// The base's result, recorded.
  public func stridedGradient(_ gradient: Storage, _ geometry: StridedGeometry) -> Storage {
    record {
      base.stridedGradient(gradient, geometry)
    } as: {
      TracedCall(
        "stridedGradient",
        [("gradient", Shape(geometry.extents)), ("output", [geometry.inputCount])])
    }
  }

  /// The base's result, recorded.
  public func pad(_ input: Storage, _ geometry: PadGeometry, value: Scalar) -> Storage {
    record {
      base.pad(input, geometry, value: value)
    } as: {
      TracedCall("pad", [("input", Shape(geometry.extents)), ("output", geometry.outputShape)])
    }
  }

  /// The base's result, recorded.
  public func concatenate(_ inputs: [Storage], _ geometry: ConcatenationGeometry) -> Storage {
    record {
      base.concatenate(inputs, geometry)
    } as: {
      let parts = geometry.extents.map { extent -> (name: String, shape: Shape) in
        ("input", [geometry.outer, extent, geometry.inner])
      }
      let extent = geometry.extents.reduce(0, +)
      return TracedCall(
        "concatenate", parts + [("output", [geometry.outer, extent, geometry.inner])])
    }
  }

  /// The base's step, recorded.
  public func sgdUpdate(
    _ parameter: inout Storage, velocity: inout Storage?, gradient: Storage, count: Int,
    _ step: SGDStep
  ) {
    record {
      base.sgdUpdate(&parameter, velocity: &velocity, gradient: gradient, count: count, step)
    } as: { [hasVelocity = velocity != nil] in
      TracedCall(
        "sgdUpdate",
        [("parameter", [count]), ("gradient", [count])]
          + (hasVelocity ? [("velocity", [count])] : []))
    }
  }

  /// The base's step, recorded.
  public func adamUpdate(
    _ parameter: inout Storage, firstMoment: inout Storage, secondMoment: inout Storage,
    gradient: Storage, count: Int, _ step: AdamStep
  ) {
    record {
      base.adamUpdate(
        &parameter, firstMoment: &firstMoment, secondMoment: &secondMoment, gradient: gradient,
        count: count, step)
    } as: {
      let names = ["parameter", "firstMoment", "secondMoment", "gradient"]
      return TracedCall("adamUpdate", names.map { ($0, [count]) })
    }
  }
}
