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
    report.changes = report.changes(since: report, allowing: 5)
    #expect(report.changes?.isEmpty == false)
    #expect(try committedSchema().mistakes(in: document(report)).isEmpty)
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
