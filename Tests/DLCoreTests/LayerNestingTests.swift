import BackendNaive
import DLCore
import Testing

@Suite("Layers inside layers")
struct LayerNestingTests {
  private func nested() throws -> Sequential<Exact> {
    try Sequential("net") { () throws(TensorError) in
      try Sequential("first") { () throws(TensorError) in
        try BatchNorm2D("norm", channels: 1, start())
        try Dropout(rate: 0.5)
      }
      try Sequential("second") { () throws(TensorError) in
        try BatchNorm2D("norm", channels: 1, start())
        try Dropout(rate: 0.5)
      }
    }
  }

  @Test("Names are dotted paths from the outside in, without the model's own")
  func names() throws {
    #expect(
      try nested().parameterNames() == [
        "first.norm.weight", "first.norm.bias", "first.norm.running_mean",
        "first.norm.running_var", "second.norm.weight", "second.norm.bias",
        "second.norm.running_mean", "second.norm.running_var",
      ])
  }

  @Test("What a nested layer leaves behind reaches that layer")
  func stateUpdates() throws {
    var net = try nested()
    var pass = Pass<Exact>.training(seed: 1, step: 0)
    _ = try net.forward(Tensor([8, 0, 0, 0], shape: [1, 1, 2, 2], on: Exact()), &pass)
    #expect(
      pass.stateUpdates.keys.sorted() == [
        "first.norm.running_mean", "first.norm.running_var", "second.norm.running_mean",
        "second.norm.running_var",
      ])
    try net.apply(pass.stateUpdates)
    let mean = try net.parameters.first { $0.name == "first.norm.running_mean" }
    #expect(try abs(#require(mean).tensor.scalar() - 0.2) < 1e-12)
  }

  @Test("What a layer on its own leaves behind reaches it")
  func stateUpdatesAlone() throws {
    var norm = try BatchNorm2D("norm", channels: 1, start())
    var pass = Pass<Exact>.training(seed: 1, step: 0)
    _ = try norm.forward(Tensor([8, 0, 0, 0], shape: [1, 1, 2, 2], on: Exact()), &pass)
    try norm.apply(pass.stateUpdates)
    #expect(abs(try norm.runningMean.scalar() - 0.2) < 1e-12)
  }

  @Test("Equally named layers of two parts drop different elements")
  func randomness() throws {
    let ones = try Tensor.ones([1, 1, 8, 8], on: Exact())
    let masks = try ["first", "second"].map { name in
      let net = try Sequential("net") { () throws(TensorError) in
        try Sequential(name) { () throws(TensorError) in try Dropout<Exact>(rate: 0.5) }
      }
      var pass = Pass<Exact>.training(seed: 1, step: 0)
      return try net.forward(ones, &pass).scalars
    }
    #expect(masks[0] != masks[1])
  }

  @Test("An error names every layer on the way")
  func errorPath() throws {
    let net = try Sequential("net") { () throws(TensorError) in
      try Sequential("block") { () throws(TensorError) in
        try Linear("fc", from: 3, to: 2, start())
      }
    }
    let input = try Tensor.zeros([1, 4], on: Exact())
    let expected = "net.block.fc: linear: input has 4 features, weights expect 3"
    #expect(message { _ = try net(input) } == expected)
    #expect(message { _ = try net.multiplyAdds(for: [1, 4]) }?.hasPrefix("net.block.fc: ") == true)
    #expect(message { _ = try net.outputShape(for: [1, 4]) }?.hasPrefix("net.block.fc: ") == true)
    #expect(
      message { _ = try Summary(net, input: [4]) }?.hasPrefix("net.block.fc: linear: ") == true)
  }

  @Test("Two parameters of one name are refused")
  func repeatedNames() throws {
    let error = message {
      _ = try Sequential("net") { () throws(TensorError) in
        try Linear("fc", from: 3, to: 2, start())
        try Linear("fc", from: 2, to: 2, start())
      }
    }
    #expect(
      error
        == "net: sequential: two parameters are named fc.bias; layers need names of their own")
  }

  @Test("Neighbours that share a pass give the same as each on its own")
  func fusion() throws {
    let conv = try Conv2D("conv", from: 1, to: 2, kernel: 3, biasInitializer: .ones, start())
    let pool = MaxPool2D<Exact>(window: 2)
    let dense = try Linear("fc", from: 8, to: 3, biasInitializer: .ones, start())
    let layers: [any Layer<Exact>] = [
      conv, Activation.relu(), pool, Flatten(), dense, Activation.tanh(),
    ]
    let input = try randomTensor([2, 1, 6, 6])
    let fused = try Sequential("net", layers: layers)(input)
    var apart = input
    for layer in layers { apart = try layer(apart) }
    #expect(fused.shape == [2, 3])
    #expect(fused.scalars == apart.scalars)
  }
}
