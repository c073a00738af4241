import DLCore

/// A call of a backend, described: put together only when somebody looks at the trace.
struct TracedCall {
  var name: String
  /// Operands and results.
  var shapes: [(name: String, shape: Shape)]
  var flops = 0.0

  init(_ name: String, _ shapes: [(name: String, shape: Shape)], flops: Double = 0) {
    self.name = name
    self.shapes = shapes
    self.flops = flops
  }

  /// What it worked on, with scalars of a number of bytes.
  func work(scalarBytes: Int) -> TracedWork {
    TracedWork(
      shapes: shapes.map { name, shape in
        let extents = shape.extents.map(String.init).joined(separator: "x")
        return TracedWork.NamedShape(name: name, extents: extents.isEmpty ? "1" : extents)
      },
      flops: flops,
      bytes: shapes.reduce(0) { $0 + Double($1.shape.count) } * Double(scalarBytes))
  }
}
