import BackendConformance
import DLCore
import Datasets
import Models

@main
struct Example {
  static func main() throws {
    // 1. Is it right? The suite that every backend must pass.
    let subject = ConformanceSubject("array") { _ in ArrayBackend() }
    let report = ConformanceSuite(size: .quick).run(subject)
    print(report)
    guard report.isSuccess else { throw ExampleError.suiteFailed }

    // 2. Choose it by name, as the tools do.
    var backends = BackendRegistry()
    backends.register("array", summary: "plain arrays") { _ in ArrayBackend() }
    let backend = try backends.make(named: "array", BackendConfiguration())

    // 3. Train LeNet-5 with it: the model knows nothing of it.
    let accuracy = try train(on: backend)
    print("LeNet-5 on the \(backend.name) backend: test accuracy \(accuracy)")
    guard accuracy > 0.8 else { throw ExampleError.didNotLearn }
  }

  static func train<B: Backend>(on backend: B) throws -> Double {
    let digits = try SyntheticDigits.make(trainingCount: 500, testCount: 100, seed: 1)
    let tape = Autodiff(backend)
    var trainer = Trainer(
      model: try LeNet5(on: tape, seed: 1), optimizer: try Adam<Autodiff<B>>(learningRate: 0.004))
    try trainer.fit(
      digits.training, configuration: TrainingConfiguration(epochs: 3, batchSize: 20, seed: 1)
    ) { event, _ in
      if case .epochEnded(let epoch) = event {
        print("epoch \(epoch.epoch): loss \(epoch.loss), accuracy \(epoch.accuracy)")
      }
      return .proceed
    }
    return try trainer.evaluate(digits.test).accuracy
  }
}

enum ExampleError: Error {
  case suiteFailed
  case didNotLearn
}
