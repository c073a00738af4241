import BackendNaive
import DLCore
import Synchronization

/// What small networks are trained on.
typealias Learning = Autodiff<NaiveBackend<Float>>

/// Points of a plane in three classes, told apart by two lines.
struct ToyPoints: ExampleSource {
  var points: [[Float]]
  var labels: [Int]
  let exampleShape: Shape = [2]
  let classCount = 3
  var count: Int { points.count }

  init(_ count: Int, seed: UInt64 = 1) {
    var random = RandomSource(seed: seed, stream: "toy")
    points = (0..<count).map { _ in
      [Float(random.uniform(from: -1, to: 1)), Float(random.uniform(from: -1, to: 1))]
    }
    labels = points.map { $0[0] > 0.2 ? 0 : $0[1] > 0 ? 1 : 2 }
  }

  func label(at index: Int) -> Int { labels[index] }

  func write<Scalar: BackendScalar>(
    _ indices: ArraySlice<Int>, into examples: inout MutableSpan<Scalar>
  ) {
    for (row, index) in indices.enumerated() {
      for column in 0..<2 { examples[row * 2 + column] = Scalar(points[index][column]) }
    }
  }
}

/// Points that move from epoch to epoch.
struct MovingPoints: ExampleSource {
  var points: ToyPoints
  /// The epoch that the points are seen in.
  var epoch = 0
  /// Hears of every epoch whose points are written.
  let hear: @Sendable (Int) -> Void
  var count: Int { points.count }
  var exampleShape: Shape { points.exampleShape }
  var classCount: Int { points.classCount }

  func label(at index: Int) -> Int { points.label(at: index) }

  func examples(ofEpoch epoch: Int) -> MovingPoints {
    var other = self
    other.epoch = epoch
    return other
  }

  func write<Scalar: BackendScalar>(
    _ indices: ArraySlice<Int>, into examples: inout MutableSpan<Scalar>
  ) {
    hear(epoch)
    points.write(indices, into: &examples)
    for place in 0..<examples.count { examples[place] += Scalar(epoch) / 100 }
  }
}

/// A small network for `ToyPoints`, with a layer that has state and one that draws numbers.
struct ToyModel<B: Backend>: Model {
  static var identifier: String { "toy" }
  static var inputShape: Shape { [2] }
  var layers: Sequential<B>

  init(on backend: B, seed: UInt64) throws(TensorError) {
    let start = Initialization(on: backend, seed: seed)
    layers = try Sequential("Toy") { () throws(TensorError) in
      try Linear("hidden", from: 2, to: 16, start)
      Activation.tanh()
      try Dropout(rate: 0.1)
      try Linear("output", from: 16, to: 3, start)
    }
  }
}

func toyTrainer(
  seed: UInt64 = 1, rate: Double = 0.02
) throws -> Trainer<NaiveBackend<Float>, ToyModel<Learning>, Adam<Learning>> {
  Trainer(
    model: try ToyModel(on: Learning(NaiveBackend()), seed: seed),
    optimizer: try Adam(learningRate: rate))
}

/// Epochs in the order they were heard of.
final class EpochList: Sendable {
  private let epochs = Mutex<[Int]>([])

  func add(_ epoch: Int) { epochs.withLock { $0.append(epoch) } }
  var all: [Int] { epochs.withLock { $0 } }
}
