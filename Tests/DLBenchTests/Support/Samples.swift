import Benchmarking
import FileAccess
import Foundation
import Testing

/// Reports that tests look at.
enum Sample {
  static func timing(
    _ median: Double, noise: Double = 0.01, rate: Double? = nil, outliers: Int = 0
  ) -> BenchmarkTiming {
    let fastest = median * max(1 - noise, 0.5)
    return BenchmarkTiming(
      samples: 100, runsPerSample: 3, median: median, minimum: fastest,
      deviation: median * noise / 2, interval: fastest...median * (1 + noise), outliers: outliers,
      rate: rate ?? 128 / median, unit: "images/s")
  }

  static func result(
    _ backend: String, threads: Int = 2, workload: String = "lenet5/train/b128",
    _ timing: BenchmarkTiming?, _ verdict: BenchmarkVerdict, speedup: Double? = nil,
    peak: Double? = nil
  ) -> BenchmarkResult {
    BenchmarkResult(
      workload: workload, backend: backend, threads: threads, flops: 1e8, bytes: 1e6,
      timing: timing, percentOfPeak: peak,
      comparison: speedup.map {
        BenchmarkComparison(
          relativeTo: "blas", threads: threads, speedup: $0, interval: $0 * 0.98...$0 * 1.02)
      }, verdict: verdict, maximumError: 1e-6, verified: verdict != .wrong,
      problem: verdict == .wrong
        ? "product[60] is 1.5 instead of 0.5, off by 1.0 where 1e-05 is allowed" : nil)
  }

  static func report(_ results: [BenchmarkResult]) -> BenchmarkReport {
    var environment = BenchmarkEnvironment()
    environment.processor = "A processor with a very long name that goes on and on @ 3.00 GHz"
    environment.cores = 2
    environment.threadCounts = [2]
    environment.blas = "OpenBLAS 0.3.21"
    environment.commit = "0123456789abcdef"
    return BenchmarkReport(
      environment: environment,
      method: BenchmarkMethod(
        seed: 1, minimumSeconds: 0.3, clockSeconds: 3e-8, resamplings: 1000),
      results: results)
  }

  /// One of each verdict, short and long names, fast and slow.
  static var varied: BenchmarkReport {
    let long = "convolution2DReLUMaxPool2D/c3/b128/backward"
    return report([
      result("simd", timing(3.14e-3), .faster, speedup: 1.92, peak: 61.2),
      result("blas", timing(6.03e-3, outliers: 12), .reference, peak: 32),
      result("naive", threads: 1, timing(0.229, noise: 0.4), .slower, speedup: 0.026, peak: 0.81),
      result("simd", workload: long, timing(8.12e-7), .tie, speedup: 1.001, peak: 104),
      result("blas", workload: long, timing(8.13e-7), .reference),
      result("mine", workload: long, nil, .wrong),
      result("simd", workload: "gemm/1x120x400", timing(1.2, noise: 0.3), .noisy, speedup: 0.97),
      result(
        "mine", workload: "gemm/1x120x400", timing(1.23, noise: 267_801), .notMeasured,
        speedup: 654_321),
    ])
  }

}

/// The schema that the documents come with.
func committedSchema() throws -> SchemaCheck {
  let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
    .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
  let bytes = try Files.read(
    folder.appendingPathComponent("Docs/dlbench.schema.json").path, limit: 1 << 20)
  return SchemaCheck(root: try json(bytes))
}

/// A document, read.
func json(_ bytes: some Sequence<UInt8>) throws -> JSONValue {
  try JSONDecoder().decode(JSONValue.self, from: Data(bytes))
}
