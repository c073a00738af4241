import DLCore
import FileAccess

/// A digit and how likely it is.
struct Score: Equatable {
  let digit: Int
  let probability: Double
}

/// A model that is asked for one picture at a time.
struct Classifier<B: Backend<Float>> {
  let predictor: Predictor<B>
  let scale: InputScale
  /// Where the weights came from.
  let weights: String

  init(_ model: some Model<B>, scale: InputScale, weights: String) throws {
    predictor = try Predictor(model)
    self.scale = scale
    self.weights = weights
  }

  /// All digits, the likeliest first.
  func scores(_ pixels: [UInt8]) throws -> [Score] {
    let input = pixels.map { (Float($0) / 255 - Float(scale.mean)) / Float(scale.deviation) }
    let tensor = try Tensor(input, shape: [1, 1, 28, 28], on: predictor.backend)
    let probabilities = try predictor(tensor).softmax().scalars.map(Double.init)
    guard probabilities.allSatisfy(\.isFinite) else {
      throw FileError.resultsNotFinite(weights)
    }
    let scores = probabilities.enumerated().map { Score(digit: $0, probability: $1) }
    return scores.sorted { ($1.probability, $0.digit) < ($0.probability, $1.digit) }
  }
}
