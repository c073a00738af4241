import BackendConformance
import BackendNaive
import DLCore
import Testing

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#elseif canImport(Darwin)
  import Darwin
#endif

/// The suite itself: names, seeds, filters, reports.
@Suite struct SuiteTests {
  let naive = TestedBackend.naive.subject

  @Test func namesAreUniqueAndFitForAShell() {
    let names = ConformanceSuite().checkNames
    #expect(Set(names).count == names.count)
    #expect(names.count > 60_000)
    let strange = names.filter { $0.wholeMatch(of: /[a-zA-Z0-9\/.,_-]+/) == nil }
    #expect(strange == [])
  }

  @Test func quickIsAPartOfFull() {
    let full = Set(ConformanceSuite().cases.map(\.name))
    let quick = ConformanceSuite(size: .quick).cases.map(\.name)
    #expect(quick.allSatisfy(full.contains))
    #expect(full.count > 5000)
  }

  @Test func everyCaseHasALaw() {
    #expect(ConformanceSuite().cases.allSatisfy { !$0.law.isEmpty && !$0.law.contains("\n") })
  }

  @Test func aWholeNameChoosesOneCheck() throws {
    let filter = try ConformanceFilter("convolution2D/random/1")
    #expect(ConformanceSuite(filter: filter).checkNames == ["convolution2D/random/1"])
    let part = try ConformanceFilter("convolution2D/random/1[0-3]$")
    // Four cases under each of eleven conditions.
    #expect(ConformanceSuite(filter: part).checkNames.count == 44)
  }

  @Test func aFilterThatIsNoExpressionIsRefused() {
    let error = #expect(throws: ConformanceFilterError.self) { try ConformanceFilter("(") }
    #expect(error?.description.contains("'('") == true)
  }

  @Test func nothingRunIsNoSuccess() throws {
    let suite = ConformanceSuite(filter: try ConformanceFilter("no such case"))
    let report = suite.run(naive)
    #expect(report.passed + report.failed == 0)
    #expect(!report.isSuccess)
  }

  @Test func aBackendThatCannotBeMadeFails() {
    struct Missing: Error {}
    let subject = ConformanceSubject("missing") { _ in throw Missing() }
    let report = ConformanceSuite(size: .quick, conditions: [.alone]).run(subject)
    #expect(!report.isSuccess)
    #expect(report.failures.first?.problem.contains("cannot be made") == true)
  }

  /// The bits that a suite's cases see, and so all its random numbers, follow from the seed.
  @Test func theSeedDecides() throws {
    func firstFailure(_ seed: UInt64) throws -> String? {
      let suite = ConformanceSuite(
        seed: seed, conditions: [.alone],
        filter: try ConformanceFilter("matrixProduct/random/3"))
      let subject = ConformanceSubject("faulty") { _ in Faulty(.transposeIgnored) }
      return suite.run(subject).failures.first?.problem
    }
    let failures = try (1...6).map { try firstFailure(UInt64($0)) }
    let again = try (1...6).map { try firstFailure(UInt64($0)) }
    #expect(again == failures)
    #expect(Set(failures).count > 1)
  }

  /// The list of requirements is that of the protocols, read from their sources.
  @Test func noRequirementIsForgotten() throws {
    let folder = #filePath.split(separator: "/").dropLast(3).joined(separator: "/")
    let names = try declaredRequirements(in: "/\(folder)/Sources/DLCore/Backend")
    #expect(names == Set(Requirement.allCases.map(\.rawValue)))
  }

  /// The names of all functions and properties inside `public protocol …Operations`.
  private func declaredRequirements(in folder: String) throws -> Set<String> {
    let directory = try #require(opendir(folder))
    defer { closedir(directory) }
    var names: Set<String> = []
    while let entry = readdir(directory) {
      let file = withUnsafePointer(to: &entry.pointee.d_name) { name in
        // The system ends the name with a zero inside the field.
        name.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
      }
      guard file.hasSuffix(".swift") else { continue }
      names.formUnion(try requirements(of: "\(folder)/\(file)"))
    }
    return names
  }

  private func requirements(of path: String) throws -> [String] {
    let file = try #require(fopen(path, "r"))
    defer { fclose(file) }
    var bytes = [UInt8](repeating: 0, count: 1 << 20)
    let count = fread(&bytes, 1, bytes.count, file)
    var isInside = false
    var names: [String] = []
    for line in String(decoding: bytes[..<count], as: UTF8.self).split(separator: "\n") {
      if line.hasPrefix("public protocol ") { isInside = true }
      if line.hasPrefix("}") { isInside = false }
      guard isInside, let match = line.firstMatch(of: /^  (?:func|var) (\w+)/) else { continue }
      names.append(String(match.1))
    }
    return names
  }
}
