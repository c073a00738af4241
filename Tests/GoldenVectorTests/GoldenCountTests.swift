import BackendConformance
import Testing

/// Nothing is lost on the way from the sources: what does not map is listed, and counted.
@Suite struct GoldenCountTests {
  @Test func onnxIsComplete() throws {
    let cases = try GoldenCases.all().filter { $0.name.hasPrefix("onnx/") }
    let unmapped = try GoldenCases.unmapped.filter { $0.name.hasPrefix("onnx/") }
    #expect(cases.count + unmapped.count == 343)
    #expect(unmapped.isEmpty)
  }

  @Test func namesAreUnique() throws {
    let names = try GoldenCases.all().map(\.name)
    #expect(Set(names).count == names.count)
  }
}
