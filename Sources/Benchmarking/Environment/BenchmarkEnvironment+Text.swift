extension BenchmarkEnvironment {
  /// The facts with their names, in the order in which they are shown.
  public var lines: [(name: String, value: String)] {
    [
      ("processor", "\(shown(processor)), \(shown(cores)) cores"),
      ("vectors", shown(instructionSet)),
      ("governor", shown(frequencyGovernor)),
      ("load", shown(loadAverages?.map { $0.text(digits: 2) }.joined(separator: " "))),
      ("memory", "\(gibibytes(memoryBytes)), \(gibibytes(availableMemoryBytes)) available"),
      ("system", "\(shown(operatingSystem)), \(shown(kernel))"),
      ("build", "Swift \(shown(swiftVersion)), \(shown(configuration)), commit \(shown(commit))"),
      ("BLAS", shown(blasConfiguration ?? blas)),
      ("threads", shown(threadCounts?.map(String.init).joined(separator: ", "))),
      ("date", shown(date)),
    ]
  }

  /// A block of text, a fact a line.
  public var text: String {
    let width = lines.map(\.name.count).max() ?? 0
    return lines.map { line in
      line.name + String(repeating: " ", count: width - line.name.count + 2) + line.value
    }.joined(separator: "\n")
  }

  private func shown(_ fact: (some CustomStringConvertible)?) -> String {
    let text = fact?.description ?? ""
    return text.isEmpty ? "unknown" : text
  }

  private func gibibytes(_ bytes: UInt64?) -> String {
    guard let bytes else { return "unknown" }
    return (Double(bytes) / 1_073_741_824).text(digits: 1) + " GiB"
  }
}
