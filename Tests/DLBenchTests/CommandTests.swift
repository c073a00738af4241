import Benchmarking
import FileAccess
import Foundation
import TestSupport
import Testing

/// The command as scripts call it, with as little to measure as there is.
@Suite struct CommandTests {
  private static let brief = [
    "--filter", "gemm/1x120x400", "--min-time", "0.001", "--threads", "1", "--no-peak",
  ]

  @Test func comparesAndKeepsToTheSchema() async throws {
    try await withTool { tool in
      let result = try await tool.run(Self.brief + ["--format", "json", "--peak"])
      #expect(result.status == 0, "\(result.errors)")
      let document = try json(result.output.utf8)
      #expect(try committedSchema().mistakes(in: document) == [])
      let results = document.fields?["results"]?.items?.compactMap(\.fields)
      #expect(results?.compactMap { $0["backend"]?.string } == ["simd", "blas", "naive"])
      #expect(results?.allSatisfy { $0["verified"] == .bool(true) } == true)
      #expect(results?.allSatisfy { $0["percent_of_peak"]?.number ?? 0 > 0 } == true)
    }
  }

  @Test(arguments: [
    [], ["--format", "table"], ["--format", "markdown"], ["--format", "csv"],
    ["--backend", "simd", "--threads", "2"], ["compare"], ["--backend", "naive", "--seed", "7"],
  ]) func pipedOutputIsPlain(arguments: [String]) async throws {
    try await withTool { tool in
      let result = try await tool.run(arguments + Self.brief)
      #expect(result.status == 0, "\(result.errors)")
      #expect(!result.output.isEmpty)
      #expect(!(result.output + result.errors).contains("\u{1B}"))
    }
  }

  @Test func findsRegressions() async throws {
    try await withTool { tool in
      let backend = ["--backend", "naive"]
      let first = try await tool.run(Self.brief + backend + ["--output", "base.json"])
      #expect(first.status == 0, "\(first.errors)")
      #expect(first.output.contains("naive"))
      for (factor, status) in [(0.001, Int32(3)), (1000, 0)] {
        try tool.scaleTimes(in: "base.json", by: factor, to: "scaled.json")
        let result = try await tool.run(
          Self.brief + backend + ["--baseline", "scaled.json", "--fail-on-regression", "50"])
        #expect(result.status == status, "\(result.errors)")
        #expect(result.output.contains(status == 3 ? "REGRESSED" : "faster"))
      }
    }
  }

