import DLCore

extension Inspected {
  func prepareInference(
    _ program: InferenceProgram<Storage>
  ) -> any PreparedInference<Scalar, Storage> {
    InspectedInference(
      backend: self, exampleCount: program.exampleShape.count,
      resultCount: program.resultShape.count, prepared: base.prepareInference(program))
  }
}

/// A prepared program whose every run is watched.
private struct InspectedInference<Base: Backend>: PreparedInference {
  typealias Scalar = Base.Scalar
  typealias Storage = Base.Storage

  let backend: Inspected<Base>
  let exampleCount: Int
  let resultCount: Int
  let prepared: any PreparedInference<Base.Scalar, Base.Storage>

  func run(_ input: Storage, count: Int) throws(TensorError) -> Storage {
    let outcome = backend.watch(
      .prepareInference, reading: [.init("input", input, count * exampleCount)]
    ) { () -> Result<Storage, TensorError> in
      do throws(TensorError) { return .success(try prepared.run(input, count: count)) } catch {
        return .failure(error)
      }
    } results: { outcome in
      (try? outcome.get()).map { [.init($0, count * resultCount)] } ?? []
    }
    return try outcome.get()
  }

  func run(
    _ input: Span<Scalar>, count: Int, into results: inout MutableSpan<Scalar>
  ) throws(TensorError) {
    try prepared.run(input, count: count, into: &results)
    let (base, span) = (backend.base, results.span)
    let copy = base.makeStorage(count: span.count) { target in
      for index in span.indices { target[index] = span[index] }
    }
    _ = backend.watch(
      .prepareInference, reading: [], count: count * resultCount, { copy })
  }
}
