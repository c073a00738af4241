import BackendConformance
import Testing

/// Nothing is lost on the way from the sources: what does not map is listed, and counted.
@Suite struct GoldenCountTests {
  @Test func onnxIsComplete() throws {
    let file = try GoldenFile(embedded: .onnx)
    #expect(try file.cases().count + file.unmapped.count == 343)
    #expect(file.unmapped.isEmpty)
  }

  @Test func torchIsLarge() throws {
    let cases = try GoldenFile(embedded: .torch).cases()
    #expect(cases.count >= 1500)
    #expect(cases.count { !$0.record.gradients.isEmpty } >= 1200)
  }

  /// Every gradient of a case is there: one for each operand that has one in PyTorch.
  @Test func gradientsComeWithACotangent() throws {
    for golden in try GoldenFile(embedded: .torch).cases() {
      #expect((golden.record.cotangent == nil) == golden.record.gradients.isEmpty, "\(golden.name)")
    }
  }

  @Test func whatIsLeftOutHasAReason() throws {
    for (name, reason) in try GoldenCases.unmapped {
      #expect(!name.isEmpty && !reason.isEmpty)
    }
  }

  @Test func namesAreUniqueAndLawsAreStated() throws {
    let cases = try GoldenCases.all()
    #expect(Set(cases.map(\.name)).count == cases.count)
    for golden in cases {
      #expect(golden.name.hasPrefix(golden.source.rawValue + "/"))
      #expect(!golden.law.isEmpty && !golden.law.contains("\n"))
    }
  }
}
