import FileAccess
import Foundation
import Testing

@Suite struct WritingTests {
  @Test func aNewFileFollowsTheUmaskAndAnOldOneKeepsItsPermissions() async throws {
    try await withTemporaryFolder { folder in
      let plain = open(folder + "/plain", O_WRONLY | O_CREAT, 0o666)
      close(plain)
      try Files.writeAtomically([1], to: folder + "/new")
      #expect(try permissions(folder + "/new") == permissions(folder + "/plain"))
      for mode in [0o600, 0o640, 0o755] {
        #expect(chmod(folder + "/new", mode_t(mode)) == 0)
        try Files.writeAtomically([2], to: folder + "/new")
        #expect(try permissions(folder + "/new") == mode)
      }
    }
  }

  @Test func aLinkStaysAndItsTargetIsReplaced() async throws {
    try await withTemporaryFolder { folder in
      try Files.createFolder(folder + "/run")
      try Files.writeAtomically([1], to: folder + "/run/model")
      #expect(symlink("run/model", folder + "/last") == 0)
      #expect(symlink(folder + "/last", folder + "/best") == 0)
      try Files.writeAtomically([2], to: folder + "/best")
      #expect(try Files.read(folder + "/run/model", limit: 1) == [2])
      #expect(SystemCalls.link(folder + "/last") == "run/model")
      #expect(try names(in: folder) == ["best", "last", "run"])
      #expect(try names(in: folder + "/run") == ["model"])
    }
  }

  @Test func aLinkToNothingYetLeadsToTheNewFile() async throws {
    try await withTemporaryFolder { folder in
      #expect(symlink("later", folder + "/link") == 0)
      try Files.writeAtomically([3], to: folder + "/link")
      #expect(try Files.read(folder + "/later", limit: 1) == [3])
      #expect(SystemCalls.link(folder + "/link") == "later")
    }
  }

  @Test func linksInACircleAreRefused() async throws {
    try await withTemporaryFolder { folder in
      #expect(symlink("a", folder + "/b") == 0 && symlink("b", folder + "/a") == 0)
      let path = folder + "/a"
      let error = fileError { () throws(FileError) in try Files.writeAtomically([1], to: path) }
      #expect(error?.path == path)
      #expect(error?.problem.hasPrefix("cannot be written: Too many ") == true)
    }
  }

  /// A disk that is full in the middle of writing: the old content stays and nothing is left over.
  @Test(arguments: [true, false])
  func aFailureLeavesTheOldContentAndNoTemporaryFile(_ hasOld: Bool) async throws {
    try await withTemporaryFolder { folder in
      let path = folder + "/a"
      if hasOld { try Files.writeAtomically([1, 2], to: path) }
      let full = FileError(path: path, problem: "full")
      let error = fileError { () throws(FileError) in
        try Files.replace(path) { (descriptor) throws(FileError) in
          #expect(write(descriptor, "abc", 3) == 3)
          throw full
        }
      }
      #expect(error == full)
      #expect(try names(in: folder) == (hasOld ? ["a"] : []))
      if hasOld { #expect(try Files.read(path, limit: 2) == [1, 2]) }
    }
  }

  /// Goes through a descriptor of the test's own, never through what renames files: a bug there,
  /// run by root, would replace the system's device.
  @Test(.enabled(if: Files.exists("/dev/full")))
  func aFullDeviceIsReportedWithItsReason() {
    let descriptor = open("/dev/full", O_WRONLY)
    defer { close(descriptor) }
    let error = fileError { () throws(FileError) in
      try Files.writeBytes([1, 2], to: descriptor, path: "a")
    }
    #expect(
      error?.description == "a: cannot be written in full (2 bytes): No space left on device")
    let added = fileError { () throws(FileError) in try Files.appendLine("x", to: "/dev/full") }
    #expect(added?.description == "/dev/full: cannot be added to: No space left on device")
  }

  /// What is no regular file is written to, never replaced by one.
  @Test func aPipeStaysAPipe() async throws {
    try await withTemporaryFolder { folder in
      let path = folder + "/pipe"
      #expect(mkfifo(path, 0o600) == 0)
      let reader = open(path, O_RDONLY | O_NONBLOCK)
      defer { close(reader) }
      try Files.writeAtomically([7, 8], to: path)
      var received: [UInt8] = [0, 0, 0]
      #expect(read(reader, &received, 3) == 2 && received == [7, 8, 0])
      #expect(SystemCalls.status(path).map { $0.st_mode & S_IFMT } == S_IFIFO)
    }
  }

