import FileAccess
import Foundation

/// Where a new run will go; found out and proved to be writable before any work begins.
struct RunPlace {
  private enum Kind {
    case folder(RunFolder)
    case numbered(parent: String)
  }

  /// The folder of the runs that are given no other.
  static let usualParent = "runs"

  private let kind: Kind

  /// Prepares the folder that was asked for, or the usual parent of all runs.
  ///
  /// Throws when it cannot be written, or already holds a run.
  init(_ output: String?) throws {
    let path = output ?? Self.usualParent
    try Files.createFolder(path)
    try RunFolder.requireWritable(path)
    guard output != nil else {
      kind = .numbered(parent: path)
      return
    }
    let folder = RunFolder(path: path)
    guard !folder.holdsRun else {
      throw ToolError.usage(
        "--output \(path) already holds a run; choose another folder or go on with --resume \(path)"
      )
    }
    kind = .folder(folder)
  }

  /// The run's folder: the one asked for, or the first free `MODEL-DATA-N`.
  func claim(model: String, data: String) throws -> RunFolder {
    switch kind {
    case .folder(let folder): return folder
    case .numbered(let parent):
      let base = "\(parent)/\(model)-\(Self.fileName(data))"
      for number in 1... {
        let path = "\(base)-\(number)"
        // Making the folder is what claims it: another run may be looking for one, too.
        if mkdir(path, 0o777) == 0 { return RunFolder(path: path) }
        guard errno == EEXIST else { break }
      }
      throw FileError(
        path: base, problem: "cannot be created: \(String(cString: strerror(errno)))")
    }
  }

  /// The last part of a path, with letters, digits and dashes only.
  private static func fileName(_ text: String) -> String {
    let last = text.split(separator: "/").last ?? "data"
    return String(last.map { $0.isASCII && ($0.isLetter || $0.isNumber) ? $0 : "-" })
  }
}
