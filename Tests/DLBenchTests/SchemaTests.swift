import Benchmarking
import Foundation
import Testing
import dlbench

/// What is written keeps to the schema that scripts go by.
@Suite struct SchemaTests {
  private func document(_ report: BenchmarkReport) throws -> JSONValue {
    try json(report.jsonText().utf8)
  }

  @Test func everyVerdictKeepsToTheSchema() throws {
    var report = Sample.varied
    #expect(try committedSchema().mistakes(in: document(report)).isEmpty)
    var earlier = report
    earlier.results.swapAt(0, 1)
    earlier.results[0].backend = "another"
    report.compare(
      with: earlier, allowing: 5, selected: (report.results + earlier.results).map(\.key))
    #expect(Set((report.changes ?? []).map(\.kind)) == [.same, .notMeasured])
    #expect(
      Set((report.uncompared ?? []).map(\.reason)) == Set(UncomparedResult.Reason.allCases))
    #expect(try committedSchema().mistakes(in: document(report)).isEmpty)
  }

  /// Every word that this version writes is one of those that the schema knows.
  @Test func schemaKnowsAllWords() throws {
    let words = [
      ("result", "verdict", BenchmarkVerdict.allCases.map(\.rawValue)),
      ("change", "kind", BenchmarkChange.Kind.allCases.map(\.rawValue)),
      ("uncompared", "reason", UncomparedResult.Reason.allCases.map(\.rawValue)),
    ]
    let definitions = try committedSchema().root.fields?["$defs"]?.fields
    for (type, field, values) in words {
      let known = definitions?[type]?.fields?["properties"]?.fields?[field]?.fields?["enum"]?.items
      #expect(Set(try #require(known).compactMap(\.string)) == Set(values), "\(type).\(field)")
    }
  }

  /// Every field of a result is described, and none is described that is not written.
  @Test func schemaAndResultsHaveTheSameFields() throws {
    let result = try #require(
      try document(Sample.varied).fields?["results"]?.items?.first?.fields)
    let described = try committedSchema().root.fields?["$defs"]?.fields?["result"]?
      .fields?["properties"]?.fields
    #expect(Set(result.keys) == Set(try #require(described).keys))
  }

  @Test(arguments: [
    "{}", "[]", #"{"version":1,"environment":{},"results":[]}"#,
    #"{"version":2,"environment":{},"method":{"seed":1,"min_time_s":1,"clock_s":0,"resamplings":9,"interrupted":false},"results":[]}"#,
    #"{"version":1,"environment":{},"method":{"seed":1.5,"min_time_s":1,"clock_s":0,"resamplings":9,"interrupted":false},"results":[]}"#,
    #"{"version":1,"environment":{},"method":{"seed":1,"min_time_s":0,"clock_s":0,"resamplings":9,"interrupted":false},"results":[]}"#,
    #"{"version":1,"environment":{},"method":{"seed":1,"min_time_s":1,"clock_s":0,"resamplings":9,"interrupted":0},"results":[]}"#,
    #"{"version":1,"environment":{},"method":{"seed":1,"min_time_s":1,"clock_s":0,"resamplings":9,"interrupted":false},"results":[{}]}"#,
    #"{"version":1,"environment":{},"method":{"seed":1,"min_time_s":1,"clock_s":0,"resamplings":9,"interrupted":false},"results":[],"more":1}"#,
  ]) func schemaRefuses(_ text: String) throws {
    #expect(try !committedSchema().mistakes(in: json(text.utf8)).isEmpty)
  }
}
