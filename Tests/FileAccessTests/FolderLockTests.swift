import FileAccess
import Foundation
import Synchronization
import Testing

@Suite struct FolderLockTests {
  @Test func aFolderIsLockedAsLongAsTheLockLives() async throws {
    try await withTemporaryFolder { folder in
      var first = try FolderLock(folder)
      #expect(first != nil)
      #expect(try FolderLock(folder) == nil)
      // Another way to the same folder.
      #expect(try FolderLock(folder + "/../" + (folder as NSString).lastPathComponent) == nil)
      #expect(try names(in: folder) == [])
      first = nil
      #expect(try FolderLock(folder) != nil)
    }
  }

  @Test func whatIsNoFolderCannotBeLocked() async throws {
    try await withTemporaryFolder { folder in
      try Files.writeAtomically([1], to: folder + "/file")
      for (name, problem) in [
        ("file", "cannot be opened as a folder: Not a directory"),
        ("none", "cannot be opened as a folder: No such file or directory"),
      ] {
        let path = "\(folder)/\(name)"
        let error = fileError { () throws(FileError) in _ = try FolderLock(path) }
        #expect(error == FileError(path: path, problem: problem))
      }
    }
  }
}

@Suite struct TemporaryFileTests {
  @Test func onlyUnfinishedFilesAreRemoved() async throws {
    try await withTemporaryFolder { folder in
      let kept = [".dlcore", ".dlcore-1-a", "a.tmp", "model"]
      for name in kept + [".dlcore-1-a.tmp", ".dlcore-99-zz.tmp"] {
        try Files.writeAtomically([1], to: "\(folder)/\(name)")
      }
      Files.removeUnfinished(in: folder)
      #expect(try names(in: folder) == kept)
      Files.removeUnfinished(in: folder + "/none")
    }
  }

  /// Another program may be writing a result into the folder just now.
  @Test func aFileThatIsBeingWrittenStays() async throws {
    try await withTemporaryFolder { folder in
      let path = folder + "/model"
      try Files.replace(path) { (descriptor) throws(FileError) in
        Files.removeUnfinished(in: folder)
        try Files.writeBytes([7], to: descriptor, path: path)
      }
      #expect(try Files.read(path, limit: 1) == [7])
      #expect(try names(in: folder) == ["model"])
    }
  }

  /// A name that somebody could have foreseen might lead to a file of theirs, or of ours.
  @Test func aProbeTouchesNothingThatIsThere() async throws {
    try await withTemporaryFolder { folder in
      try Files.writeAtomically([1], to: folder + "/victim")
      #expect(symlink("victim", folder + "/.write-test") == 0)
      try Files.requireWritable(folder: folder)
      #expect(try names(in: folder) == [".write-test", "victim"])
      #expect(try Files.read(folder + "/victim", limit: 1) == [1])
      let none = folder + "/none"
      let error = fileError { () throws(FileError) in try Files.requireWritable(folder: none) }
      #expect(error?.problem == "files cannot be written here: No such file or directory")
    }
  }
}

/// What a writer and a watcher tell each other.
private final class Moment: Sendable {
  let isWatched = Atomic(false)
  let isOver = Atomic(false)
  let hasEnded = Atomic(false)
  let misses = Atomic(0)
}

@Suite struct OlderVersionTests {
  @Test func theVersionBeforeIsKept() async throws {
    try await withTemporaryFolder { folder in
      let (last, previous) = (folder + "/last", folder + "/previous")
      for version in UInt8(1)...3 {
        try Files.writeAtomically([version], to: last, keepingOldAs: previous)
        #expect(try Files.read(last, limit: 1) == [version])
        #expect(Files.exists(previous) == (version > 1))
      }
      #expect(try Files.read(previous, limit: 1) == [2])
      #expect(try names(in: folder) == ["last", "previous"])
    }
  }

  /// A reader, or whoever comes after a crash, finds the newest version at every moment.
  @Test func thereIsAlwaysALastVersion() async throws {
    try await withTemporaryFolder { folder in
      let (last, previous) = (folder + "/last", folder + "/previous")
      try Files.writeAtomically([0], to: last)
      let moment = Moment()
      // Where there is one processor, all tasks share one thread: the watcher has its own.
      Thread.detachNewThread {
        repeat {
          if !Files.exists(last) { moment.misses.add(1, ordering: .relaxed) }
          moment.isWatched.store(true, ordering: .relaxed)
        } while !moment.isOver.load(ordering: .relaxed)
        moment.hasEnded.store(true, ordering: .releasing)
      }
      defer { moment.isOver.store(true, ordering: .relaxed) }
      while !moment.isWatched.load(ordering: .relaxed) { await Task.yield() }
      for version in UInt8(1)...200 {
        try Files.writeAtomically([version], to: last, keepingOldAs: previous)
      }
      moment.isOver.store(true, ordering: .relaxed)
      while !moment.hasEnded.load(ordering: .acquiring) { await Task.yield() }
      #expect(moment.misses.load(ordering: .relaxed) == 0)
    }
  }

  /// After a crash between the two changes both names lead to one file.
  @Test func equalVersionsArePartedAgain() async throws {
    try await withTemporaryFolder { folder in
      let (last, previous) = (folder + "/last", folder + "/previous")
      try Files.writeAtomically([1], to: last)
      #expect(link(last, previous) == 0)
      try Files.writeAtomically([2], to: last, keepingOldAs: previous)
      #expect(try Files.read(last, limit: 1) == [2])
      #expect(try Files.read(previous, limit: 1) == [1])
      #expect(try names(in: folder) == ["last", "previous"])
    }
  }

  /// Both versions stay where the new one cannot be written, or not be put in its place.
  @Test func aFailureChangesNeither() async throws {
    try await withTemporaryFolder { folder in
      let last = folder + "/last"
      try Files.writeAtomically([1], to: last)
      try Files.createFolder(folder + "/previous/full")
      let error = fileError { () throws(FileError) in
        try Files.writeAtomically([2], to: last, keepingOldAs: folder + "/previous")
      }
      #expect(error?.path == folder + "/previous")
      #expect(error?.problem == "cannot be replaced: Is a directory")
      #expect(try Files.read(last, limit: 1) == [1])
      #expect(try names(in: folder) == ["last", "previous"])
      let other = fileError { () throws(FileError) in
        try Files.writeAtomically([2], to: folder + "/previous", keepingOldAs: last)
      }
      #expect(other == FileError(path: folder + "/previous", problem: "is a folder, not a file"))
    }
  }
}
