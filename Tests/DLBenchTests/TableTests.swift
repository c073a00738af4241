import Benchmarking
import Testing
import dlbench

/// The table as people see it, at any width.
@Suite struct TableTests {
  private func lines(_ terminal: Terminal, _ report: BenchmarkReport = Sample.varied) throws
    -> [String]
  {
    var report = report
    report.compare(with: report, allowing: 5, selected: report.results.map(\.key))
    return try ReportText(report: report, baseline: "old.json", terminal: terminal).text(.table)
      .split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
  }

  @Test(arguments: [60, 72, 80, 100, 120, 140, 200, 1000], [true, false])
  func linesFit(width: Int, hasBars: Bool) throws {
    for line in try lines(Terminal(width: width, hasColor: false, hasBars: hasBars)) {
      #expect(line.count <= max(width, 66), "\(line)")
      #expect(line.last != " ")
    }
  }

  @Test(arguments: [80, 200]) func colorsChangeNoPlace(width: Int) throws {
    let plain = try lines(Terminal(width: width, hasColor: false, hasBars: true))
    let colored = try lines(Terminal(width: width, hasColor: true, hasBars: true))
    #expect(colored != plain)
    #expect(colored.map { $0.replacing(/\u{1B}\[[0-9;]*m/, with: "") }.map(\.trimmed) == plain)
  }

  @Test func plainTextHasNoControlCharactersAndNoBars() throws {
    for line in try lines(.plain) {
      #expect(line.unicodeScalars.allSatisfy { $0.value >= 0x20 && $0.value != 0x7F })
      #expect(!line.contains("█"))
    }
  }

  @Test func tellsWhatMatters() throws {
    let text = try lines(.plain).joined(separator: "\n")
    for part in [
      "3.14 ms", "40.8k images/s", "1.92x", "1x", "0.026x", "tie", "noise", "WRONG", "812 ns",
      "vs blas", "61 %", "0.8 %", "simd: ", "WRONG: 1 of 8 results", "commit 012345678",
      "6 results unchanged within noise", "3 medians uncertain", "not measured: 1 result",
      "1 result not in the baseline",
    ] { #expect(text.contains(part), "\(part)") }
  }

  /// Neither a time that was not measured nor anything that follows from it is shown as a number.
  @Test(arguments: [ResultFormat.table, .markdown])
  func whatIsNotMeasuredHasNoNumbers(format: ResultFormat) throws {
    var report = Sample.varied
    report.compare(with: report, allowing: 5, selected: [])
    for terminal in [Terminal.plain, Terminal(width: 200, hasColor: false, hasBars: true)] {
      let text = try ReportText(report: report, baseline: "old.json", terminal: terminal)
        .text(format)
      for number in ["26780", "654"] {
        #expect(!text.contains(number), "\(number)")
      }
      let row = try #require(
        text.split(separator: "\n").first { $0.contains("mine") && !$0.contains("60") })
      #expect(row.contains("not measured"))
      #expect(!row.contains("±") && !row.contains("images/s"))
    }
  }

  @Test(arguments: [
    (1.5, "+50 %"), (0.9, "-10 %"), (1, "0.0 %"), (9.9, "+890 %"), (1000, "×1.00k"),
    (1e-3, "÷1.00k"), (2.5e7, "×25.0M"),
  ]) func writesChanges(quotient: Double, text: String) {
    #expect(ChangeTable.percent(quotient) == text)
  }

  @Test func showsThreadsOnlyInASweep() throws {
    let timing = Sample.timing(1e-3)
    func text(_ threads: [Int]) throws -> String {
      let results = threads.map { Sample.result("simd", threads: $0, timing, .alone) }
      return try lines(.plain, Sample.report(results)).joined(separator: "\n")
    }
    #expect(try text([1, 2]).contains("simd t2"))
    #expect(try !text([2]).contains("simd t2"))
  }

  @Test func saysNothingAboutNothing() throws {
    #expect(try !lines(.plain, Sample.report([])).contains { $0.contains("checked") })
  }

  @Test(arguments: [
    (0.0, 0), (0.5, 10), (1, 20), (2, 20), (0.001, 1), (0.51, 11), (-1, 0), (Double.nan, 0),
  ]) func barIsAsLongAsItsShare(share: Double, length: Int) {
    #expect(Bar.text(share, width: 20).count == length)
  }

  @Test(arguments: [
    (true, ["TERM": "xterm"], true, true), (true, ["TERM": "xterm", "NO_COLOR": "1"], false, true),
    (true, ["NO_COLOR": ""], true, true), (true, ["TERM": "dumb"], false, false),
    (false, ["TERM": "xterm"], false, false),
  ]) func respectsTheTerminal(
    isTerminal: Bool, environment: [String: String], hasColor: Bool, hasBars: Bool
  ) {
    let terminal = Terminal(isTerminal: isTerminal, columns: 100, environment: environment)
    #expect(terminal == Terminal(width: 100, hasColor: hasColor, hasBars: hasBars))
  }

  @Test(
    arguments: [(nil, [:], 80), (nil, ["COLUMNS": "132"], 132), (10, [:], 60)]
      as [(Int?, [String: String], Int)]) func knowsItsWidth(
      columns: Int?, environment: [String: String], width: Int
    )
  {
    let terminal = Terminal(isTerminal: true, columns: columns, environment: environment)
    #expect(terminal.width == width)
  }

  @Test(arguments: [
    (1.2, "1.20 s"), (0.0123, "12.3 ms"), (9.996e-4, "1.00 ms"), (5e-8, "50.0 ns"), (100, "100 s"),
  ]) func writesTimes(seconds: Double, text: String) { #expect(Quantity.time(seconds) == text) }

  @Test(arguments: [(0.5, 30.0, "0:30 left"), (0.01, 1, "…"), (2, 1, "0:00 left")])
  func tellsTheTimeLeft(share: Double, elapsed: Double, text: String) {
    #expect(StatusLine.line(share, "gemm", elapsed: elapsed).contains(text))
  }
}

/// The forms for other programs.
@Suite struct FormatTests {
  @Test func markdownAndCSVHaveARowForEachResult() throws {
    let text = ReportText(report: Sample.varied, baseline: nil, terminal: .plain)
    let markdown = try text.text(.markdown).split(separator: "\n")
    #expect(markdown.count == 2 + Sample.varied.results.count)
    #expect(Set(markdown.map { $0.count { $0 == "|" } }).count == 1)
    let csv = try text.text(.csv).split(separator: "\n")
    #expect(csv.count == 1 + Sample.varied.results.count)
    #expect(csv[0].hasPrefix("workload,backend,threads,samples,"))
  }

  @Test(arguments: [
    ("a.json", ResultFormat.json), ("a.JSON", .json), ("a.csv", .csv), ("a.md", .markdown),
    ("a.txt", .table), ("json", .table),
  ]) func nameAsksForAForm(name: String, format: ResultFormat) {
    #expect(CompareOutput.format(of: name) == format)
  }
}

extension String {
  fileprivate var trimmed: String { String(reversed().drop { $0 == " " }.reversed()) }
}
