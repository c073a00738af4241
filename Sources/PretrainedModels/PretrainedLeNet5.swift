import CPretrainedWeights
import DLCore
import Models

/// LeNet-5 with weights that read people's own digits: trained once, and part of this library.
///
/// ```swift
/// let model = try PretrainedLeNet5.make(on: NaiveBackend<Float>())
/// let predictor = try Predictor(model)
/// ```
///
/// It takes pictures of 28x28 as MNIST has them, light ink on black, pixels from 0 to 1.
public enum PretrainedLeNet5 {
  /// The command that trained the weights; run again, it gives the same bytes on the same
  /// instruction set.
  public static let recipe =
    "lenet train --data mnist --augment --drawn 6000 --optimizer adamw --learning-rate 0.006 "
    + "--epochs 40 --seed \(seed)"
  /// The seed of the training.
  public static let seed: UInt64 = 1
  /// The share of MNIST's 10,000 test images that the model reads right.
  public static let testAccuracy = 0.9956
  /// What is taken from a pixel, as a share of 255, before the model sees it.
  public static let inputMean = 0.0
  /// What the rest is then divided by.
  public static let inputDeviation = 1.0

  /// The weights, with what the training wrote down about itself as metadata.
  ///
  /// - Throws: `PretrainedModelError` if the embedded file is damaged, which its checksums tell.
  public static func weights() throws(PretrainedModelError) -> WeightArchive {
    do throws(SafetensorsError) {
      return try WeightArchive(decoding: bytes)
    } catch {
      throw PretrainedModelError(problem: error.problem)
    }
  }

  /// The model with its weights, on a backend.
  ///
  /// - Throws: `PretrainedModelError` if the embedded file is damaged or the backend fails.
  public static func make<B: Backend>(on backend: B) throws(PretrainedModelError) -> LeNet5<B> {
    let archive = try weights()
    do throws(TensorError) {
      var model = try LeNet5(on: backend, seed: 0)
      try model.load(archive)
      return model
    } catch {
      throw PretrainedModelError(problem: error.description)
    }
  }

  /// The safetensors file.
  static var bytes: [UInt8] {
    // Both functions tell of the same static array: the pointer is good for `count` bytes, always.
    Array(
      UnsafeBufferPointer(start: pretrained_lenet5_bytes(), count: pretrained_lenet5_count()))
  }
}
