import BackendNaive
import DLCore
import Testing

private typealias Plain = Autodiff<NaiveBackend<Double>>

/// The description of the error that `body` throws; nil when it throws none.
func message(_ body: () throws -> Void) -> String? {
  do { try body() } catch { return "\(error)" }
  return nil
}

@Suite("The graph of gradients")
struct AutodiffGraphTests {
  private let backend = Plain(NaiveBackend())

  private func leaf(_ scalars: [Double]) throws -> Tensor<Plain> {
    try Tensor(scalars, shape: [scalars.count], on: backend).requiringGradient()
  }

  @Test("A tensor used several times has the sum of its gradients")
  func sharedUses() throws {
    let x = try leaf([3, -2])
    #expect(try (x * x).sum().backward()[x]?.scalars == [6, -4])
    #expect(try (x * x * x).sum().backward()[x]?.scalars == [27, 12])
    #expect(try (x + x + x).sum().backward()[x]?.scalars == [3, 3])
    #expect(try (x - x).sum().backward()[x]?.scalars == [0, 0])
  }

  @Test("A diamond: two ways from one value to another")
  func diamond() throws {
    let x = try leaf([3, -2])
    let a = x * 2
    let b = a.squared()
    let c = a + 5
    // d/dx (4x² · (2x + 5)) = 24x² + 40x
    #expect(try (b * c).sum().backward()[x]?.scalars == [336, 16])
  }

  @Test("A value that is used beside the result of its own use")
  func skipConnection() throws {
    let x = try leaf([3])
    var value = x
    for _ in 0..<10 { value = try value + x }
    #expect(try value.sum().backward()[x]?.scalars == [11])
  }

  @Test("A leaf is its own gradient's root")
  func leafAsRoot() throws {
    let x = Tensor(3, on: backend).requiringGradient()
    #expect(try x.backward()[x]?.scalars == [1])
  }

  @Test("A scalar of any rank can be walked from")
  func rankOfRoot() throws {
    let x = try Tensor([3], shape: [1, 1], on: backend).requiringGradient()
    let gradient = try x.squared().backward()[x]
    #expect(gradient?.scalars == [6])
    #expect(gradient?.shape == [1, 1])
  }

  @Test("Values in between, strangers and leaves without a part have no gradient")
  func withoutGradient() throws {
    let x = try leaf([3])
    let apart = try leaf([4])
    let between = x * 2
    let foreign = Tensor(1, on: Plain(NaiveBackend())).requiringGradient()
    let gradients = try between.sum().backward()
    #expect(gradients[x] != nil)
    #expect(gradients[between] == nil)
    #expect(gradients[apart] == nil)
    #expect(gradients[x.detached()] == nil)
    #expect(gradients[foreign] == nil)
  }

  @Test("Gradients themselves join no graph")
  func gradientsAreConstants() throws {
    let x = try leaf([3])
    let gradient = try x.squared().sum().backward()[x]
    #expect(gradient?.requiresGradient() == false)
  }

  @Test("A detached value is a constant")
  func detached() throws {
    let x = try leaf([3, -2])
    let constant = x.detached()
    #expect(!constant.requiresGradient())
    #expect(try (constant * x).sum().backward()[x]?.scalars == [3, -2])
    #expect(constant.scalars == x.scalars)
    #expect(x.onBase().scalars == x.scalars)
  }

  @Test("A tensor watched anew is another leaf")
  func newLeaf() throws {
    let x = try leaf([3])
    let again = x.requiringGradient()
    let gradients = try (x * again).sum().backward()
    #expect(gradients[x]?.scalars == [3])
    #expect(gradients[again]?.scalars == [3])
    let between = x.squared()
    let cut = between.requiringGradient()
    #expect(try cut.sum().backward()[x] == nil)
  }
}

@Suite("What backward refuses")
struct AutodiffBackwardErrorTests {
  private let backend = Plain(NaiveBackend())

  @Test("More than one scalar, or none")
  func notOneScalar() throws {
    let x = try Tensor.zeros([2, 3], on: backend).requiringGradient()
    #expect(
      message { _ = try x.backward() }
        == "backward: gradients are of one scalar, such as a mean loss, but this tensor has shape [2, 3]"
    )
    let nothing = try Tensor.zeros([0], on: backend).requiringGradient()
    #expect(
      message { _ = try nothing.backward() }
        == "backward: gradients are of one scalar, such as a mean loss, but this tensor has shape [0]"
    )
  }

  private let noLeaf =
    "backward: this value was computed from no tensor that requires a gradient; "
    + "use requiringGradient()"

  @Test("A value that came from no leaf")
  func noLeaves() throws {
    let x = Tensor(3, on: backend)
    #expect(message { _ = try x.backward() } == noLeaf)
    #expect(message { _ = try x.squared().backward() } == noLeaf)
    #expect(message { _ = try x.requiringGradient().detached().backward() } == noLeaf)
    let step = try x.requiringGradient().compare(.less, x)
    #expect(message { _ = try step.backward() } == noLeaf)
  }

  @Test("A value computed without gradients")
  func recordingOff() throws {
    let x = Tensor(3, on: backend).requiringGradient()
    let y = try withoutGradients { () throws(TensorError) in x.squared() }
    #expect(message { _ = try y.backward() } == noLeaf)
  }

  private let freed =
    "backward: the graph of this value was freed by an earlier backward(); compute the value again"

  @Test("The same graph twice, or a part of it")
  func twice() throws {
    let x = Tensor(3, on: backend).requiringGradient()
    let shared = x.squared()
    let y = shared * 2
    _ = try y.backward()
    #expect(message { _ = try y.backward() } == freed)
    #expect(message { _ = try shared.backward() } == freed)
    #expect(message { _ = try (shared + x).backward() } == freed)
    #expect(try x.squared().backward()[x]?.scalars == [6])
  }

  @Test("Tensors of two tapes, in every operation that takes more than one")
  func twoTapes() throws {
    let a = try Tensor.ones([2, 2], on: backend)
    let b = try Tensor.ones([2, 2], on: Plain(NaiveBackend()))
    let (a4, b4) = (try a.reshaped([1, 1, 2, 2]), try b.reshaped([1, 1, 2, 2]))
    func problem(_ operation: String) -> String {
      operation
        + ": tensors of two instances of backend naive (two gradient tapes) cannot be combined"
    }
    #expect(message { _ = try a + b } == problem("add"))
    #expect(message { _ = try a.maximum(b) } == problem("maximum"))
    #expect(message { _ = try a.compare(.less, b) } == problem("less"))
    #expect(message { _ = try a.select(a, else: b) } == problem("select"))
    #expect(message { _ = try a.select(b, else: a) } == problem("select"))
    #expect(message { _ = try a.matrixProduct(b) } == problem("matrixProduct"))
    #expect(message { _ = try a.linear(weights: b, bias: nil) } == problem("linear"))
    #expect(message { _ = try a.linear(weights: a, bias: b) } == problem("linear"))
    #expect(
      message { _ = try a4.convolution2D(weights: b4, bias: nil) } == problem("convolution2D"))
    #expect(message { _ = try a4.convolution2D(weights: a4, bias: b) } == problem("convolution2D"))
    #expect(
      message {
        _ = try a4.convolution2DReLUMaxPool2D(weights: b4, bias: nil, pool: .init(window: 1))
      } == problem("convolution2D"))
    #expect(message { _ = try Tensor.concatenated([a, b]) } == problem("concatenate"))
    #expect(message { _ = try a.meanSquaredError(to: b) } == problem("subtract"))
  }
}
