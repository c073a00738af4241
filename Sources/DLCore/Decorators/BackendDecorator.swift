/// A backend around another one, with the same storages.
///
/// Every requirement goes to the base unless the decorator implements it itself: also those that
/// have a default, so that a decorator never hides an override of its base. Each call passes
/// through `perform`, so that a decorator which treats all calls alike is that one function.
public protocol BackendDecorator<Base>: Backend
where Scalar == Base.Scalar, Storage == Base.Storage, MaxPoolSelection == Base.MaxPoolSelection {
  /// The backend inside.
  associatedtype Base: Backend
  /// The backend inside.
  var base: Base { get }

  /// Makes a call of the base; by default just that.
  ///
  /// - Parameters:
  ///   - call: What is called, described.
  ///   - operands: What it reads, as `call.operands` lists it.
  ///   - body: Makes the call. To be run once.
  ///   - results: What a result consists of, as `call.results` lists it.
  func perform<Result>(
    _ call: @autoclosure () -> BackendCall, reading operands: @autoclosure () -> [Storage],
    _ body: () -> Result, results: (Result) -> [CallResult<Storage>]
  ) -> Result
}

/// What a call of a backend made.
public enum CallResult<Storage> {
  /// Scalars of the backend.
  case scalars(Storage)
  /// Positions on the host.
  case indices([Int32])
}

extension BackendDecorator {
  /// Makes the call.
  @inlinable
  public func perform<Result>(
    _ call: @autoclosure () -> BackendCall, reading operands: @autoclosure () -> [Storage],
    _ body: () -> Result, results: (Result) -> [CallResult<Storage>]
  ) -> Result { body() }

  /// Makes a call that has one result.
  func perform(
    _ call: @autoclosure () -> BackendCall, reading operands: @autoclosure () -> [Storage],
    _ body: () -> Storage
  ) -> Storage {
    perform(call(), reading: operands(), body) { [.scalars($0)] }
  }

  /// Makes a call that may fail; a failure has no results.
  func attempt<Result, Failure: Error>(
    _ call: @autoclosure () -> BackendCall, reading operands: @autoclosure () -> [Storage],
    _ body: () throws(Failure) -> Result, results: (Result) -> [CallResult<Storage>]
  ) throws(Failure) -> Result {
    try perform(call(), reading: operands()) {
      Swift.Result(catching: body)
    } results: {
      (try? $0.get()).map(results) ?? []
    }.get()
  }
}
