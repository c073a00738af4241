import Benchmarking
import Foundation
import Testing

/// What is written can be read again, and what is damaged is refused.
@Suite struct ReportCodingTests {
  private let result = BenchmarkResult(
    workload: "gemm/2x2x2", backend: "simd", threads: 2, flops: 16, bytes: 48,
    timing: BenchmarkTiming(
      samples: 9, runsPerSample: 100, median: 1e-6, minimum: 0.8e-6, deviation: 1e-8,
      interval: 0.9e-6...1.1e-6, outliers: 1, rate: 0.016, unit: "GFLOP/s"),
    comparison: BenchmarkComparison(
      relativeTo: "blas", threads: 2, speedup: 1.5, interval: 1.4...1.6),
    verdict: .faster, maximumError: 1e-7, verified: true)

  @Test func returnsWhatWasWritten() throws {
    let data = try JSONEncoder().encode(result)
    #expect(try JSONDecoder().decode(BenchmarkResult.self, from: data) == result)
  }

  /// An earlier report may lack fastest samples; then nothing faster than the interval is assumed.
  @Test func readsATimeWithoutItsFastestSample() throws {
    let data = try JSONEncoder().encode(result)
    var fields = try #require(try JSONSerialization.jsonObject(with: data) as? [String: Any])
    fields["min_s"] = nil
    let read = try JSONDecoder().decode(
      BenchmarkResult.self, from: JSONSerialization.data(withJSONObject: fields))
    #expect(read.timing?.minimum == 0.9e-6)
  }

  @Test func writesWhatIsUnknownAsNull() throws {
    let wrong = BenchmarkResult(
      workload: "gemm/2x2x2", backend: "mine", threads: 1, flops: 16, bytes: 48, verdict: .wrong,
      verified: false, problem: "is wrong")
    let data = try JSONEncoder().encode(wrong)
    let fields = try #require(try JSONSerialization.jsonObject(with: data) as? [String: Any])
    #expect(fields["median_s"] is NSNull)
    #expect(fields["speedup"] is NSNull)
    #expect(try JSONDecoder().decode(BenchmarkResult.self, from: data) == wrong)
  }

  @Test(arguments: [
    ("median_s", "-1"), ("median_s", "0"), ("min_s", "0"), ("min_s", "2e-6"), ("ci95_s", "[2,1]"),
    ("ci95_s", "[1]"), ("ci95_s", "[5,6]"), ("speedup_ci95", "[1e-9,2e-9]"),
    ("ci95_s", "[0,1]"), ("speedup_ci95", "[]"), ("verdict", "\"best\""), ("threads", "1.5"),
  ]) func refusesNonsense(field: String, value: String) throws {
    let data = try JSONEncoder().encode(result)
    var fields = try #require(try JSONSerialization.jsonObject(with: data) as? [String: Any])
    fields[field] = try JSONSerialization.jsonObject(
      with: Data(value.utf8), options: .fragmentsAllowed)
    let damaged = try JSONSerialization.data(withJSONObject: fields)
    #expect(throws: DecodingError.self) {
      try JSONDecoder().decode(BenchmarkResult.self, from: damaged)
    }
  }
}
