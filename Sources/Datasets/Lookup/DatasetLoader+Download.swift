import FileAccess
import Foundation

extension DatasetLoader {
  /// Downloads and checks all four files, then keeps them in the cache.
  ///
  /// Nothing is written before every file has proved to be the published one.
  func download(_ published: PublishedDataset) throws(DownloadFailure) -> DatasetPair {
    var mirrors = published.mirrors
    var contents = DatasetContents()
    var stored: [(name: String, bytes: [UInt8])] = []
    for file in DatasetFile.allCases {
      let bytes = try fetch(file, of: published, from: &mirrors, into: &contents)
      let compressed = try DownloadFailure.wrapping { () throws(DatasetError) in
        Gzip.isCompressed(bytes) ? bytes : try Gzip.compress(bytes)
      }
      stored.append((file.name + ".gz", compressed))
    }
    let pair = try DownloadFailure.wrapping { () throws(DatasetError) in
      try contents.pair(
        name: published.name, classNames: published.classNames, source: mirrors.first ?? "")
    }
    keep(stored, of: published)
    return pair
  }

  /// Fetches one file from the first mirror that has it as published.
  ///
  /// That mirror comes first for the next file, so that one which is down is asked only once.
  private func fetch(
    _ file: DatasetFile, of published: PublishedDataset, from mirrors: inout [String],
    into contents: inout DatasetContents
  ) throws(DownloadFailure) -> [UInt8] {
    var failures: [DatasetError] = []
    for (index, mirror) in mirrors.enumerated() {
      let address = "\(mirror)\(file.name).gz"
      do throws(DatasetError) {
        let bytes = try fetch(address, file)
        try contents.add(file, bytes, path: address)
        if let difference = contents.difference(of: file, from: published) { throw difference }
        mirrors.swapAt(0, index)
        return bytes
      } catch {
        failures.append(error)
      }
    }
    if failures.isEmpty {
      failures.append(DatasetError(path: file.name, problem: "no mirror is known"))
    }
    throw DownloadFailure(attempts: failures)
  }

  private func fetch(_ address: String, _ file: DatasetFile) throws(DatasetError) -> [UInt8] {
    log("downloading \(address)")
    let (clock, report) = (ContinuousClock(), progress)
    let start = clock.now
    return try Download.fetch(address, patience: patience) { received, expected in
      report(
        DownloadProgress(
          file: file.name + ".gz", received: received, expected: expected,
          seconds: (clock.now - start) / .seconds(1)))
    }
  }

  /// Writes all files to the cache or none; the data can be used even if they cannot be kept.
  private func keep(
    _ stored: [(name: String, bytes: [UInt8])], of published: PublishedDataset
  ) {
    guard let folder = cacheFolder(of: published) else { return }
    var written: [String] = []
    do throws(FileError) {
      try Files.createFolder(folder)
      for (name, bytes) in stored {
        try Files.writeAtomically(bytes, to: "\(folder)/\(name)")
        written.append("\(folder)/\(name)")
      }
      log("\(published.name) is kept in \(folder)")
    } catch {
      for path in written { try? FileManager.default.removeItem(atPath: path) }
      log("\(published.name) cannot be kept for the next time: \(error)")
    }
  }
}
