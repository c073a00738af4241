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

  /// A femtosecond and thirty years: no run of this work takes the one or the other, and both are
  /// farther from any time of any machine than the factor from which on noise no longer counts.
  @Test(arguments: [(1e-15, Int32(3), "REGRESSED"), (1e9, 0, "faster")])
  func findsRegressions(seconds: Double, status: Int32, word: String) async throws {
    try await withTool { tool in
      let backend = ["--backend", "naive"]
      let first = try await tool.run(Self.brief + backend + ["--output", "base.json"])
      #expect(first.status == 0, "\(first.errors)")
      #expect(first.output.contains("naive"))
      try tool.edit("base.json") { $0.timing = Sample.timing(seconds) }
      let result = try await tool.run(
        Self.brief + backend + ["--baseline", "base.json", "--fail-on-regression", "50"])
      #expect(result.status == status, "\(result.errors)")
      #expect(result.output.contains(word), "\(result.output)")
    }
  }

  /// What was asked for cannot be done; the results are there all the same.
  @Test(arguments: [[], ["--fail-on-regression", "5"]])
  func sharingNoResultWithTheBaselineIsAnError(options: [String]) async throws {
    try await withTool { tool in
      let arguments = Self.brief + ["--backend", "naive", "--output", "base.json"]
      #expect(try await tool.run(arguments).status == 0)
      try tool.edit("base.json") { $0.workload = "gemm/9x9x9" }
      let result = try await tool.run(
        Self.brief + ["--backend", "naive", "--baseline", "base.json", "--output", "new.json"]
          + options)
      #expect(result.status == 1)
      #expect(
        result.errorLines.dropLast() == [
          "dlbench: warning: gemm/1x120x400 on naive, 1 thread: no time in the baseline",
          "dlbench: written to new.json",
        ])
      #expect(
        result.errorLines.last
          == "dlbench: error: base.json: has no time of anything that was measured: it has "
          + "gemm/9x9x9 on naive, 1 thread; compare runs of the same workloads, backends and "
          + "numbers of threads")
      #expect(result.output.contains("naive"))
      #expect(result.output.contains("1 result not in the baseline"))
      let document = try json(Files.read(tool.path("new.json"), limit: 1 << 20))
      #expect(try committedSchema().mistakes(in: document) == [])
      #expect(document.fields?["results"]?.items?.count == 1)
      #expect(document.fields?["uncompared"]?.items?.count == 1)
    }
  }

  @Test(arguments: [
    ("", "it is not JSON"), ("{}", "version is missing"),
    ("[1]", "is not a report of 'dlbench --format json': it is a list; give a file with one"),
    (" \n[]", "it is a list"), ("\"text\"", "it is a single value"), ("17", "it is a single value"),
    (#"{"version":1,"environment":{}}"#, "method is missing"), ("null", "it is a single value"),
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
    ["nonsense"], ["-threads", "1"], ["compare", "-threads=1"], ["verify", "--backend", "cuda"],
    ["trace", "--batch-size", "0"], ["--output", "same", "--html", "same"],
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

  /// One dash too few is not a wish for help.
  @Test(arguments: [
    (["-threads", "1"], "-threads"), (["peak", "--quick", "-threads", "1"], "-threads"),
    (["-hfilter", "x"], "-hfilter"), (["verify", "--list", "-hurry"], "-hurry"),
  ]) func namesAMistakenOption(arguments: [String], option: String) async throws {
    try await withTool { tool in
      let result = try await tool.run(arguments)
      #expect(result.status == 2)
      #expect(
        result.errors.hasPrefix(
          "dlbench: error: Unknown option '\(option)': options begin with two dashes, and a file of "
            + "that name is './\(option)' (see 'dlbench "), "\(result.errors)")
      #expect(result.output.isEmpty)
    }
  }

  @Test(arguments: [
    ["-h"], ["-help"], ["--help"], ["help"], ["peak", "-h"], ["help", "peak"],
    ["-threads", "--help"],
  ]) func helpIsForThoseWhoAsk(arguments: [String]) async throws {
    try await withTool { tool in
      let result = try await tool.run(arguments)
      #expect(result.status == 0)
      #expect(result.output.contains("USAGE: dlbench"))
      #expect(result.errors.isEmpty)
    }
  }

  @Test func writesWhereItsOutputLeads() async throws {
    try await withTool { tool in
      let result = try await tool.run(
        Self.brief + ["--backend", "naive", "--format", "csv", "--output", "/dev/stdout"])
      #expect(result.status == 0, "\(result.errors)")
      // The results are there, and nothing else.
      let lines = result.output.split(separator: "\n")
      #expect(lines.count == 2 && lines[0].hasPrefix("workload,backend,threads,samples,"))
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
      let result = try await tool.run(
        arguments, outputTo: FileHandle(forWritingAtPath: "/dev/full"))
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

  /// It is interrupted when it says that it has come to the second of many workloads; the others
  /// would take minutes, however fast the machine is.
  @Test func showsWhatIsDoneWhenInterrupted() async throws {
    try await withTool { tool in
      let running = try tool.start([
        "--filter", "gemm/1x120x400|adam|softmax", "--backend", "naive", "--threads", "1",
        "--min-time", "20", "--no-peak", "--format", "json", "--progress",
      ])
      #expect(running.send(SIGINT) { running.errors.count { $0 == "\n" } > 1 })
      let result = try running.result()
      #expect(result.status == 130, "\(result.errors)")
      #expect(result.errors.hasPrefix("dlbench: 0 % done, now "), "\(result.errors)")
      #expect(result.errors.hasSuffix("dlbench: interrupted; what was done is shown\n"))
      let document = try json(result.output.utf8)
      #expect(try committedSchema().mistakes(in: document) == [])
      #expect(document.fields?["method"]?.fields?["interrupted"] == .bool(true))
      #expect(document.fields?["results"]?.items?.isEmpty == false)
    }
  }

  @Test func doesNotWriteOverItsBaseline() async throws {
    try await withTool { tool in
      try Files.writeAtomically([], to: tool.path("base.json"))
      for option in ["--output", "--html"] {
        let result = try await tool.run(
          Self.brief + ["--baseline", "base.json", option, "./base.json"])
        #expect(result.status == 2)
        #expect(result.errors.contains("written over the baseline"), "\(result.errors)")
      }
    }
  }

  @Test func saysHowFarItHasComeWhereThatIsWanted() async throws {
    try await withTool { tool in
      let result = try await tool.run(Self.brief + ["--backend", "naive", "--progress"])
      #expect(result.status == 0)
      let lines = result.errorLines
      #expect(lines.count > 1 && lines.count <= 101)
      let percents = lines.compactMap { $0.wholeMatch(of: /dlbench: (\d+) % done, now .+/)?.1 }
        .compactMap { Int($0) }
      #expect(percents.count == lines.count && percents == percents.sorted(), "\(lines)")
    }
  }
}

extension Tool {
  /// Changes the results of a report.
  fileprivate func edit(_ name: String, _ change: (inout BenchmarkResult) -> Void) throws {
    let bytes = try Files.read(path(name), limit: 1 << 20)
    var report = try JSONDecoder().decode(BenchmarkReport.self, from: Data(bytes))
    for index in report.results.indices { change(&report.results[index]) }
    try Files.writeAtomically(Array(try JSONEncoder().encode(report)), to: path(name))
  }
}
