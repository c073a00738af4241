import DLCore
import Datasets

/// Digits to train on, drawn by the program: their zeros are where those of real ones are.
package struct DrawnDigits: Sendable {
  package let images: LabeledImages

  /// Draws so many.
  package init(count: Int) throws(DatasetError) {
    images = try SyntheticDigits.make(trainingCount: count, testCount: 1, seed: 1).training
  }

  /// The indices of a batch: batches follow each other, and begin again where there are no more.
  package func batch(_ number: Int, of size: Int) -> ArraySlice<Int> {
    let batches = max(images.count / max(size, 1), 1)
    let start = number % batches * size
    return Array(start..<min(start + size, images.count))[...]
  }
}
