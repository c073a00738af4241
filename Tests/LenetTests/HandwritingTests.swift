import FileAccess
import TestSupport
import Testing

/// Pictures as people make them, drawn and read by the tool.
@Suite struct HandwritingTests {
  @Test func everyStyleDrawsTenPictures() async throws {
    try await withTool { tool in
      for (style, kind) in [("mouse", "png"), ("pencil", "jpg")] {
        let result = try await tool.run("draw", "--style", style, "--output", style)
        #expect(result.status == 0)
        #expect(result.outputLines == (0...9).map { "\(style)/digit-\($0).\(kind)" })
        #expect(try tool.names(in: style).count == 10)
      }
    }
  }

  @Test func handwritingIsScoredForEachWayOfDrawing() async throws {
    try await withTool { tool in
      let arguments = [
        "evaluate", "--handwriting", "--limit", "12", "--way", "mouse", "--way", "pen",
      ]
      let text = try await tool.run(arguments)
      #expect(text.status == 0)
      #expect(
        text.errorLines.suffix(3) == [
          "lenet: without the shapes of MNIST, which is not on this machine",
          "lenet: reading handwriting, part 1 of 2: mouse, written",
          "lenet: reading handwriting, part 2 of 2: pen, written",
        ])
      #expect(text.outputLines.count == 3)
      let json = try await tool.run(arguments + ["--format", "json", "--mistakes", "wrong"])
      let object = try #require(try objects(json.outputLines).first)
      let rows = try #require(object["handwriting"] as? [[String: Any]])
      #expect(rows.map { $0["way"] as? String } == ["mouse", "pen"])
      for row in rows {
        #expect(row["shapes"] as? String == "written")
        #expect(row["count"] as? Int == 48)
        #expect(row["accuracy"] as? Double == Double(row["right"] as? Int ?? -1) / 48)
      }
      let wrong = rows.reduce(0) { $0 + 48 - ($1["right"] as? Int ?? 0) }
      #expect(try tool.names(in: "wrong").filter { !$0.hasSuffix("-steps.png") }.count == wrong)
    }
  }

  @Test(arguments: [
    (["draw", "--style", "chalk"], "--style: there is no style 'chalk'; known: mouse, "),
    (["evaluate", "--handwriting", "--way", "chalk"], "--way: there is no way of drawing 'chalk'"),
    (["evaluate", "--tuning"], "--tuning, --way and --mistakes need --handwriting"),
    (["evaluate", "--handwriting", "--data", "mnist"], "--data does not go with --handwriting"),
    (["evaluate", "--handwriting", "--logits", "a"], "--logits does not go with --handwriting"),
  ])
  func wrongUsage(arguments: [String], message: String) async throws {
    try await withTool { tool in
      let result = try await tool.run(arguments)
      #expect(result.status == 2)
      #expect(result.errors.hasPrefix("lenet: error: \(message)"))
    }
  }
}
