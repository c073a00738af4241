extension CaseList {
  /// Results that others computed; the quick suite has every tenth of them.
  mutating func addGolden() {
    switch Self.golden {
    case .success(let all):
      for (number, golden) in all.enumerated() where size == .full || number % 10 == 0 {
        add(
          ConformanceCase(golden.name, law: golden.law) { backend in try golden.run(on: backend) })
      }
    case .failure(let error):
      add("golden/data", law: "the golden vectors can be read") { _, _ in throw error }
    }
  }

  /// Read once: the data lies in this library and does not change.
  private static let golden = Result { () throws(GoldenError) in try GoldenCases.all() }
}