  /// A shell's `>(…)` and `/dev/stdout` are links to what has no path.
  @Test(arguments: ["/dev/fd/", "/proc/self/fd/"]) func aDescriptorIsWrittenTo(
    place: String
  ) async throws {
    guard Files.isDirectory(place) else { return }
    try await withTemporaryFolder { folder in
      var ends: [Int32] = [0, 0]
      try #require(pipe(&ends) == 0)
      defer { close(ends[0]) }
      try Files.writeAtomically([7, 8], to: "\(place)\(ends[1])")
      #expect(symlink("\(place)\(ends[1])", folder + "/link") == 0)
      try Files.writeAtomically([9], to: folder + "/link")
      close(ends[1])
      var received: [UInt8] = [0, 0, 0, 0]
      #expect(read(ends[0], &received, 4) == 3 && received == [7, 8, 9, 0])
      #expect(try names(in: folder) == ["link"])
    }
  }

  /// A file that is open goes on where the last writer stopped; it is not replaced by another.
  @Test func anOpenFileIsContinued() async throws {
    try await withTemporaryFolder { folder in
      let path = folder + "/open"
      let descriptor = open(path, O_WRONLY | O_CREAT, 0o666)
      #expect(write(descriptor, "a", 1) == 1)
      try Files.writeAtomically(Array("b".utf8), to: "/dev/fd/\(descriptor)")
      #expect(write(descriptor, "c", 1) == 1)
      close(descriptor)
      #expect(try Files.read(path, limit: 9) == Array("abc".utf8))
      let error = fileError { () throws(FileError) in
        try Files.writeAtomically([1], to: "/dev/fd/\(Int32.max)")
      }
      #expect(error?.problem.hasPrefix("cannot be written: ") == true)
    }
  }

  @Test func placesThatCannotBeWrittenAreNamed() async throws {
    try await withTemporaryFolder { folder in
      try Files.writeAtomically([1], to: folder + "/file")
      try Files.createFolder(folder + "/folder")
      let cases = [
        (folder + "/file/below", "cannot be written: Not a directory"),
        (folder + "/none/a", "cannot be written: No such file or directory"),
        (folder + "/folder", "is a folder, not a file"),
      ]
      for (path, problem) in cases {
        let error = fileError { () throws(FileError) in try Files.writeAtomically([1], to: path) }
        #expect(error == FileError(path: path, problem: problem))
      }
      #expect(fileError { () throws(FileError) in try Files.writeAtomically([], to: "") } != nil)
      #expect(try names(in: folder) == ["file", "folder"])
    }
  }

  /// The temporary file's name must fit where the target's only just does.
  @Test func theLongestNameIsFine() async throws {
    try await withTemporaryFolder { folder in
      let path = folder + "/" + String(repeating: "n", count: 255)
      try Files.writeAtomically([1], to: path)
      #expect(try Files.read(path, limit: 1) == [1])
    }
  }

  @Test func aBareNameIsInTheCurrentFolder() throws {
    let name = "files-\(UUID().uuidString)"
    defer { unlink(name) }
    try Files.writeAtomically([4], to: name)
    #expect(try Files.read("./" + name, limit: 1) == [4])
    #expect(Files.folder(of: name) == "." && Files.folder(of: "/a") == "/")
    #expect(Files.folder(of: "a/b") == "a" && Files.folder(of: "/a/b") == "/a")
  }

  @Test func aReaderSeesOneContentOrTheOther() async throws {
    try await withTemporaryFolder { folder in
      let path = folder + "/a"
      let contents = [UInt8](1...2).map { [UInt8](repeating: $0, count: 20_000 * Int($0)) }
      try Files.writeAtomically(contents[0], to: path)
      try await withThrowingTaskGroup(of: Void.self) { group in
        group.addTask {
          for turn in 0..<50 { try Files.writeAtomically(contents[turn % 2], to: path) }
        }
        group.addTask {
          for _ in 0..<200 {
            let content = try Files.read(path, limit: 50_000)
            #expect(contents.contains(content))
          }
        }
        try await group.waitForAll()
      }
      #expect(try names(in: folder) == ["a"])
    }
  }

  @Test func linesOfSeveralWritersNeverMix() async throws {
    try await withTemporaryFolder { folder in
      let path = folder + "/metrics.csv"
      let row = String(repeating: "0.25,", count: 50)
      try await withThrowingTaskGroup(of: Void.self) { group in
        for writer in 0..<4 {
          group.addTask {
            for line in 0..<50 { try Files.appendLine("\(writer),\(line),\(row)", to: path) }
          }
        }
        try await group.waitForAll()
      }
      let text = String(decoding: try Files.read(path, limit: 1_000_000), as: UTF8.self)
      let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
      let expected = (0..<4).flatMap { writer in (0..<50).map { "\(writer),\($0),\(row)" } }
      #expect(lines.last == "" && lines.dropLast().map(String.init).sorted() == expected.sorted())
    }
  }

  @Test func anOddLineIsRefusedAndAnEmptyOneIsNot() async throws {
    try await withTemporaryFolder { folder in
      let path = folder + "/a"
      try Files.appendLine("", to: path)
      for line in ["a\nb", "\r\n"] {
        #expect(fileError { () throws(FileError) in try Files.appendLine(line, to: path) } != nil)
      }
      #expect(try Files.read(path, limit: 9) == [10])
    }
  }
}