  @Test(arguments: [
    ("", "it is not JSON"), ("{}", "version is missing"), ("[1]", "has the wrong type"),
    (#"{"version":1,"environment":{}}"#, "method is missing"), ("null", "not a report"),
    (#"{"version":9,"environment":{},"method":METHOD,"results":[]}"#, "version 9"),
    (
      #"{"version":1,"environment":{},"method":METHOD,"results":[{"workload":1}]}"#,
      "results[0].workload has the wrong type"
    ),
  ]) func refusesABadBaseline(text: String, problem: String) async throws {
    let method =
      #"{"seed":1,"min_time_s":1,"clock_s":0,"resamplings":9,"interrupted":false}"#
    try await withTool { tool in
      let content = text.replacing("METHOD", with: method)
      try Files.writeAtomically(Array(content.utf8), to: tool.path("bad.json"))
      let result = try await tool.run(Self.brief + ["--baseline", "bad.json"])
      #expect(result.status == 1)
      #expect(result.output.isEmpty)
      #expect(result.errorLines.count == 1)
      #expect(result.errors.hasPrefix("dlbench: error: bad.json: "))
      #expect(result.errors.contains(problem), "\(result.errors)")
    }
  }

  @Test(arguments: [
    (["--baseline", "missing.json"], "missing.json"), (["--output", "no/where.json"], "no/where"),
    (["--output", "."], "is a folder"), (["--output", ""], "'': is not a path"),
    (["--html", "no/where.html"], "no/where.html: cannot be written: there is no folder 'no'"),
    (["--filter", "nothing-of-that-name"], "no workload"),
  ]) func failsInOneLine(arguments: [String], problem: String) async throws {
    try await withTool { tool in
      let result = try await tool.run(["--min-time", "0.001"] + arguments)
      #expect(result.status == 1)
      #expect(result.errorLines.count == 1)
      #expect(result.errors.contains(problem), "\(result.errors)")
    }
  }

  @Test(arguments: [
    ["--backend", "cuda"], ["--threads", "0"], ["--threads", "x"], ["--min-time", "0"],
    ["--min-time", "nan"], ["--filter", "("], ["--suite", "some"], ["--format", "xml"],
    ["--fail-on-regression", "5"], ["--baseline", "a", "--fail-on-regression", "-1"],
    ["--relative-to", "blas", "--backend", "simd"], ["--seed", "-1"], ["--nonsense"],
    ["nonsense"], ["verify", "--backend", "cuda"], ["trace", "--batch-size", "0"],
  ]) func wrongUsageEndsWith2(arguments: [String]) async throws {
    try await withTool { tool in
      let result = try await tool.run(arguments)
      #expect(result.status == 2, "\(result.errors)")
      #expect(result.output.isEmpty)
      #expect(result.errorLines.count == 1, "\(result.errors)")
      #expect(result.errors.hasPrefix("dlbench: error: "), "\(result.errors)")
      #expect(result.errors.hasSuffix("--help')\n"), "\(result.errors)")
    }
  }

  @Test func tellsWhichInstructionSetIsTaken() async throws {
    try await withTool { tool in
      let result = try await tool.run(["backends"], environment: ["DLCORE_SIMD": "baseline"])
      #expect(result.status == 0)
      #expect(result.output.contains("\tbaseline of baseline"), "\(result.output)")
    }
  }

  @Test func tellsOfAnInstructionSetThatThereIsNot() async throws {
    try await withTool { tool in
      let result = try await tool.run(["backends"], environment: ["DLCORE_SIMD": "avx1024"])
      #expect(result.status == 2)
      #expect(result.errorLines.count == 1)
      #expect(result.errors.contains("DLCORE_SIMD must be one of baseline, avx2, avx512"))
    }
  }

  /// A number below 0 is told as what it is, not as a missing one.
  @Test(arguments: [
    (["--min-time", "-1"], "--min-time must lie in 0.001...3600, but is -1.0"),
    (["--threads", "-1"], "--threads must lie in 1...1024, but is -1"),
    (["verify", "--threads", "-2"], "--threads must lie in 1...1024, but is -2"),
    (["trace", "--top", "-3"], "--top must lie in 1...1000, but is -3"),
  ]) func numbersBelowZeroAreNamed(arguments: [String], problem: String) async throws {
    try await withTool { tool in
      let result = try await tool.run(arguments)
      #expect(result.errors.hasPrefix("dlbench: error: \(problem) (see "), "\(result.errors)")
      #expect(result.status == 2)
    }
  }

  @Test(
    .enabled(if: Files.exists("/dev/full"), "needs /dev/full"),
    arguments: [
      ["--list"], ["backends"], ["--help"], CommandTests.brief + ["--format", "json"],
    ]) func outputThatCannotBeWrittenIsAFailure(arguments: [String]) async throws
  {
    try await withTool { tool in
      let result = try await tool.run(arguments, device: "/dev/full")
      #expect(
        result.errors
          == "dlbench: error: standard output: cannot be written: No space left on device\n")
      #expect(result.status == 1)
    }
  }

  @Test func listsWorkloads() async throws {
    try await withTool { tool in
      let result = try await tool.run(["--list", "--suite", "gemm"])
      #expect(result.status == 0)
      #expect(result.output.contains("gemm/1024x1024x1024\n"))
      #expect(!result.output.contains("lenet5"))
    }
  }

  @Test func showsWhatIsDoneWhenInterrupted() async throws {
    try await withTool { tool in
      let result = try await tool.run(
        ["--filter", "gemm/1x120x400|adam", "--min-time", "100", "--no-peak", "--format", "json"],
        signal: (SIGINT, 3))
      #expect(result.status == 130, "\(result.errors)")
      let document = try json(result.output.utf8)
      #expect(try committedSchema().mistakes(in: document) == [])
      #expect(document.fields?["method"]?.fields?["interrupted"] == .bool(true))
    }
  }
}

extension Tool {
  /// Writes a report with all times multiplied.
  fileprivate func scaleTimes(in name: String, by factor: Double, to other: String) throws {
    let bytes = try Files.read(path(name), limit: 1 << 20)
    var report = try JSONDecoder().decode(BenchmarkReport.self, from: Data(bytes))
    for index in report.results.indices {
      guard var timing = report.results[index].timing else { continue }
      timing.median *= factor
      timing.interval =
        timing.interval.lowerBound * factor...timing.interval.upperBound * factor
      report.results[index].timing = timing
    }
    try Files.writeAtomically(Array(try JSONEncoder().encode(report)), to: path(other))
  }
}
