import FileAccess

/// The four files of a data set, found in a folder under any of their usual names.
package struct DatasetFolder {
  package let path: String
  /// The file's path for each of the four that is there.
  package let files: [DatasetFile: String]

  /// Looks for the files; a folder that does not exist has none of them.
  package init(_ path: String) {
    self.path = path
    files = DatasetFile.allCases.reduce(into: [:]) { files, file in
      files[file] = file.names.lazy.map { "\(path)/\($0)" }.first(where: Files.exists)
    }
  }

  /// The published names of the files that are not there.
  package var missing: [String] { DatasetFile.allCases.filter { files[$0] == nil }.map(\.name) }

  /// Whether all four files are there.
  package var isComplete: Bool { missing.isEmpty }

  /// What there is to say of this folder where a complete one was looked for.
  var shortcoming: String {
    files.isEmpty ? path : "\(path) (which lacks \(missing.joined(separator: ", ")))"
  }

  /// Reads and decompresses all four; throws a `DatasetError` for the first that is not sound.
  func contents() throws(DatasetError) -> DatasetContents {
    var contents = DatasetContents()
    for file in DatasetFile.allCases {
      guard let path = files[file] else {
        throw DatasetError(path: self.path, problem: "lacks \(missing.joined(separator: ", "))")
      }
      try contents.add(file, try Self.read(path), path: path)
    }
    return contents
  }

  private static func read(_ path: String) throws(DatasetError) -> [UInt8] {
    do throws(FileError) {
      return try Files.read(path, limit: IDXFile.largestFile)
    } catch {
      throw DatasetError(error)
    }
  }
}
