import DLCore
import Datasets
import Models

/// A step of LeNet-5's training as `Trainer.fit` does it: batch handed over, forward, backward,
/// Adam, metrics.
package struct TrainingStep: WorkloadBody {
  package let digits: DrawnDigits
  package let batch: Int

  /// A step on so many of the digits.
  package init(digits: DrawnDigits, batch: Int) {
    self.digits = digits
    self.batch = batch
  }

  /// Forward and both gradients take the same number of operations, except that the pictures'
  /// gradient is not needed.
  ///
  /// Parameters and both moments go in and out.
  package var work: Work {
    Work(
      flops: 2 * Double(batch * (3 * LeNet5Size.multiplyAdds - LeNet5Size.firstMultiplyAdds)),
      bytes: 4 * Double(6 * LeNet5Size.parameters + batch * LeNet5Size.pixels),
      footprint: 4 * Double(3 * LeNet5Size.parameters + batch * LeNet5Size.pixels),
      unit: .images(batch))
  }

  package func prepare<B: Backend<Float>>(on backend: B) throws -> (Int) throws -> Void {
    // The rate is so low that the network stays as it is: later steps are like the first.
    let run = try TrainingRun(on: backend, digits: digits, batch: batch, learningRate: 1e-7)
    return { runs in
      for _ in 0..<runs { try run.advance() }
    }
  }

  /// The losses of three steps, the logits before the first, and the gradients of the first.
  package func outputs<B: Backend<Float>>(on backend: B) throws -> [[Float]] {
    let run = try TrainingRun(on: backend, digits: digits, batch: batch, learningRate: 1e-3)
    let gradients = try run.gradients()
    let first = try run.step()
    let losses = [first.loss, try run.step().loss, try run.step().loss]
    return [losses.map { Float($0) }, first.logits] + gradients
  }

  /// Networks have no law of their own.
  ///
  /// Some 800 products make up a logit in a row, and errors grow
  /// from layer to layer; 1/10,000 of the largest number is a hundred times what right backends
  /// differ by. Adam divides by the gradient's size, so small differences grow in what it changes.
  package func expectation<B: Backend<Float>>(on reference: B) throws -> [ExpectedOutput] {
    let values = try outputs(on: reference)
    let names = ["losses", "logits"] + (0..<max(values.count - 2, 0)).map { "gradient \($0)" }
    return zip(names, values).map { name, values in
      .within(name == "losses" ? 1e-3 : 1e-4, ofLargest: name, values)
    }
  }
}

/// A training under way.
private final class TrainingRun<B: Backend<Float>> {
  private var trainer: Trainer<B, LeNet5<Autodiff<B>>, Adam<Autodiff<B>>>
  private var metrics: ClassificationMetrics
  private let backend: Autodiff<B>
  private let digits: DrawnDigits
  private let batch: Int
  private let configuration: TrainingConfiguration
  private var number = 0

  init(on base: B, digits: DrawnDigits, batch: Int, learningRate: Double) throws {
    backend = Autodiff(base)
    self.digits = digits
    self.batch = batch
    configuration = TrainingConfiguration(epochs: 1, batchSize: batch, seed: 1)
    metrics = ClassificationMetrics(classes: digits.images.classCount)
    trainer = Trainer(
      model: try LeNet5(on: backend, seed: 1), optimizer: try Adam(learningRate: learningRate))
  }

  func step() throws -> (loss: Double, logits: [Float]) {
    let (loss, logits) = try stepKeepingTensors()
    return (loss, logits.scalars)
  }

  /// One step; the logits stay where they are, as in a training.
  func advance() throws { _ = try stepKeepingTensors() }

  private func stepKeepingTensors() throws -> (loss: Double, logits: Tensor<Autodiff<B>>) {
    let batch = try digits.images.batch(digits.batch(number, of: batch), on: backend)
    let (loss, logits) = try trainer.step(
      examples: batch.examples, labels: batch.labels, configuration: configuration)
    try metrics.add(logits: logits, labels: batch.labels, meanLoss: loss)
    number += 1
    return (loss, logits)
  }

  /// The gradients of the next batch, without a step.
  func gradients() throws -> [[Float]] {
    let batch = try digits.images.batch(digits.batch(number, of: batch), on: backend)
    let (_, gradients) = try trainer.model.lossWithGradients { (model) throws(TensorError) in
      try model(batch.examples).softmaxCrossEntropy(labels: batch.labels)
    }
    return gradients.entries.map(\.gradient.scalars)
  }
}
