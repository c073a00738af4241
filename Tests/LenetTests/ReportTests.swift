import DLCore
import FileAccess
import Foundation
import TestSupport
import Testing

/// What `lenet train` leaves for people to look at.
@Suite struct ReportTests {
  private static let options = [
    "--data", "data", "--backend", "naive", "--batch-size", "32", "--epochs", "2", "--output",
    "run",
  ]

  private func text(_ tool: Tool, _ name: String) throws -> String {
    String(decoding: try tool.bytes("run/\(name)"), as: UTF8.self)
  }

  @Test func theReportSaysWhatTheRunSaid() async throws {
    try await withTool { tool in
      try tool.writeData()
      let result = try await tool.run(["train", "--format", "json"] + Self.options)
      #expect(result.status == 0, "\(result.errors)")
      let done = try #require(try objects(result.outputLines).last)
      let accuracy = try #require(done["test_accuracy"] as? Double)
      let shown = String(format: "%.2f %%", 100 * accuracy)
      #expect(try text(tool, "report.html").contains("<dd>\(shown)<small>"))
      #expect(try text(tool, "model-card.md").contains("**\(shown)**"))
      // As many pictures as mistakes, up to 50, of 40 test images.
      let wrong = Int((40 * (1 - accuracy)).rounded())
      #expect(
        try text(tool, "mistakes.svg").split(separator: "data:image/png;base64,iVBOR").count
          == wrong + 1)
      let evaluated = try await tool.run(
        "evaluate", "--weights", "run/model.safetensors", "--data", "data", "--format", "json",
        "--backend", "naive")
      let confusion = try objects(evaluated.outputLines).first?["confusion"] as? [[Int]]
      let largest = try #require(confusion?[0].max())
      #expect(try text(tool, "confusion-matrix.svg").contains(">\(largest)</text>"))
    }
  }

  /// A folder lies where a picture should go.
  @Test func whatCannotBeWrittenIsAWarning() async throws {
    try await withTool { tool in
      try tool.writeData()
      try Files.createFolder(tool.path("run/confusion-matrix.svg"))
      try Files.createFolder(tool.path("run/report.html"))
      let result = try await tool.run(["train"] + Self.options)
      #expect(result.status == 0)
      #expect(
        result.errorLines.filter { $0.contains("warning") } == [
          "lenet: warning: run/confusion-matrix.svg: is a folder, not a file",
          "lenet: warning: run/report.html: is a folder, not a file",
        ])
      #expect(result.outputLines.last == "weights        run/model.safetensors")
      #expect(try text(tool, "mistakes.svg").hasSuffix("</svg>\n"))
      #expect(try WeightFile.read(tool.path("run/model.safetensors")).entries.count == 10)
    }
  }

  @Test func anInterruptedRunHasAReportWithoutAResult() async throws {
    try await withTool { tool in
      try tool.writeData()
      let running = try tool.startPaced(
        ["train", "--format", "json"] + Self.options.map { $0 == "2" ? "20" : $0 })
      for _ in 0..<2 { _ = running.nextLine() }
      #expect(running.send(SIGINT) { tool.hasEpochs(2, in: "run") })
      #expect(try running.result().status == 130)
      #expect(try text(tool, "report.html").contains("of 20; not tested."))
      #expect(try text(tool, "learning-curves.svg").contains("<polyline"))
      let names = try tool.names(in: "run")
      #expect(!names.contains("model-card.md") && !names.contains("mistakes.svg"))
    }
  }

  @Test func aResumedRunShowsAllItsEpochsOnce() async throws {
    try await withTool { tool in
      try tool.writeData()
      _ = try await tool.run(["train"] + Self.options)
      let longer = try await tool.run("train", "--resume", "run", "--epochs", "4")
      #expect(longer.status == 0, "\(longer.errors)")
      #expect(try text(tool, "report.html").contains("Trained for 4 epochs."))
      let events = try text(tool, "events.out.tfevents.lenet")
      #expect(events.split(separator: "brain.Event:2").count == 2)
      #expect(events.split(separator: "learning_rate").count == 5)
      #expect(events.split(separator: "accuracy/test").count == 2)
    }
  }

  /// Lines that a person has spoilt are left out, and trap nobody.
  @Test func spoiltMetricsAreLeftOut() async throws {
    try await withTool { tool in
      try tool.writeData()
      _ = try await tool.run(["train"] + Self.options)
      let lines = try tool.lines("run/metrics.csv")
      let spoilt = [
        lines[0], "1,nonsense", "1,1e308,-1e308,,,nan,1e-320,inf", "-5,1,1,,,1,1,1", lines[2],
      ]
      try tool.write(spoilt.map { $0 + "\n" }.joined(), to: "run/metrics.csv")
      let again = try await tool.run("train", "--resume", "run")
      #expect(again.status == 0, "\(again.errors)")
      #expect(try text(tool, "report.html").contains("Trained for 2 epochs."))
    }
  }

  /// The settings are right, and the file that TensorBoard reads is not needed for anything.
  @Test func anEventFileThatCannotBeWrittenIsToldOnce() async throws {
    try await withTool { tool in
      try tool.writeData()
      try Files.createFolder(tool.path("run/events.out.tfevents.lenet"))
      let result = try await tool.run(["train"] + Self.options)
      #expect(result.status == 0, "\(result.errors)")
      let warnings = result.errorLines.filter { $0.contains("warning") }
      #expect(warnings.count == 1)
      #expect(
        warnings.first?.hasPrefix("lenet: warning: run/events.out.tfevents.lenet: ") == true)
    }
  }
}
