import ArgumentParser

/// How results are printed.
enum ResultFormat: String, CaseIterable {
  case text
  case json
}

/// How results are printed.
struct FormatOptions: ParsableArguments {
  @Option(name: .customLong("format"), help: "How results are printed: text or json.")
  var name = ResultFormat.text.rawValue

  func validate() throws { _ = try parsed }

  /// The format.
  var format: ResultFormat { (try? parsed) ?? .text }

  private var parsed: ResultFormat {
    get throws { try Require.choice("--format", name, "format") }
  }
}
