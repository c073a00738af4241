/// What a model does on the test images.
package struct TestRecord: Hashable, Sendable {
  /// The mean loss.
  package var loss: Double
  /// `confusion[label][prediction]` counts images: as many rows as columns.
  package var confusion: [[Int]]
  /// The images that were misread with the highest confidence, that one first.
  package var misreadings: [Misreading]

  /// Creates a record; rows of `confusion` are cut or filled up with zeros to a square.
  package init(loss: Double, confusion: [[Int]], misreadings: [Misreading] = []) {
    self.loss = loss
    self.misreadings = misreadings
    let size = confusion.count
    self.confusion = confusion.map { row in
      Array(row.prefix(size)) + Array(repeating: 0, count: max(size - row.count, 0))
    }
  }

  /// The number of images.
  package var count: Int { confusion.joined().reduce(0, +) }

  /// The number of images that were read rightly.
  package var rightCount: Int { confusion.indices.reduce(0) { $0 + confusion[$1][$1] } }

  /// The share of images that were read rightly; NaN for none.
  package var accuracy: Double { Double(rightCount) / Double(count) }

  /// Each class's figures.
  package var classes: [ClassRecord] {
    confusion.indices.map { label in
      ClassRecord(
        label: label, count: confusion[label].reduce(0, +),
        predicted: confusion.reduce(0) { $0 + $1[label] }, right: confusion[label][label],
        likeliestMistake: Self.mistake(confusion[label], label))
    }
  }

  private static func mistake(_ counts: [Int], _ label: Int) -> Int? {
    let wrong = counts.indices.filter { $0 != label && counts[$0] > 0 }
    return wrong.max { (counts[$0], $1) < (counts[$1], $0) }
  }
}

/// What a model does on the test images of one class.
package struct ClassRecord: Hashable, Sendable {
  /// The class.
  package var label: Int
  /// The images of the class.
  package var count: Int
  /// The images that were taken for the class.
  package var predicted: Int
  /// The images of the class that were taken for it.
  package var right: Int
  /// What images of the class were most often taken for wrongly, if any were.
  package var likeliestMistake: Int?

  /// Of the images taken for the class, the share that belongs to it; `nil` for none.
  package var precision: Double? { predicted > 0 ? Double(right) / Double(predicted) : nil }
  /// Of the images of the class, the share that was taken for it; `nil` for none.
  package var recall: Double? { count > 0 ? Double(right) / Double(count) : nil }
  /// The harmonic mean of precision and recall; `nil` for no images at all.
  package var f1: Double? {
    count + predicted > 0 ? 2 * Double(right) / Double(count + predicted) : nil
  }
}

/// A test image that a model took for another class.
package struct Misreading: Hashable, Sendable {
  /// The image's position in the test images, from 0.
  package var index: Int
  /// The class that it belongs to.
  package var label: Int
  /// The class that it was taken for.
  package var prediction: Int
  /// How sure the model was, from 0 to 1.
  package var confidence: Double
  /// The image as a PNG file.
  package var png: [UInt8]

  /// Creates a misreading.
  package init(index: Int, label: Int, prediction: Int, confidence: Double, png: [UInt8]) {
    self.index = index
    self.label = label
    self.prediction = prediction
    self.confidence = confidence
    self.png = png
  }
}
