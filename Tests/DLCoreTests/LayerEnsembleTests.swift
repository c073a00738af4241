import BackendNaive
import DLCore
import Testing

@Suite("Ensembles")
struct LayerEnsembleTests {
  /// Members that multiply by 1, 10, 100 and so on.
  private func ensemble(_ count: Int) throws -> Ensemble<Exact> {
    try Ensemble("all") { () throws(TensorError) in
      var factor = 1.0
      for index in 0..<count {
        Activation<Exact>(.affine(multiplier: factor, offset: 0), named: "m\(index)")
        let _ = factor *= 10
      }
    }
  }

  private func ones(_ batch: Int) throws -> Tensor<Exact> {
    try Tensor.ones([batch, 1], on: Exact())
  }

  private func trained(_ members: Int, _ batch: Int, step: Int) throws -> [Double] {
    var pass = Pass<Exact>.training(seed: 1, step: step)
    return try ensemble(members).forward(ones(batch), &pass).scalars
  }

  @Test("Outside training they give the mean of what all members give")
  func mean() throws {
    #expect(try ensemble(1)(ones(2)).scalars == [1, 1])
    #expect(try ensemble(2)(ones(2)).scalars == [5.5, 5.5])
    #expect(try ensemble(3)(ones(1)).scalars == [37])
    #expect(try ensemble(3)(ones(0)).shape == [0, 1])
  }

  @Test("In training each example goes through one member, and all have equal shares")
  func shares() throws {
    #expect(try trained(2, 4, step: 0) == [1, 1, 10, 10])
    #expect(try trained(3, 7, step: 0) == [1, 1, 10, 10, 100, 100, 100])
    #expect(try trained(1, 3, step: 5) == [1, 1, 1])
    #expect(try trained(3, 0, step: 0) == [])
  }

  @Test("Shares go round, so that a single example reaches every member in turn")
  func turns() throws {
    let outputs = try (0..<6).map { try trained(3, 1, step: $0) }
    #expect(outputs == [[100], [1], [10], [100], [1], [10]])
    #expect(try trained(3, 3, step: 1) == [10, 100, 1])
    #expect(try Set(trained(3, 3, step: .max)) == [1, 10, 100])
    #expect(try Set(trained(3, 3, step: .min)) == [1, 10, 100])
  }

  @Test("A member learns from its share alone")
  func gradients() throws {
    let backend = Autodiff(Exact())
    let start = Initialization(on: backend, seed: 1)
    let pair = try Ensemble("pair") { () throws(TensorError) in
      try Linear("first", from: 1, to: 1, start)
      try Linear("second", from: 1, to: 1, start)
    }
    let input = try Tensor([1, 2, 3, 4], shape: [4, 1], on: backend)
    let (_, gradients) = try pair.lossWithGradients { (pair) throws(TensorError) in
      var pass = Pass<Autodiff<Exact>>.training(seed: 1, step: 0)
      return try pair.forward(input, &pass).sum()
    }
    #expect(gradients["first.weight"]?.scalars == [3])
    #expect(gradients["second.weight"]?.scalars == [7])
    #expect(gradients["second.bias"]?.scalars == [2])
  }

  @Test("Members have parameters, random numbers and running values of their own")
  func paths() throws {
    var pair = try Ensemble("pair") { () throws(TensorError) in
      for name in ["first", "second"] {
        try Sequential(name) { () throws(TensorError) in
          try BatchNorm2D("norm", channels: 1, start())
          try Dropout<Exact>(rate: 0.5)
        }
      }
    }
    #expect(try pair.parameterNames().contains("second.norm.weight"))
    var pass = Pass<Exact>.training(seed: 1, step: 0)
    let input = try randomTensor([2, 1, 16, 16])
    let output = try pair.forward(input, &pass).scalars
    #expect(output[..<256].map { $0 == 0 } != output[256...].map { $0 == 0 })
    try pair.apply(pass.stateUpdates)
    let means = try pair.parameters.filter { $0.name.hasSuffix("running_mean") }
    #expect(Set(means.flatMap { $0.tensor.scalars }).count == 2)
  }

  @Test("Layers of the same name start differently inside layers of different names")
  func firstValues() throws {
    func weights(_ start: Initialization<Exact>) throws -> [Double] {
      try Linear("fc", from: 4, to: 4, start).weight.scalars
    }
    let outside = try weights(start())
    let inside = try weights(start().inside("a"))
    #expect(outside != inside)
    #expect(try weights(start().inside("b")) != inside)
    #expect(try weights(start().inside("a")) == inside)
    #expect(try weights(start().inside("a").inside("b")) != weights(start().inside("b")))
  }

  @Test("Members that do not go together are refused")
  func mistakes() throws {
    let uneven = try Ensemble("pair") { () throws(TensorError) in
      try Linear("first", from: 4, to: 3, start())
      try Linear("second", from: 4, to: 2, start())
    }
    let problem = "pair: ensemble: first gives [5, 3], but second [5, 2]"
    #expect(message { _ = try uneven(.zeros([5, 4], on: Exact())) } == problem)
    #expect(message { _ = try uneven.outputShape(for: [5, 4]) } == problem)
    #expect(
      message { _ = try uneven(.zeros([5, 3], on: Exact())) }
        == "pair.first: linear: input must be [batch, 4], but is [5, 3]")
    var empty = uneven
    empty.members = []
    #expect(
      message { _ = try empty(.zeros([5, 4], on: Exact())) }
        == "pair: ensemble: an ensemble needs members")
    #expect(
      message { _ = try ensemble(2)(Tensor(1, on: Exact())) }
        == "all: ensemble: input must be [batch, …], but is []")
  }

  @Test("A summary shows the members' layers, and counts everything once")
  func summary() throws {
    let pair = try Ensemble("pair") { () throws(TensorError) in
      try Linear("first", from: 4, to: 2, start())
      try Sequential("second") { () throws(TensorError) in
        try Linear("a", from: 4, to: 3, start())
        try Linear("b", from: 3, to: 2, start())
      }
    }
    let net = try Sequential("net", layers: [pair])
    let summary = try Summary(net, input: [4])
    #expect(
      summary.rows.map(\.layer) == [
        "pair.first (Linear)", "pair.second.a (Linear)", "pair.second.b (Linear)",
        "pair (Ensemble)",
      ])
    #expect(summary.rows.map(\.output) == [[2], [3], [2], [2]])
    #expect(summary.parameters == 10 + 15 + 8)
    #expect(try Summary(pair, input: [4]).rows.first?.layer == "first (Linear)")
    #expect(
      message { _ = try Summary(net, input: [3]) }?.hasPrefix("net.pair.first: linear") == true)
    #expect(summary.multiplyAdds == 8 + 12 + 6)
  }
}
