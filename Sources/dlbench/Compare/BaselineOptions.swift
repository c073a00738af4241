import ArgumentParser
import FileAccess

/// An earlier run to compare with.
struct BaselineOptions: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      "Compare with an earlier run, as --format json wrote it.", valueName: "file"))
  var baseline: String?

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp(
      "Exit with 3 if something is slower than in the earlier run, beyond noise and this many "
        + "percent, and with 1 if noise leaves that open.", valueName: "percent"))
  var failOnRegression: Double?

  func validate() throws {
    guard let failOnRegression else { return }
    guard baseline != nil else {
      throw ValidationError("--fail-on-regression needs an earlier run; give --baseline, too")
    }
    guard (0...1e6).contains(failOnRegression) else {
      throw ValidationError(
        "--fail-on-regression must lie in 0...1000000 percent, but is \(failOnRegression)")
    }
  }

  /// The earlier run, if there is one.
  func read() throws(FileError) -> Baseline? {
    guard let baseline else { return nil }
    return try Baseline(reading: baseline)
  }
}
