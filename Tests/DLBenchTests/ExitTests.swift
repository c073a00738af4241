import ArgumentParser
import Testing

@testable import dlbench

/// The exit codes that scripts rely on.
@Suite struct ExitTests {
  @Test func keepsTheContract() {
    #expect(Exit.failure.rawValue == 1)
    #expect(Exit.usage.rawValue == 2)
  }
}
