import Synchronization

/// Gives any backend gradients: a backend that computes with another one and remembers how.
///
/// A model generic over `Backend` runs on `SomeBackend` for inference, at no extra cost, and on
/// `Autodiff<SomeBackend>` for training; asking an inference backend for gradients does not
/// compile.
///
/// ```swift
/// let backend = Autodiff(NaiveBackend<Float>())
/// let x = try Tensor(3, on: backend).requiringGradient()
/// let y = try x * x
/// let gradients = try y.backward()
/// gradients[x]?.scalars   // [6]
/// ```
///
/// Reverse mode: operations on tensors that require gradients form a graph; `backward` walks it
/// from the result to the leaves, and frees it on the way. As the walk itself consists of
/// operations of the base backend, `Autodiff<Autodiff<SomeBackend>>` gives second derivatives.
///
/// Graphs of different tensors are independent, so one instance may be used from several threads.
public struct Autodiff<Base: Backend>: Sendable {
  /// The backend that computes.
  public let base: Base
  /// Tells this instance's graphs from another's.
  package let tape = Tape()

  /// Wraps a backend; every instance is a tape of its own.
  public init(_ base: Base) { self.base = base }

  /// A storage of the base backend, and the node of the graph that made it, if any.
  public struct Storage: Sendable {
    /// The scalars.
    public internal(set) var value: Base.Storage
    /// Where the scalars came from; `nil` when no gradient flows through them.
    package internal(set) var node: GraphNode<Base>?

    /// Wraps scalars that no gradient flows through.
    init(_ value: Base.Storage) { self.value = value }
  }
}

/// What tells the graphs of one `Autodiff` from those of another, and orders nodes by age.
package final class Tape: Sendable {
  private let counter = Atomic<UInt64>(0)

  /// A number higher than all before.
  package func next() -> UInt64 { counter.add(1, ordering: .relaxed).newValue }
}

/// Whether operations join the graph; see `withoutGradients`.
enum GradientRecording {
  @TaskLocal static var isEnabled = true
}

/// Runs `body` with no operation joining a graph: results have no gradient, and no memory is kept.
///
/// Holds for the current task or thread only. For evaluation inside a training loop, and for
/// updates of parameters by hand.
public func withoutGradients<Result, Failure: Error>(
  _ body: () throws(Failure) -> Result
) throws(Failure) -> Result {
  let outcome: Swift.Result<Result, Failure> = GradientRecording.$isEnabled.withValue(false) {
    do throws(Failure) { return .success(try body()) } catch { return .failure(error) }
  }
  return try outcome.get()
}

/// One operation in a graph, or a leaf.
package final class GraphNode<Base: Backend>: Sendable {
  /// Takes the gradient of the node's value, and gives those of its parents, in their order.
  typealias Pullback = @Sendable (Base.Storage) -> [Base.Storage?]

  struct State: Sendable {
    var parents: [GraphNode?]
    /// `nil` for a leaf, and for an operation whose memory has been freed.
    var pullback: Pullback?
  }

  /// Higher than the numbers of all parents.
  let number: UInt64
  /// The number of elements of the value.
  let count: Int
  let isLeaf: Bool
  private let state: Lock<State>

  init(number: UInt64, count: Int, parents: [GraphNode?], pullback: Pullback?) {
    self.number = number
    self.count = count
    isLeaf = pullback == nil
    state = Lock(State(parents: parents, pullback: pullback))
  }

  /// The parents and the pullback, without freeing them.
  var current: State { state.withLock { $0 } }

  /// Frees what the operation kept.
  func free() { state.withLock { $0 = State(parents: [], pullback: nil) } }

  // A chain of a million operations must not be freed by a million nested calls.
  deinit {
    var pending = current.parents
    free()
    while !pending.isEmpty {
      guard var node = pending.removeLast(), isKnownUniquelyReferenced(&node) else { continue }
      pending += node.current.parents
      node.free()
    }
  }
}
