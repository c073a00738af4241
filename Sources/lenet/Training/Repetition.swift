import ToolSupport

/// A run that is to be done again as another run's configuration file says.
struct Repetition {
  let path: String
  let settings: RunSettings

  /// Reads the file of the run.
  init(_ path: String) throws {
    self.path = path
    settings = try SettingsFile(path: path).read()
  }

  /// The settings with the options that were given, which may only change how the run is done.
  ///
  /// - Parameter apply: Puts the given options into settings.
  /// - Throws: A `ToolError` of wrong usage for an option that says something else than the file.
  func settings(with apply: (inout RunSettings) throws -> Void) throws -> RunSettings {
    var changed = settings
    try apply(&changed)
    let (old, new) = (try settings.values, try changed.values)
    for key in RunSettings.CodingKeys.allCases where key != .threads {
      let (was, wanted) = (old[key.rawValue], new[key.rawValue])
      guard was != wanted else { continue }
      let words = [RunSettings.option(key.rawValue)] + (wanted?.words ?? [])
      throw ToolError.usage(
        "\(words.joined(separator: " ")) contradicts \(path), which has "
          + "\(was.map { "'\($0.text.printable)'" } ?? "none"); leave one of them out")
    }
    changed.changedOnTheWay = nil
    changed.version = Tool.version
    return changed
  }
}
