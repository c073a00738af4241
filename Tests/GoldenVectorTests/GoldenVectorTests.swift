import BackendBLAS
import BackendConformance
import BackendNaive
import DLCore
import Testing

/// All golden vectors on our backends, family by family.
@Suite struct GoldenVectorTests {
  static let cases = try? GoldenCases.all()
  static let families = Set((cases ?? []).map(\.family)).sorted()

  @Test(arguments: families)
  func naiveMeets(family: String) throws {
    try expectAll(of: family, on: NaiveBackend<Float>())
  }

  @Test(arguments: families)
  func blasMeets(family: String) throws {
    try expectAll(of: family, on: BLASBackend())
  }

  /// Runs the cases of a family, and lists every failure.
  private func expectAll<B: Backend>(of family: String, on backend: B) throws
  where B.Scalar == Float {
    let cases = try #require(Self.cases).filter { $0.family == family }
    #expect(!cases.isEmpty)
    for golden in cases {
      do { try golden.run(on: backend) } catch {
        Issue.record("\(backend.name): \(error.description)")
      }
    }
  }
}
