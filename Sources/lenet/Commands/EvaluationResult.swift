import DLCore
import Datasets
import RunReport

/// What `lenet evaluate` prints.
struct EvaluationResult {
  let evaluation: Evaluation
  let data: LoadedData
  let backend: String
  let weights: String

  private var metrics: ClassificationMetrics { evaluation.metrics }

  var json: JSON {
    .object([
      ("loss", .number(metrics.loss)), ("accuracy", .number(metrics.accuracy)),
      ("count", .int(metrics.count)), ("backend", .string(backend)),
      ("data", .string(data.label)),
      ("confusion", .array(metrics.confusion.map { .array($0.map(JSON.int)) })),
      ("images_per_second", .number(evaluation.imagesPerSecond)),
      ("weights", .string(weights)),
    ])
  }

  var text: String {
    """
    loss      \(Format.fixed(metrics.loss, 4))
    accuracy  \(Format.percent(metrics.accuracy)) of \(metrics.count) images (\(data.name))
    speed     \(Format.rate(evaluation.imagesPerSecond)) images/s, \(backend) backend

    \(table)
    """
  }

  /// True classes in rows, predicted ones in columns, and the share that is right.
  private var table: String {
    let names = data.test.classNames
    let width = max(7, metrics.confusion.joined().map { "\($0)".count + 2 }.max() ?? 0)
    let margin = max(4, names.map(\.count).max() ?? 0)
    // Long names would not fit above the columns: these are numbered then.
    let heads = names.indices.map { margin > 4 ? "\($0)" : names[$0] }
    let header =
      Format.left("true", margin) + heads.map { Format.right($0, width) }.joined()
      + Format.right("right", 10)
    let rows = metrics.confusion.enumerated().map { label, counts in
      Format.left(names[label], margin)
        + counts.map { Format.right($0 == 0 ? "·" : "\($0)", width) }.joined()
        + Format.right(Self.share(counts, label), 10)
    }
    return ([header] + rows).joined(separator: "\n")
  }

  private static func share(_ counts: [Int], _ label: Int) -> String {
    let total = counts.reduce(0, +)
    return total == 0 ? "-" : Format.percent(Double(counts[label]) / Double(total))
  }
}
