import BackendBLAS
import BackendConformance
import BackendNaive
import BackendSIMD
import DLCore
import Testing

/// All golden vectors on our backends, family by family.
@Suite struct GoldenVectorTests {
  // Were the data unreadable, there would be no families here, and GoldenCountTests would say so.
  static let cases = (try? GoldenCases.all()) ?? []
  static let families = Set(cases.map(\.family)).sorted()

  @Test(arguments: families)
  func naiveMeets(family: String) {
    expectAll(of: family, on: NaiveBackend<Float>())
  }

  @Test(arguments: families)
  func blasMeets(family: String) {
    expectAll(of: family, on: BLASBackend())
  }

  @Test(arguments: families)
  func simdMeets(family: String) {
    expectAll(of: family, on: SIMDBackend(threadCount: 2))
  }

  /// The decorator gives what its base gives, and its gradients have gradients of their own.
  @Test(arguments: families)
  func autodiffMeets(family: String) {
    expectAll(of: family, on: Autodiff(NaiveBackend<Float>()))
  }

  /// Runs the cases of a family, and lists every failure.
  private func expectAll<B: Backend>(of family: String, on backend: B)
  where B.Scalar == Float {
    let cases = Self.cases.filter { $0.family == family }
    #expect(!cases.isEmpty)
    for golden in cases {
      do { try golden.run(on: backend) } catch {
        Issue.record("\(backend.name): \(error.description)")
      }
    }
  }
}
