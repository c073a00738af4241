/// Options with one dash too few.
///
/// The tools have one short option, `-h`. Argument-parser takes `-threads` for `-t -h -r …`, and so
/// prints the help instead of saying that there is no such option.
public enum MistakenOption {
  /// What is wrong with the argument that made a request for help of arguments without one; nil if
  /// help was asked for.
  public static func problem(in arguments: [String]) -> String? {
    let options = arguments.prefix { $0 != "--" }
    guard !options.contains(where: requests.contains), options.first != "help" else { return nil }
    let mistaken = options.first {
      $0.hasPrefix("-") && !$0.hasPrefix("--") && $0.count > 2 && $0.contains("h")
    }
    return mistaken.map {
      "Unknown option '\($0)': options begin with two dashes, and a file of that name is './\($0)'"
    }
  }

  private static let requests: Set = ["-h", "-help", "--help", "--help-hidden"]
}
