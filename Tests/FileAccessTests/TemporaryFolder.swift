import FileAccess
import Foundation

/// Runs some code with a fresh folder that is removed afterwards.
func withTemporaryFolder<Result>(_ body: (String) async throws -> Result) async throws -> Result {
  let folder = FileManager.default.temporaryDirectory.path + "/files-\(UUID().uuidString)"
  try Files.createFolder(folder)
  defer { try? FileManager.default.removeItem(atPath: folder) }
  return try await body(folder)
}

/// The names in a folder, hidden ones too.
func names(in folder: String) throws -> [String] {
  try FileManager.default.contentsOfDirectory(atPath: folder).sorted()
}

/// The permission bits of what is at a path.
func permissions(_ path: String) throws -> Int? {
  let attributes = try FileManager.default.attributesOfItem(atPath: path)
  return (attributes[.posixPermissions] as? NSNumber)?.intValue
}

/// The error that some code throws; nil when it throws none.
func fileError(_ body: () throws(FileError) -> Void) -> FileError? {
  do throws(FileError) {
    try body()
    return nil
  } catch {
    return error
  }
}
