import Benchmarking
import Foundation
import Testing

@Suite struct EnvironmentTests {
  private let current = BenchmarkEnvironment.current(threadCounts: [1, 2])

  @Test func factsAreKnownOrNilAndNeverEmpty() throws {
    for child in Mirror(reflecting: current).children {
      let name = try #require(child.label)
      if let text = child.value as? String {
        #expect(text.contains { !$0.isWhitespace }, "\(name) is '\(text)'")
      }
    }
    for fact in [current.operatingSystem, current.kernel, current.swiftVersion, current.blas] {
      #expect(fact != nil)
    }
    #expect(try #require(current.cores) >= 1)
    #expect(try #require(current.memoryBytes) > 1 << 20)
    #expect(current.threadCounts == [1, 2])
  }

  @Test func dateIsUTC() throws {
    let date = try #require(current.date)
    #expect(date.wholeMatch(of: /\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ/) != nil, "\(date)")
  }

  @Test func whatIsMissingIsSaidToBeUnknown() {
    let text = BenchmarkEnvironment().text
    let words = text.split { !$0.isLetter }
    #expect(words.count { $0 == "unknown" } == 15)
    #expect(!text.contains("nil") && !text.contains("Optional"))
    #expect(Set(text.split(separator: "\n").map(\.count)).allSatisfy { $0 > 10 })
  }

  @Test func textShowsEveryFact() {
    var environment = BenchmarkEnvironment()
    environment.processor = "Processor X"
    environment.loadAverages = [0.5, 1, 12.345]
    environment.memoryBytes = 3 << 29
    environment.threadCounts = [1, 8]
    let text = environment.text
    for part in ["Processor X, unknown cores", "0.50 1.00 12.35", "1.5 GiB, unknown", "1, 8"] {
      #expect(text.contains(part), "\(part)")
    }
  }

  @Test func survivesJSON() throws {
    let text = try current.jsonText()
    let back = try JSONDecoder().decode(BenchmarkEnvironment.self, from: Data(text.utf8))
    #expect(back == current)
    #expect(text.contains("\"instruction_set\""))
  }

  @Test func fieldsAreFoundInTheKernelsFiles() {
    let text = "processor\t: 0\nmodel name\t: A: B \nempty\t: \n"
    #expect(SystemFacts.field("model name", in: text) == "A: B")
    #expect(SystemFacts.field("empty", in: text) == nil)
    #expect(SystemFacts.field("model", in: text) == nil)
    #expect(SystemFacts.text(ofFile: "/nowhere/at all") == nil)
  }

  @Test func commitIsThatOfACheckoutOnly() throws {
    let folder = FileManager.default.temporaryDirectory.appendingPathComponent("\(UUID())")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    let program = folder.appendingPathComponent("program")
    #expect(BuildFacts.commit(ofCheckoutAbove: program) == nil)
    // A package with a damaged checkout has no commit either.
    for name in ["Package.swift", ".git"] {
      try Data().write(to: folder.appendingPathComponent(name))
    }
    #expect(BuildFacts.commit(ofCheckoutAbove: program) == nil)
  }
}
