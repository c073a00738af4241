import BackendNaive
import DLCore

/// A network of one's own: two layers that tell the inside of a circle from the outside.
struct TwoLayerNet<B: Backend>: Model {
  static var identifier: String { "two-layer-net" }
  static var inputShape: Shape { [2] }

  var layers: Sequential<B>

  init(on backend: B, seed: UInt64) throws(TensorError) {
    let start = Initialization(on: backend, seed: seed)
    layers = try Sequential("TwoLayerNet") { () throws(TensorError) in
      try Linear("hidden", from: 2, to: 16, start)
      Activation.tanh()
      try Linear("output", from: 16, to: 2, start)
    }
  }
}

/// Points in the square from -1 to 1, labelled by whether they lie in a circle.
struct CirclePoints: ExampleSource {
  let points: [(x: Double, y: Double)]

  init(count: Int, seed: UInt64) {
    var random = RandomSource(seed: seed, stream: "points")
    points = (0..<count).map { _ in
      (random.uniform(from: -1, to: 1), random.uniform(from: -1, to: 1))
    }
  }

  var count: Int { points.count }
  var exampleShape: Shape { [2] }
  var classCount: Int { 2 }

  func label(at index: Int) -> Int {
    let (x, y) = points[index]
    return x * x + y * y < 0.5 ? 1 : 0
  }

  func write<Scalar: BackendScalar>(
    _ indices: ArraySlice<Int>, into examples: inout MutableSpan<Scalar>
  ) {
    for (row, index) in indices.enumerated() {
      examples[2 * row] = Scalar(points[index].x)
      examples[2 * row + 1] = Scalar(points[index].y)
    }
  }
}

@main
struct Example {
  static func main() throws {
    let backend = Autodiff(NaiveBackend<Float>())
    var trainer = Trainer(
      model: try TwoLayerNet(on: backend, seed: 1),
      optimizer: try Adam<Autodiff<NaiveBackend<Float>>>(learningRate: 0.02))
    print(try Summary(trainer.model, input: TwoLayerNet<NaiveBackend<Float>>.inputShape))

    try trainer.fit(
      CirclePoints(count: 2_000, seed: 1),
      configuration: TrainingConfiguration(epochs: 10, batchSize: 50, seed: 1)
    ) { event, _ in
      if case .epochEnded(let report) = event {
        print("epoch \(report.epoch): loss \(report.loss), accuracy \(report.accuracy)")
      }
      return .proceed
    }

    let test = try trainer.evaluate(CirclePoints(count: 1_000, seed: 2))
    print("test accuracy \(test.accuracy)")

    // A mistake is an error that says where it was made, not a crash.
    do {
      _ = try trainer.model(Tensor.zeros([1, 3], on: backend))
    } catch {
      print("as expected: \(error)")
    }
  }
}
