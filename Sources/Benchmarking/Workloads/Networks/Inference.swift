import DLCore
import Datasets
import Models

/// LeNet-5's answer to some pictures, prepared for inference: from scalars on the host to logits there.
struct Inference: WorkloadBody {
  let digits: DrawnDigits
  let batch: Int

  /// Pictures and parameters in, ten logits for each picture out.
  var work: Work {
    Work(
      flops: 2 * Double(batch * LeNet5Size.multiplyAdds),
      bytes: 4 * Double(LeNet5Size.parameters + batch * (LeNet5Size.pixels + 10)),
      unit: .images(batch))
  }

  func prepare<B: Backend<Float>>(on backend: B) throws -> (Int) throws -> Void {
    let predictor = try Predictor(LeNet5(on: backend, seed: 1), batchSize: batch)
    let pixels = try pixels(on: backend)
    return { runs in
      for _ in 0..<runs { _ = try predictor.predict(pixels) }
    }
  }

  func outputs<B: Backend<Float>>(on backend: B) throws -> [[Float]] {
    [try Predictor(LeNet5(on: backend, seed: 1), batchSize: batch).predict(pixels(on: backend))]
  }

  private func pixels<B: Backend<Float>>(on backend: B) throws -> [Float] {
    try digits.images.batch(digits.batch(0, of: batch), on: backend).examples.scalars
  }

  /// As in training, a network has no law of its own.
  func expectation<B: Backend<Float>>(on reference: B) throws -> [ExpectedOutput] {
    try outputs(on: reference).map { .within(1e-4, ofLargest: "logits", $0) }
  }
}

/// What LeNet-5 costs, in numbers.
package enum LeNet5Size {
  /// The trainable parameters.
  package static let parameters = 61_706
  /// The multiply-adds of the first layer, for one picture.
  package static let firstMultiplyAdds = 28 * 28 * 6 * 25
  /// The multiply-adds of all layers, for one picture.
  package static let multiplyAdds =
    firstMultiplyAdds + 10 * 10 * 16 * 150 + 400 * 120 + 120 * 84 + 84 * 10
  /// The pixels of a picture.
  static let pixels = 28 * 28
}
