extension Autodiff {
  /// Whether a gradient flows through any of the operands.
  func isRecording(_ operands: Storage?...) -> Bool {
    operands.contains { $0?.node != nil } && GradientRecording.isEnabled
  }

  /// A result that joins the graph as an operation on the given operands.
  func recorded(
    _ value: Base.Storage, count: Int, from operands: [Storage],
    pullback: @escaping GraphNode<Base>.Pullback
  ) -> Storage {
    var result = Storage(value)
    result.node = GraphNode(
      number: tape.next(), count: count, parents: operands.map { $0.node }, pullback: pullback)
    return result
  }
}

/// The gradients that `backward` found, for every tensor that required one.
public struct Gradients<Base: Backend>: Sendable {
  let tape: Tape
  var leaves: [UInt64: Base.Storage]

  /// The gradient of a leaf, as a tensor that no gradient flows through; `nil` if it had no part in
  /// the result, or is no leaf of this tape.
  public subscript(leaf: Tensor<Autodiff<Base>>) -> Tensor<Autodiff<Base>>? {
    guard leaf.backend.tape === tape, let node = leaf.storage.node, let value = leaves[node.number]
    else { return nil }
    return leaf.with(Autodiff.Storage(value), leaf.shape)
  }
}

extension Tensor {
  /// This value as a leaf: gradients will be found for it.
  public func requiringGradient<Base>() -> Tensor where B == Autodiff<Base> {
    var leaf = storage
    leaf.node = GraphNode(
      number: backend.tape.next(), count: count, parents: [], pullback: nil)
    return with(leaf, shape)
  }

  /// This value cut off from its graph: gradients do not flow through it.
  public func detached<Base>() -> Tensor where B == Autodiff<Base> {
    with(Autodiff<Base>.Storage(storage.value), shape)
  }

  /// Whether gradients flow through this value.
  public func requiresGradient<Base>() -> Bool where B == Autodiff<Base> { storage.node != nil }

  /// This value on the base backend, without a copy.
  public func onBase<Base>() -> Tensor<Base> where B == Autodiff<Base> {
    Tensor<Base>(unchecked: storage.value, shape, on: backend.base)
  }

  /// This value on a backend that finds gradients, without a copy: the way back from `onBase()`.
  ///
  /// A value that a graph of `B` itself leads to keeps it, so that gradients of gradients flow on:
  ///
  /// ```swift
  /// let inner = Autodiff(NaiveBackend<Double>())
  /// let outer = Autodiff(inner)
  /// let x = Tensor(2, on: inner).requiringGradient()
  /// let lifted = try x.lifted(to: outer).requiringGradient()
  /// let slope = try lifted.power(3).backward()[lifted]?.onBase()   // 3x²
  /// try slope?.backward()[x]?.scalars                              // 6x: [12]
  /// ```
  ///
  /// - Throws: `TensorError` if `backend` computes with another backend than this value's.
  public func lifted(to backend: Autodiff<B>) throws(TensorError) -> Tensor<Autodiff<B>> {
    guard backend.base.isInterchangeable(with: self.backend) else {
      throw TensorError(
        "lifted", .backend,
        "the value belongs to another instance of backend \(self.backend.name) (another gradient tape)"
      )
    }
    return Tensor<Autodiff<B>>(unchecked: Autodiff<B>.Storage(storage), shape, on: backend)
  }

  /// The gradients of this scalar for all leaves that it was computed from.
  ///
  /// Frees the graph: each graph can be walked once.
  ///
  /// - Throws: `TensorError` if this is not one scalar, came from no leaf, or its graph was freed.
  public func backward<Base>() throws(TensorError) -> Gradients<Base> where B == Autodiff<Base> {
    guard count == 1 else {
      throw TensorError(
        "backward", .gradient,
        "gradients are of one scalar, such as a mean loss, but this tensor has shape \(shape)",
        [shape])
    }
    guard let root = storage.node else {
      throw TensorError(
        "backward", .gradient,
        "this value was computed from no tensor that requires a gradient; use requiringGradient()")
    }
    return try GraphWalk(backend: backend, root: root).run()
  }
}

/// One walk from a result to its leaves.
private struct GraphWalk<Base: Backend> {
  let backend: Autodiff<Base>
  let root: GraphNode<Base>

  func run() throws(TensorError) -> Gradients<Base> {
    let nodes = try operations()
    let places = nodes.indices.reduce(into: [UInt64: Int](minimumCapacity: nodes.count)) {
      $0[nodes[$1].number] = $1
    }
    var pending = [Base.Storage?](repeating: nil, count: nodes.count)
    pending[0] = backend.base.makeStorage(repeating: 1, count: root.count)
    var leaves: [UInt64: Base.Storage] = [:]
    for (place, node) in nodes.enumerated() {
      guard let gradient = pending[place] else { continue }
      pending[place] = nil
      if node.isLeaf {
        leaves[node.number] = gradient
        continue
      }
      let state = node.current
      guard let pullback = state.pullback else { continue }
      for case let (parent?, share?) in zip(state.parents, pullback(gradient)) {
        // `operations` has found all parents.
        guard let place = places[parent.number] else { continue }
        pending[place] =
          pending[place].map {
            backend.base.binary(.add, $0, share, count: parent.count)
          } ?? share
      }
      node.free()
    }
    return Gradients(tape: backend.tape, leaves: leaves)
  }

  /// All nodes that the root was computed from, youngest first: the root, then its ancestors.
  private func operations() throws(TensorError) -> [GraphNode<Base>] {
    var found: Set<UInt64> = [root.number]
    var nodes = [root]
    var next = 0
    while next < nodes.count {
      let node = nodes[next]
      next += 1
      let state = node.current
      guard node.isLeaf || state.pullback != nil else {
        throw TensorError(
          "backward", .gradient,
          "the graph of this value was freed by an earlier backward(); compute the value again")
      }
      for case let parent? in state.parents where found.insert(parent.number).inserted {
        nodes.append(parent)
      }
    }
    return nodes.sorted { $0.number > $1.number }
  }
}
