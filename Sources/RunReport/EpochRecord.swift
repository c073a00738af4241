/// What was measured in an epoch.
package struct EpochRecord: Hashable, Sendable {
  /// The epoch, from 1.
  package var epoch: Int
  /// The mean loss over the training images, as they were seen.
  package var loss: Double
  /// The share of the training images that was right when seen.
  package var accuracy: Double
  /// The mean loss over the validation images, if there are any.
  package var validationLoss: Double?
  /// The share of the validation images that is right, if there are any.
  package var validationAccuracy: Double?
  /// The learning rate of the last step.
  package var learningRate: Double
  /// Training images in a second.
  package var imagesPerSecond: Double
  /// Since the process started.
  package var seconds: Double

  /// Creates a record.
  package init(
    epoch: Int, loss: Double, accuracy: Double, validationLoss: Double? = nil,
    validationAccuracy: Double? = nil, learningRate: Double, imagesPerSecond: Double,
    seconds: Double
  ) {
    self.epoch = epoch
    self.loss = loss
    self.accuracy = accuracy
    self.validationLoss = validationLoss
    self.validationAccuracy = validationAccuracy
    self.learningRate = learningRate
    self.imagesPerSecond = imagesPerSecond
    self.seconds = seconds
  }
}

extension Sequence<EpochRecord> {
  /// Training images in a second, over all epochs; `nil` where none was timed.
  package var meanImagesPerSecond: Double? {
    // Every epoch has as many images, so the mean of the times of one image is what counts.
    let times = map { 1 / $0.imagesPerSecond }.filter { $0.isFinite && $0 > 0 }
    return times.isEmpty ? nil : Double(times.count) / times.reduce(0, +)
  }
}
