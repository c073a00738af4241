import DLCore
import HostOperations

extension SIMDBackend {
  /// Packs weights, works out where everything lies, and runs convolutions with pooling and fully
  /// connected layers back to back; what else there is, step by step.
  ///
  /// Convolutions give the bits of `convolution2DReLUMaxPool2D`. Fully connected layers add up in
  /// an order of their own, which does not depend on the number of inputs or threads.
  public func prepareInference(
    _ program: InferenceProgram<Storage>
  ) -> any PreparedInference<Float, Storage> {
    let parts = InferenceParts(program.steps)
    if let only = parts.list.first, parts.list.count == 1, case .compiled(let steps) = only {
      return CompiledInference(Array(program.steps[steps]), on: self)
    }
    return MixedInference(
      backend: self, program: program,
      parts: parts.list.map { part in
        switch part {
        case .compiled(let steps):
          .compiled(CompiledInference(Array(program.steps[steps]), on: self))
        case .stepped(let steps): .stepped(steps)
        }
      })
  }
}

/// The steps of a program, cut into parts that can be compiled, and the others.
struct InferenceParts {
  enum Part {
    case compiled(Range<Int>)
    case stepped(Range<Int>)
  }

  private(set) var list: [Part] = []

  init(_ steps: [InferenceStep<HostBuffer<Float>>]) {
    var first = 0
    while first < steps.count {
      let pooled = steps[first...].prefix { $0.isPooledConvolution }.endIndex
      let end = steps[pooled...].prefix { $0.isLinear }.endIndex
      if end > first { list.append(.compiled(first..<end)) }
      let next =
        steps[end...].firstIndex { $0.isPooledConvolution || $0.isLinear } ?? steps.endIndex
      if next > end { list.append(.stepped(end..<next)) }
      first = next
    }
  }
}

extension InferenceStep {
  /// Whether it is a convolution with pooling that can be compiled.
  fileprivate var isPooledConvolution: Bool {
    guard case .convolution2DReLUMaxPool2D(_, _, let geometry, let pool) = self else {
      return false
    }
    return pool.hasPlainPairs && geometry.hasModestFrame && geometry.outputShape.count > 0
      && pool.outputShape.count > 0 && geometry.patchCount > 0
  }

  fileprivate var isLinear: Bool {
    guard case .linear(_, _, let geometry) = self else { return false }
    return geometry.columns > 0 && geometry.inner > 0
  }
}

/// A program of which some parts are compiled.
private struct MixedInference: PreparedInference {
  enum Part: Sendable {
    case compiled(CompiledInference)
    case stepped(Range<Int>)
  }

  let backend: SIMDBackend
  let program: InferenceProgram<HostBuffer<Float>>
  let parts: [Part]

  func run(_ input: HostBuffer<Float>, count: Int) throws(TensorError) -> HostBuffer<Float> {
    let steps = try program.steps(for: count)
    var value = input
    for part in parts {
      switch part {
      case .compiled(let compiled): value = try compiled.run(value, count: count)
      case .stepped(let range):
        for step in steps[range] { value = try backend.run(step, on: value) }
      }
    }
    return value
  }

  func run(
    _ input: Span<Float>, count: Int, into results: inout MutableSpan<Float>
  ) throws(TensorError) {
    try backend.withStorages(of: input, into: &results) { input throws(TensorError) in
      try run(input, count: count)
    }
  }
}
