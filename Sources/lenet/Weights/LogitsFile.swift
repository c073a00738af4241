import DLCore
import FileAccess

/// What a model gives for each example, written down for comparisons with other programs.
enum LogitsFile {
  /// Writes a safetensors file of one tensor, `logits`: a row an example, a column a class.
  static func write<M: Model>(_ model: M, _ examples: some ExampleSource, to path: String) throws {
    let predictor = try Predictor(model, batchSize: 256)
    let order = try EpochOrder(
      sequential: examples.count, batchSize: min(predictor.batchSize, max(examples.count, 1)))
    var scalars: [Float] = []
    for index in 0..<order.batchCount {
      let batch = try examples.batch(order.batch(index), on: predictor.backend)
      scalars += try predictor(batch.examples).scalars.map { Float($0) }
    }
    let shape = [examples.count] + predictor.resultShape.extents
    let entry = WeightEntry(name: "logits", shape: shape, scalars: scalars)
    try WeightFile.write(
      WeightArchive(entries: [entry], metadata: ["model": M.identifier]), to: path)
  }
}
