import BackendNaive
import DLCore
import Dispatch
import Synchronization
import Testing

@Suite("Memory and threads of the graph")
struct AutodiffMemoryTests {
  private let watch = Watch()
  private var backend: Checked { Checked(WatchedBackend(watch)) }

  /// Twenty operations on a leaf.
  private func loss(of leaf: CheckedTensor) throws -> CheckedTensor {
    var value = leaf
    for _ in 0..<10 { value = try value.tanh() * leaf }
    return try value.sum()
  }

  @Test("Backward frees what the graph kept")
  func freedByBackward() throws {
    let leaf = try CheckedTensor.ones([3], on: backend).requiringGradient()
    let loss = try loss(of: leaf)
    #expect(watch.liveStorages > 20)
    let gradients = try loss.backward()
    #expect(watch.liveStorages == 3, "the leaf, the loss and the gradient")
    withExtendedLifetime((leaf, loss, gradients)) {}
  }

  @Test("A graph that nobody walks is freed with its result")
  func freedWithResult() throws {
    let leaf = try CheckedTensor.ones([3], on: backend).requiringGradient()
    do {
      let loss = try loss(of: leaf)
      #expect(watch.liveStorages > 20)
      withExtendedLifetime(loss) {}
    }
    #expect(watch.liveStorages == 1)
    withExtendedLifetime(leaf) {}
  }

  @Test("A value in between stays alive for who holds it, and nothing before it")
  func freedUpToHeldValue() throws {
    let leaf = try CheckedTensor.ones([3], on: backend).requiringGradient()
    let between = leaf.tanh().tanh()
    _ = try loss(of: between).backward()
    #expect(watch.liveStorages == 2, "the leaf and the value")
    withExtendedLifetime((leaf, between)) {}
  }

  @Test("A pass without gradients keeps its result only")
  func forwardOnly() throws {
    let input = try CheckedTensor.ones([3], on: backend)
    let output = try loss(of: input)
    #expect(watch.liveStorages == 2, "the input and the output")
    withExtendedLifetime((input, output)) {}
  }

  @Test("A region without gradients keeps its result only")
  func withoutGradientsRegion() throws {
    let leaf = try CheckedTensor.ones([3], on: backend).requiringGradient()
    let output = try withoutGradients { try loss(of: leaf) }
    #expect(watch.liveStorages == 2, "the leaf and the output")
    withExtendedLifetime((leaf, output)) {}
  }

  @Test("Nodes die with the walk")
  func nodesDie() throws {
    let leaf = try CheckedTensor.ones([3], on: backend).requiringGradient()
    weak var node: GraphNode<WatchedBackend>?
    let loss: CheckedTensor
    do {
      let between = leaf.exp()
      node = between.storage.node
      loss = try between.sum()
    }
    #expect(node != nil)
    _ = try loss.backward()
    #expect(node == nil)
  }
}

private typealias Fast = Autodiff<NaiveBackend<Float>>

@Suite("Long graphs")
struct AutodiffLongGraphTests {
  private static let length = 200_000
  /// Half a megabyte, the stack of a thread that nobody gave another.
  private static let stack = 1 << 19

  /// A chain of `length` operations; each uses its operand once or twice.
  private static func chain(from x: Tensor<Fast>, twice: Bool) throws -> Tensor<Fast> {
    var value = x
    for _ in 0..<length { value = twice ? try value.maximum(value) : value + 1 }
    return value
  }

  @Test("Can be walked", arguments: [false, true])
  func backward(twice: Bool) throws {
    let found = Mutex<[Float]?>(nil)
    onThread(stackSize: Self.stack) {
      let x = Tensor(3, on: Fast(NaiveBackend())).requiringGradient()
      let gradient = try? Self.chain(from: x, twice: twice).backward()[x]?.scalars
      found.withLock { $0 = gradient }
    }
    #expect(found.withLock { $0 } == [1])
  }

  @Test("Can be dropped", arguments: [false, true])
  func drop(twice: Bool) {
    let result = Mutex<Float?>(nil)
    onThread(stackSize: Self.stack) {
      let x = Tensor(3, on: Fast(NaiveBackend())).requiringGradient()
      let value = try? Self.chain(from: x, twice: twice).scalar()
      result.withLock { $0 = value }
    }
    #expect(result.withLock { $0 } == (twice ? 3 : 3 + Float(Self.length)))
  }

  @Test("Of two tapes, one on the other, can be walked and dropped", arguments: [false, true])
  func twoTapes(walks: Bool) {
    let found = Mutex<[Double]?>(nil)
    onThread(stackSize: Self.stack) {
      let inner = Autodiff(NaiveBackend<Double>())
      let leaf = Tensor(3, on: inner).requiringGradient()
      guard let x = try? leaf.lifted(to: Autodiff(inner)).requiringGradient() else { return }
      var value = x
      for _ in 0..<50_000 { value = value + 1 }
      let scalars = walks ? try? value.backward()[x]?.scalars : value.scalars
      found.withLock { $0 = scalars }
    }
    #expect(found.withLock { $0 } == (walks ? [1] : [50_003]))
  }
}

@Suite("Threads on one instance")
struct AutodiffThreadTests {
  /// The gradient of a small network, for inputs of its own.
  @Sendable private func gradient(_ index: Int, on backend: Fast) throws -> [Float] {
    var random = RandomSource(seed: UInt64(index), stream: "threads")
    let scalars = (0..<64).map { _ in Float(random.normal()) }
    let x = try Tensor(scalars, shape: [8, 8], on: backend).requiringGradient()
    var value = x
    for _ in 0..<20 { value = try value.matrixProduct(x).tanh() }
    return try #require(try value.squared().mean().backward()[x]).scalars
  }

  @Test("Find the same bits as alone")
  func concurrent() throws {
    let backend = Fast(NaiveBackend())
    let alone = try (0..<8).map { try gradient($0, on: Fast(NaiveBackend())) }
    let together = Mutex<[Int: [Float]]>([:])
    DispatchQueue.concurrentPerform(iterations: 8) { index in
      let found = try? gradient(index, on: backend)
      together.withLock { $0[index] = found }
    }
    for index in 0..<8 { #expect(together.withLock { $0[index] } == alone[index]) }
  }
}
