import FileAccess
import Foundation

/// Where a new run will go: checked before any work begins, made only when the run can begin.
struct RunPlace {
  private enum Kind {
    case folder(RunFolder)
    case numbered(parent: String)
  }

  /// The folder of the runs that are given no other.
  static let usualParent = "runs"

  private let kind: Kind

  /// Checks the folder that was asked for, or the usual parent of all runs; leaves nothing behind.
  ///
  /// Throws when it cannot be written, holds a run, or files that this one would overwrite.
  init(_ output: String?) throws {
    let path = output ?? Self.usualParent
    try Self.requireCreatable(path)
    guard output != nil else {
      kind = .numbered(parent: path)
      return
    }
    let folder = RunFolder(path: path)
    try Self.requireFree(folder)
    kind = .folder(folder)
  }

  /// Makes the run's folder: the one asked for, or the first free `MODEL-DATA-N`.
  ///
  /// No other run gets into it while the lock lives.
  func claim(model: String, data: String) throws -> (RunFolder, FolderLock) {
    switch kind {
    case .folder(let folder):
      try Files.createFolder(folder.path)
      let lock = try folder.lock(orElse: Self.advice)
      // Another run may have come and gone while this one loaded its data.
      try Self.requireFree(folder)
      return (folder, lock)
    case .numbered(let parent):
      try Files.createFolder(parent)
      let base = "\(parent)/\(model)-\(Self.fileName(data))"
      for number in 1... {
        let path = "\(base)-\(number)"
        // Making the folder is what claims it: another run may be looking for one, too.
        if mkdir(path, 0o777) == 0 {
          let folder = RunFolder(path: path)
          return (folder, try folder.lock(orElse: Self.advice))
        }
        guard errno == EEXIST else { break }
      }
      throw FileError(
        path: base, problem: "cannot be created: \(String(cString: strerror(errno)))")
    }
  }

  /// What else a run can do whose folder is in use.
  private static let advice = "give another folder with --output"

  private static func requireFree(_ folder: RunFolder) throws(ToolError) {
    if folder.holdsRun {
      throw .usage(
        "--output \(folder.path) already holds a run; choose another folder or go on with "
          + "--resume \(folder.path)")
    }
    if let file = folder.foreignFile {
      throw .usage(
        "--output \(folder.path) holds '\(file)', which no run wrote and this one would overwrite; "
          + "choose another folder")
    }
  }

  /// Checks that a folder can be written, or made in the nearest of its parents that is there.
  private static func requireCreatable(_ path: String) throws(FileError) {
    let existing = nearestExisting(path)
    guard Files.isDirectory(existing) else {
      throw FileError(
        path: path, problem: "cannot be created as a folder: '\(existing)' is not a folder")
    }
    do throws(FileError) {
      try Files.requireWritable(folder: existing)
    } catch {
      throw FileError(path: path, problem: error.problem)
    }
  }

  private static func nearestExisting(_ path: String) -> String {
    var path = Substring(path)
    while !path.isEmpty, !Files.exists(String(path)) {
      guard let slash = path.lastIndex(of: "/") else { return "." }
      // The root is its own slash.
      path = slash == path.startIndex ? "/" : path[..<slash]
    }
    return path.isEmpty ? "." : String(path)
  }

  /// The last part of a path, with letters, digits and dashes only.
  private static func fileName(_ text: String) -> String {
    let last = text.split(separator: "/").last ?? "data"
    return String(last.map { $0.isASCII && ($0.isLetter || $0.isNumber) ? $0 : "-" })
  }
}
