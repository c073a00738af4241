import Foundation
import Markup

/// Loss and accuracy by epoch, of training and validation, and the test result at the end.
package struct LearningCurves {
  private let epochs: [EpochRecord]
  private let test: TestRecord?

  /// Creates the curves of some epochs, in order.
  package init(_ epochs: [EpochRecord], test: TestRecord? = nil) {
    self.epochs = epochs
    self.test = test
  }

  /// Both charts as a file.
  package var svg: String {
    let width = LineChart.width
    return SVG.drawing(
      width: 2 * width, height: LineChart.height, title: "Learning curves",
      description: "\(lossText) \(accuracyText)", class: ChartStyle.name,
      [
        Element.style(ChartStyle.sheet),
        SVG.rectangle(
          x: 0, y: 0, width: 2 * width, height: LineChart.height, class: "paper"),
        Element("g", [], loss.elements), SVG.group(x: width, y: 0, accuracy.elements),
      ]
    ).description
  }

  /// The charts for a page that has their style sheet.
  var drawings: [Element] {
    [(loss, lossText), (accuracy, accuracyText)].map { chart, text in
      SVG.drawing(
        width: LineChart.width, height: LineChart.height, title: chart.title, description: text,
        class: ChartStyle.name, chart.elements)
    }
  }

  private var loss: LineChart {
    let series = [
      series("training", 0) { $0.loss }, series("validation", 1) { $0.validationLoss },
      testSeries(test?.loss),
    ]
    let values = series.flatMap(\.points).map(\.value)
    let (low, high) = (values.min() ?? 0, values.max() ?? 0)
    // Over a wide range, an even scale would press all but the first epochs into one line.
    let isWide = low > 0 && high / low >= 10
    return LineChart(
      title: isWide ? "Loss (logarithmic scale)" : "Loss", series: series,
      axis: isWide
        ? Axis(logarithmic: values) : Axis(linear: values, within: 0...Double.infinity),
      epochs: range, text: { String(format: "%.4f", $0) },
      tickText: { String(format: "%.4g", $0) })
  }

  private var accuracy: LineChart {
    let series = [
      series("training", 0) { $0.accuracy },
      series("validation", 1) { $0.validationAccuracy }, testSeries(test?.accuracy),
    ]
    return LineChart(
      title: "Accuracy", series: series,
      axis: Axis(linear: series.flatMap(\.points).map(\.value), within: 0...1), epochs: range,
      text: Format.percent, tickText: { String(format: "%.5g %%", 100 * $0) })
  }

  private var range: ClosedRange<Int> {
    let first = epochs.first?.epoch ?? 1
    return first...max(epochs.last?.epoch ?? 1, first)
  }

  /// Beyond this, an axis could not be divided in floating point.
  private static func isDrawn(_ value: Double) -> Bool { abs(value) < 1e100 }

  /// The epochs that have a number.
  private func series(
    _ name: String, _ style: Int, _ number: (EpochRecord) -> Double?
  ) -> LineChart.Series {
    let points = epochs.compactMap { epoch in
      number(epoch).flatMap { Self.isDrawn($0) ? (epoch: epoch.epoch, value: $0) : nil }
    }
    return LineChart.Series(name: name, points: points, style: style)
  }

  private func testSeries(_ value: Double?) -> LineChart.Series {
    let points = value.flatMap { Self.isDrawn($0) ? [(epoch: range.upperBound, value: $0)] : nil }
    return LineChart.Series(name: "test", points: points ?? [], style: 2)
  }

  private var lossText: String {
    text("loss", epochs.last?.loss, epochs.last?.validationLoss) { Format.fixed($0, 4) }
  }

  private var accuracyText: String {
    text("accuracy", epochs.last?.accuracy, epochs.last?.validationAccuracy, Format.percent)
  }

  private func text(
    _ name: String, _ training: Double?, _ validation: Double?, _ number: (Double) -> String
  ) -> String {
    guard let training else { return "No epoch has been completed." }
    let other = validation.map { ", validation \(name) \(number($0))" } ?? ""
    return "After epoch \(range.upperBound): training \(name) \(number(training))\(other)."
  }
}
