import RunReport

/// A run that never took place.
enum Samples {
  static let digits = (0..<10).map { "\($0)" }
  static let garments = [
    "T-shirt/top", "Trouser", "Pullover", "Dress", "Coat", "Sandal", "Shirt", "Sneaker", "Bag",
    "Ankle boot",
  ]

  static func epoch(_ number: Int, loss: Double, isValidated: Bool = true) -> EpochRecord {
    EpochRecord(
      epoch: number, loss: loss, accuracy: 1 - loss / 10,
      validationLoss: isValidated ? loss * 1.1 : nil,
      validationAccuracy: isValidated ? 1 - loss / 8 : nil, learningRate: 0.001,
      imagesPerSecond: 1000 * Double(number), seconds: Double(number))
  }

  /// Of each class 100 images, of which as many as the class's number are taken for the next one.
  static var confusion: [[Int]] {
    (0..<10).map { label in
      (0..<10).map { $0 == label ? 100 - label : $0 == (label + 1) % 10 ? label : 0 }
    }
  }

  static let misreading = Misreading(
    index: 7, label: 3, prediction: 5, confidence: 0.987, png: [1, 2, 3])

  static func data(classNames: [String] = digits, name: String = "MNIST") -> DataRecord {
    DataRecord(
      label: "mnist", name: name, source: "a folder", trainingCount: 900, validationCount: 100,
      testCount: 1000, classNames: classNames)
  }

  static func run(
    epochs: [EpochRecord]? = nil, isTested: Bool = true, data: DataRecord = data(),
    command: String = "lenet train --epochs 3", misreadings: [Misreading] = [misreading]
  ) -> RunRecord {
    RunRecord(
      model: "lenet5", parameters: 61_706, layers: [.init("c1 (Conv2D)", "[6, 28, 28]")],
      data: data, settings: [.init("epochs", "3")], environment: [.init("processor", "some")],
      command: command, shortCommand: "lenet train --config r/config.json", backend: "simd",
      threads: 2, seed: 42, tool: "lenet 0.1.0", plannedEpochs: 3,
      epochs: epochs ?? (1...3).map { epoch($0, loss: 1 / Double($0)) },
      ending: isTested ? .finished : .interrupted,
      test: isTested
        ? TestRecord(loss: 0.2, confusion: confusion, misreadings: misreadings) : nil,
      seconds: 75, weights: "r/model.safetensors")
  }
}
