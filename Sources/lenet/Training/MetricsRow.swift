import DLCore
import RunReport

/// What is recorded of an epoch: a line of `metrics.csv`, an object of the JSON output, a line for
/// people.
struct MetricsRow {
  let report: EpochReport
  /// Since the process started.
  let seconds: Double

  /// The numbers as a report takes them.
  var record: EpochRecord {
    EpochRecord(
      epoch: report.epoch, loss: report.loss, accuracy: report.accuracy,
      validationLoss: report.validation?.loss, validationAccuracy: report.validation?.accuracy,
      learningRate: report.learningRate, imagesPerSecond: report.examplesPerSecond,
      seconds: seconds)
  }

  static let header =
    "epoch,loss,accuracy,validation_loss,validation_accuracy,learning_rate,"
    + "images_per_second,seconds"

  /// Comma-separated; what there is no validation for stays empty.
  var line: String {
    let validation = report.validation
    let numbers: [Double?] = [
      report.loss, report.accuracy, validation?.loss, validation?.accuracy, report.learningRate,
      report.examplesPerSecond, seconds,
    ]
    return (["\(report.epoch)"] + numbers.map { $0.map { "\($0)" } ?? "" }).joined(separator: ",")
  }

  /// The numbers of a line; nil for the header and for what is no line of this file.
  static func record(of line: Substring) -> EpochRecord? {
    let fields = line.split(separator: ",", omittingEmptySubsequences: false)
    guard fields.count == 8, let epoch = Int(fields[0]), epoch > 0 else { return nil }
    let numbers = fields.dropFirst().map { Double($0) }
    guard
      let loss = numbers[0], let accuracy = numbers[1], let rate = numbers[4],
      let speed = numbers[5], let seconds = numbers[6]
    else { return nil }
    return EpochRecord(
      epoch: epoch, loss: loss, accuracy: accuracy, validationLoss: numbers[2],
      validationAccuracy: numbers[3], learningRate: rate, imagesPerSecond: speed, seconds: seconds)
  }

  var json: JSON {
    .object([
      ("event", .string("epoch")), ("epoch", .int(report.epoch)), ("loss", .number(report.loss)),
      ("accuracy", .number(report.accuracy)),
      ("validation_loss", .optional(report.validation?.loss)),
      ("validation_accuracy", .optional(report.validation?.accuracy)),
      ("images_per_second", .number(report.examplesPerSecond)), ("seconds", .number(seconds)),
    ])
  }

  /// One line for people.
  func text(of epochs: Int) -> String {
    var parts = [
      "loss \(Format.fixed(report.loss, 4))", "accuracy \(Format.percent(report.accuracy))",
    ]
    if let validation = report.validation {
      parts.append("validation loss \(Format.fixed(validation.loss, 4))")
      parts.append("validation accuracy \(Format.percent(validation.accuracy))")
    }
    parts.append("\(Format.rate(report.examplesPerSecond)) images/s")
    parts.append(Format.duration(seconds))
    return "epoch \(report.epoch)/\(epochs): " + parts.joined(separator: ", ")
  }
}
