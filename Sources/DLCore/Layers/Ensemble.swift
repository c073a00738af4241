/// Several networks that see the same input; together they give the mean of their outputs.
///
/// In training each member learns from a share of every batch that is its own, so that a step costs
/// no more than with one member, and members stay as different as if they were trained one by one.
/// What one gets wrong for reasons of its own, the others outvote: Cireşan, Meier and Schmidhuber,
/// "Multi-column Deep Neural Networks for Image Classification", 2012.
///
/// Of *n* members each sees an *n*th of the examples: as much as alone with *n* times the batch and
/// *n* times the epochs. Its gradients are an *n*th of what they would be alone, as a loss is a mean
/// over the whole batch; Adam makes up for that, SGD takes *n* times the rate.
///
/// ```swift
/// let start = Initialization(on: backend, seed: 42)
/// let pair = try Ensemble("pair") { () throws(TensorError) in
///   try Linear("first", from: 784, to: 10, start)
///   try Linear("second", from: 784, to: 10, start)
/// }
/// ```
public struct Ensemble<B: Backend>: Layer {
  /// The name within the model.
  public let name: String
  /// The networks, which all take the same input and give outputs of the same shape.
  public var members: [any Layer<B>]

  /// Creates an ensemble.
  ///
  /// - Throws: `TensorError` if there is no member, or two have the same name.
  public init(
    _ name: String,
    @LayerListBuilder<B> _ members: () throws(TensorError) -> [any Layer<B>]
  ) throws(TensorError) {
    self.name = name
    self.members = try members()
    let names = self.members.map(\.name)
    guard !names.isEmpty, Set(names).count == names.count else {
      throw TensorError(
        "ensemble", .argument,
        names.isEmpty
          ? "an ensemble needs members"
          : "members need names of their own, but are \(names.joined(separator: ", "))"
      ).inside(name)
    }
  }

  /// Applies the members to `[batch, …]`: in training each to its share of the batch.
  ///
  /// Shares are neighbouring examples, as equal as can be. Which member has which changes from step
  /// to step, so that a batch smaller than the ensemble leaves none behind.
  public func forward(_ input: Tensor<B>, _ pass: inout Pass<B>) throws(TensorError) -> Tensor<B> {
    try inside(name) { () throws(TensorError) in
      _ = try commonOutputShape(for: input.shape)
      return pass.isTraining ? try shares(input, &pass) : try mean(input, &pass)
    }
  }

  /// Shows the members' parameters under their names.
  public mutating func visitParameters(
    _ visit: (ParameterVisit<B>, inout Tensor<B>) throws(TensorError) -> Void
  ) throws(TensorError) {
    try visitParametersOfLayers(&members, visit)
  }

  /// The members', which must agree.
  public func outputShape(for input: Shape) throws(TensorError) -> Shape {
    try inside(name) { () throws(TensorError) in try commonOutputShape(for: input) }
  }

  /// The sum of the members'.
  public func multiplyAdds(for input: Shape) throws(TensorError) -> Int {
    try inside(name) { () throws(TensorError) in
      var sum = 0
      for member in members { sum += try member.multiplyAdds(for: input) }
      return sum
    }
  }

  private func commonOutputShape(for input: Shape) throws(TensorError) -> Shape {
    guard !members.isEmpty else {
      throw TensorError("ensemble", .argument, "an ensemble needs members")
    }
    guard input.rank > 0 else {
      throw TensorError("ensemble", .shape, "input must be [batch, …], but is \(input)", [input])
    }
    var common = input
    for (index, member) in members.enumerated() {
      let shape = try member.outputShape(for: input)
      guard index == 0 || shape == common else {
        throw TensorError(
          "ensemble", .shape, "\(members[0].name) gives \(common), but \(member.name) \(shape)",
          [common, shape])
      }
      common = shape
    }
    guard common.rank > 0, common[0] == input[0] else {
      throw TensorError(
        "ensemble", .shape, "members must give one output for each example, but give \(common)",
        [input, common])
    }
    return common
  }

  private func shares(
    _ input: Tensor<B>, _ pass: inout Pass<B>
  ) throws(TensorError) -> Tensor<B> {
    let (batch, count) = (input.shape[0], members.count)
    var outputs: [Tensor<B>] = []
    for share in 0..<count {
      // Each takes its part of what is left, which no product of the batch could overflow.
      let start = outputs.reduce(0) { $0 + $1.shape[0] }
      let end = start + (batch - start) / (count - share)
      let member = members[(share + Int(pass.step.magnitude % UInt(count))) % count]
      let part = try input.sliced(start..<end, along: 0)
      outputs.append(
        try pass.inside(member.name) { (pass) throws(TensorError) in
          try member.forward(part, &pass)
        })
    }
    return try Tensor.concatenated(outputs)
  }

  private func mean(_ input: Tensor<B>, _ pass: inout Pass<B>) throws(TensorError) -> Tensor<B> {
    var sum: Tensor<B>?
    for member in members {
      let output = try pass.inside(member.name) { (pass) throws(TensorError) in
        try member.forward(input, &pass)
      }
      sum = if let sum { try sum + output } else { output }
    }
    guard let sum else { return input }
    return sum / Double(members.count)
  }
}
