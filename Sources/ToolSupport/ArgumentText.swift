/// The arguments of a tool as bytes: Swift's strings hide what is no text in them.
public enum ArgumentText {
  /// What is wrong with the first argument that is not UTF-8; nil when all are.
  ///
  /// Its wrong bytes would be replaced by others, and so it would name another file, or none.
  public static var problem: String? {
    for index in 1..<max(Int(CommandLine.argc), 1) {
      // `index < argc`: the system ends the list with nil, behind that.
      guard let bytes = CommandLine.unsafeArgv[index] else { continue }
      guard String(validatingCString: bytes) == nil else { continue }
      return
        "argument \(index), '\(String(cString: bytes))', is not UTF-8; rename the file that it "
        + "names"
    }
    return nil
  }
}
