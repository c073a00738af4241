import Datasets
import FileAccess
import Foundation
import Synchronization

/// A published data set that is small enough for tests.
struct Toy {
  let training: LabeledImages
  let test: LabeledImages
  /// The content of each file, not compressed.
  let files: [DatasetFile: [UInt8]]
  let published: PublishedDataset

  init(mirrors: [String] = [], systemFolders: [String] = []) throws {
    training = try Fixtures.set(count: 20, name: "Toy")
    test = try Fixtures.set(count: 10, name: "Toy")
    files = [
      .trainingImages: IDXFile.encodeImages(of: training),
      .trainingLabels: IDXFile.encodeLabels(of: training),
      .testImages: IDXFile.encodeImages(of: test),
      .testLabels: IDXFile.encodeLabels(of: test),
    ]
    published = PublishedDataset(
      name: "Toy", folder: "toy", classNames: Fixtures.digits, systemFolders: systemFolders,
      mirrors: mirrors, checksums: files.compactMapValues(SHA256.hexadecimal))
  }

  /// Writes the files into a folder, under names that a test may choose.
  func write(to folder: String, name: (DatasetFile) -> String = { $0.name + ".gz" }) throws {
    try Files.createFolder(folder)
    for (file, content) in files {
      let name = name(file)
      let bytes = name.hasSuffix(".gz") ? try IDXFile.gzipped(content) : content
      try Files.writeAtomically(bytes, to: "\(folder)/\(name)")
    }
  }

  /// What a server that publishes the files says.
  func replies() throws -> [String: TestServer.Reply] {
    var replies: [String: TestServer.Reply] = [:]
    for (file, content) in files {
      replies[file.name + ".gz"] = TestServer.Reply(body: try IDXFile.gzipped(content))
    }
    return replies
  }

  /// A loader for which `mnist` means this data set.
  func loader(
    _ environment: [String: String] = [:], cache: String, download: Bool = false,
    log: Lines = Lines()
  ) -> DatasetLoader {
    var loader = DatasetLoader(
      environment: environment, cacheFolder: cache, allowDownload: download,
      log: { log.add($0) }, progress: { log.add($0.description) })
    loader.mnist = published
    // On a busy machine a server in the next thread may be slow as well.
    loader.patience = 600
    return loader
  }
}

/// The lines that a loader logs.
final class Lines: Sendable {
  private let lines = Mutex<[String]>([])

  func add(_ line: String) { lines.withLock { $0.append(line) } }
  var all: [String] { lines.withLock { $0 } }
}

/// Gives a test a new empty folder, and removes it afterwards.
func withTemporaryFolder<T>(_ work: (String) throws -> T) throws -> T {
  let folder = FileManager.default.temporaryDirectory.path + "/dlcore-\(UUID().uuidString)"
  try Files.createFolder(folder)
  defer { try? FileManager.default.removeItem(atPath: folder) }
  return try work(folder)
}

/// The names in a folder, sorted; none when it does not exist.
func names(in folder: String) -> [String] {
  (try? FileManager.default.contentsOfDirectory(atPath: folder).sorted()) ?? []
}
