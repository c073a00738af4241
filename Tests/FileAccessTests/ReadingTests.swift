import FileAccess
import Foundation
import Testing

@Suite struct ReadingTests {
  @Test func whatIsWrittenIsRead() async throws {
    try await withTemporaryFolder { folder in
      for bytes in [[], [7], Array(repeating: 1...255, count: 300).flatMap(\.self)] as [[UInt8]] {
        try Files.writeAtomically(bytes, to: folder + "/a")
        #expect(try Files.read(folder + "/a", limit: bytes.count) == bytes)
        #expect(try Files.read(folder + "/a", limit: .max) == bytes)
      }
    }
  }

  @Test func aFileAboveTheLimitIsRefused() async throws {
    try await withTemporaryFolder { folder in
      try Files.writeAtomically([1, 2, 3], to: folder + "/a")
      for limit in [2, 0, -1, .min] {
        let error = fileError { () throws(FileError) in
          _ = try Files.read(folder + "/a", limit: limit)
        }
        #expect(error?.description == "\(folder)/a: has 3 bytes; at most \(limit) are accepted")
      }
    }
  }

  @Test func whatIsNoRegularFileIsRefusedAtOnce() async throws {
    try await withTemporaryFolder { folder in
      #expect(mkfifo(folder + "/pipe", 0o600) == 0)
      for path in [folder, folder + "/pipe", "/dev/null"] {
        let error = fileError { () throws(FileError) in _ = try Files.read(path, limit: 9) }
        #expect(error == FileError(path: path, problem: "is not a regular file"))
      }
    }
  }

  @Test func aMissingFileIsNamedWithTheReason() async throws {
    try await withTemporaryFolder { folder in
      let path = folder + "/none"
      let error = fileError { () throws(FileError) in _ = try Files.read(path, limit: 9) }
      #expect(error?.description == "\(path): cannot be opened: No such file or directory")
      #expect(!Files.exists(path) && !Files.isDirectory(path))
    }
  }

  /// The system's strings end at a zero byte: `a\0b` must not be taken for `a`.
  @Test func aPathWithAZeroByteIsRefused() async throws {
    try await withTemporaryFolder { folder in
      try Files.writeAtomically([1], to: folder + "/a")
      let path = folder + "/a\0b"
      let errors = [
        fileError { () throws(FileError) in _ = try Files.read(path, limit: 9) },
        fileError { () throws(FileError) in try Files.writeAtomically([2], to: path) },
        fileError { () throws(FileError) in try Files.appendLine("x", to: path) },
        fileError { () throws(FileError) in try Files.removeIfPresent(path) },
        fileError { () throws(FileError) in try Files.createFolder(path) },
      ]
      #expect(errors.allSatisfy { $0?.description == "\(folder)/a\\0b: holds a zero byte" })
      #expect(!Files.exists(path) && !Files.isDirectory(folder + "\0"))
      #expect(try Files.read(folder + "/a", limit: 1) == [1])
      #expect(fileError { () throws(FileError) in try Files.createFolder("") } != nil)
    }
  }

  @Test func foldersAreMadeWithTheirParents() async throws {
    try await withTemporaryFolder { folder in
      try Files.createFolder(folder + "/a//b/c/")
      try Files.createFolder(folder + "/a/b/c")
      #expect(Files.isDirectory(folder + "/a/b/c"))
      try Files.writeAtomically([], to: folder + "/file")
      #expect(Files.exists(folder + "/file") && !Files.isDirectory(folder + "/file"))
      for path in [folder + "/file", folder + "/file/below"] {
        #expect(fileError { () throws(FileError) in try Files.createFolder(path) }?.path == path)
      }
    }
  }

  @Test func filesAreRemovedAndFoldersAreNot() async throws {
    try await withTemporaryFolder { folder in
      try Files.writeAtomically([1], to: folder + "/a")
      for _ in 0..<2 { try Files.removeIfPresent(folder + "/a") }
      #expect(!Files.exists(folder + "/a"))
      try Files.createFolder(folder + "/b")
      let error = fileError { () throws(FileError) in try Files.removeIfPresent(folder + "/b") }
      #expect(error?.problem.hasPrefix("cannot be removed: ") == true)
      #expect(Files.isDirectory(folder + "/b"))
    }
  }
}
