import DLCore
import Datasets
import DigitImages
import Foundation
import RunReport

/// Collects the test images that a model misreads.
struct MistakeFinder {
  /// One of them.
  struct Mistake {
    let index: Int
    let label: Int
    let prediction: Int
    let confidence: Double
  }

  /// No more are shown.
  static let shownCount = 50

  private let images: LabeledImages
  private(set) var mistakes: [Mistake] = []

  init(_ images: LabeledImages) { self.images = images }

  /// Takes in a batch of the images.
  mutating func add<B: Backend>(_ batch: EvaluationBatch<B>) {
    let scores = batch.logits.scalars.map { Double($0) }
    let classes = batch.metrics.classes
    for (row, index) in batch.positions.enumerated() {
      let own = scores[(row * classes)...].prefix(classes)
      let label = images.label(at: index)
      guard let top = own.max(), let place = own.firstIndex(of: top) else { continue }
      let prediction = place - own.startIndex
      guard prediction != label else { continue }
      // The softmax of the highest score.
      let confidence = 1 / own.reduce(0) { $0 + exp($1 - top) }
      mistakes.append(
        Mistake(index: index, label: label, prediction: prediction, confidence: confidence))
    }
  }

  /// The mistakes that were made most surely, with their pictures.
  func misreadings() throws(PictureError) -> [Misreading] {
    let surest = mistakes.sorted { ($1.confidence, $0.index) < ($0.confidence, $1.index) }
    var misreadings: [Misreading] = []
    for mistake in surest.prefix(Self.shownCount) {
      let pixels = Array(images.image(at: mistake.index) ?? [])
      guard let image = GrayImage(width: images.width, height: images.height, pixels: pixels)
      else { continue }
      misreadings.append(
        Misreading(
          index: mistake.index, label: mistake.label, prediction: mistake.prediction,
          confidence: mistake.confidence, png: try PNG.encode(image)))
    }
    return misreadings
  }
}
