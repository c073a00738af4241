public import DLCore
import Datasets
import Models

/// A step of LeNet-5's training, recorded: its phases, and each operation in them.
public struct TrainingTrace: Sendable {
  /// The events of one step, as a recorder gives them.
  public let events: [TraceEvent]
  /// The name of the backend.
  public let backend: String
  /// The number of threads that worked on one operation.
  public let threads: Int
  /// The number of pictures in the step.
  public let batchSize: Int

  /// Records a step.
  ///
  /// - Parameters:
  ///   - backend: What computes.
  ///   - batchSize: The number of pictures in the step, at least 1.
  ///   - warmUp: The steps before it, which fill caches and pools of memory.
  /// - Throws: what the training throws.
  public init<Base: Backend<Float>>(on backend: Base, batchSize: Int, warmUp: Int = 10) throws {
    let recorder = TraceRecorder()
    var run = try TracedRun(Traced(backend, recorder: recorder), batchSize: batchSize)
    for _ in 0..<max(warmUp, 0) { try run.step() }
    recorder.removeAll()
    try run.step()
    events = recorder.events
    self.backend = backend.name
    threads = backend.threadCount
    self.batchSize = batchSize
  }

  /// The trace as JSON that Perfetto and Chrome's `about:tracing` open.
  public func chromeJSON(environment: BenchmarkEnvironment) throws -> String {
    try ChromeTrace(
      events,
      title: "LeNet-5 training step, \(backend), \(threads) threads, batch \(batchSize)",
      environment: environment
    ).jsonText(pretty: false)
  }
}

/// The parts of `Trainer.step`, each of them a phase.
private struct TracedRun<Base: Backend<Float>> {
  typealias Gradual = Autodiff<Traced<Base>>
  private let recorder: TraceRecorder
  private let backend: Gradual
  private let digits: DrawnDigits
  private let batchSize: Int
  private var model: LeNet5<Gradual>
  private var optimizer: Adam<Gradual>
  private var number = 0

  init(_ traced: Traced<Base>, batchSize: Int) throws {
    recorder = traced.recorder
    backend = Autodiff(traced)
    self.batchSize = max(batchSize, 1)
    digits = try DrawnDigits(count: self.batchSize)
    model = try LeNet5(on: backend, seed: 1)
    optimizer = try Adam(learningRate: 1e-3)
  }

  mutating func step() throws {
    let recorder = recorder
    let start = recorder.now
    defer { recorder.phase("step", since: start) }
    let batch = try recorder.phase("batch") {
      try digits.images.batch(digits.batch(number, of: batchSize), on: backend)
    }
    let (loss, gradients) = try lossAndGradients(batch.examples, batch.labels)
    try recorder.phase("update") { try optimizer.step(&model, gradients) }
    _ = try recorder.phase("read the loss") { try loss.scalar() }
    number += 1
  }

  private mutating func lossAndGradients(
    _ examples: Tensor<Gradual>, _ labels: IndexTensor
  ) throws -> (loss: Tensor<Gradual>, gradients: ParameterGradients<Gradual>) {
    let recorder = recorder
    var forwardEnd = recorder.now
    let result = try model.trainingStep(number: number, seed: 1) { model, pass in
      defer { forwardEnd = recorder.now }
      return try recorder.phase("forward") {
        try model(examples, &pass).softmaxCrossEntropy(labels: labels)
      }
    }
    recorder.phase("backward", since: forwardEnd)
    return result
  }
}
