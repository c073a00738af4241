import Datasets
import FileAccess
import Testing

@Suite struct DownloadTests {
  /// A port that nothing listens on: the discard service, which is long out of use.
  static let dead = "http://127.0.0.1:9/"

  @Test func whatIsDownloadedIsKeptAndNotFetchedAgain() throws {
    let server = try TestServer(Toy().replies())
    let toy = try Toy(mirrors: [server.root])
    try withTemporaryFolder { folder in
      let lines = Lines()
      let loader = toy.loader(cache: "\(folder)/a/b", download: true, log: lines)
      let pair = try loader.load(.mnist)
      #expect(pair.training == toy.training)
      #expect(pair.test == toy.test)
      #expect(pair.source == server.root)
      let files = DatasetFile.allCases.map { $0.name + ".gz" }
      #expect(server.paths == files)
      #expect(names(in: "\(folder)/a/b/toy") == files.sorted())
      #expect(lines.all.contains("downloading \(server.root)train-images-idx3-ubyte.gz"))
      #expect(lines.all.contains { $0.contains("(100 %)") })
      #expect(lines.all.last == "Toy is kept in \(folder)/a/b/toy")
      #expect(try loader.load(.auto).source == "\(folder)/a/b/toy")
      #expect(server.paths.count == 4)
    }
  }

  /// Three bytes that are no IDX file, and a sound file with other labels.
  @Test(arguments: [[1, 2, 3], [0, 0, 8, 1, 0, 0, 0, 10] + [UInt8](repeating: 4, count: 10)])
  func aDamagedCacheIsReplaced(bytes: [UInt8]) throws {
    let server = try TestServer(Toy().replies())
    let toy = try Toy(mirrors: [server.root])
    try withTemporaryFolder { folder in
      try toy.write(to: "\(folder)/toy")
      let path = "\(folder)/toy/t10k-labels-idx1-ubyte.gz"
      try Files.writeAtomically(bytes, to: path)
      let loader = toy.loader(cache: folder, download: true)
      #expect(try loader.load(.mnist).source == server.root)
      #expect(try loader.load(.mnist).source == "\(folder)/toy")
    }
  }

  @Test func theNextMirrorIsTriedAndThenPreferred() throws {
    let server = try TestServer(Toy().replies())
    let empty = try TestServer([:])
    let toy = try Toy(mirrors: [empty.root, server.root])
    try withTemporaryFolder { folder in
      let pair = try toy.loader(cache: folder, download: true).load(.mnist)
      #expect(pair.source == server.root)
      #expect(empty.paths.count == 1)
      #expect(server.paths.count == 4)
    }
  }

  @Test func aServerThatSendsPlainFilesWillDo() throws {
    let toy = try Toy()
    let server = try TestServer(
      Dictionary(
        uniqueKeysWithValues: toy.files.map { ("\($0.name).gz", TestServer.Reply(body: $1)) }))
    let served = try Toy(mirrors: [server.root])
    try withTemporaryFolder { folder in
      let loader = served.loader(cache: folder, download: true)
      #expect(try loader.load(.mnist).training == toy.training)
      #expect(try loader.load(.mnist).source == "\(folder)/toy")
      let stored = try Files.read("\(folder)/toy/train-images-idx3-ubyte.gz", limit: 1 << 20)
      #expect(Gzip.isCompressed(stored))
    }
  }

  struct Refusal: CustomTestStringConvertible, Sendable {
    let testDescription: String
    let reply: TestServer.Reply
    let problem: String
  }

  static let refusals = [
    Refusal(
      testDescription: "a web page", reply: .init(body: Array("<html>Blocked</html>".utf8)),
      problem: "looks like a web page, not an IDX file; the download was probably refused"),
    Refusal(
      testDescription: "404", reply: .init(status: "404 Not Found", body: [0]),
      problem: "cannot be fetched: the server answered 404 (not found)"),
    Refusal(
      testDescription: "403 with nothing", reply: .init(status: "403 Forbidden", body: []),
      problem: "cannot be fetched: the server answered 403 (forbidden)"),
    Refusal(
      testDescription: "an empty file", reply: .init(body: []),
      problem: "is empty; an IDX file of labels was expected"),
    Refusal(
      testDescription: "a short file", reply: .init(body: [0, 0, 8, 1, 0, 0, 0, 10, 1]),
      problem: "is truncated: it has 9 of 18 bytes"),
    Refusal(
      testDescription: "another file",
      reply: .init(body: [0, 0, 8, 1, 0, 0, 0, 1, 7]),
      problem: "is not the published file of Toy: its content has the SHA-256 "),
    Refusal(
      testDescription: "a broken connection",
      reply: .init(body: [0, 0, 8, 1], announcedLength: 100), problem: "cannot be fetched: "),
    Refusal(
      testDescription: "a giant", reply: .init(body: [0, 0, 8, 1], announcedLength: 1 << 40),
      problem: "sends more than the 67108864 bytes that are accepted"),
  ]

  /// The last of the four files is bad: nothing may be left of the other three.
  @Test(arguments: refusals)
  func aFailedDownloadLeavesNothingBehind(_ refusal: Refusal) throws {
    var replies = try Toy().replies()
    replies["t10k-labels-idx1-ubyte.gz"] = refusal.reply
    let server = try TestServer(replies)
    let toy = try Toy(mirrors: [server.root])
    try withTemporaryFolder { folder in
      let loader = toy.loader(cache: "\(folder)/cache", download: true)
      let line = try #require(problem { try loader.load(.mnist) })
      #expect(
        line.contains(
          "/cache/toy; download failed: "
            + "\(server.root)t10k-labels-idx1-ubyte.gz: \(refusal.problem)"), "\(line)")
      #expect(line.hasSuffix("; give the folder that holds its four IDX files with --data DIR"))
      #expect(!line.contains("\n"))
      #expect(names(in: folder).isEmpty)
    }
  }

  @Test func autoDrawsDigitsWhenTheDownloadFails() throws {
    let toy = try Toy(mirrors: [Self.dead])
    try withTemporaryFolder { folder in
      let lines = Lines()
      let pair = try toy.loader(cache: folder, download: true, log: lines).load(.auto)
      #expect(pair.training.name == "synthetic digits")
      let line = try #require(lines.all.last)
      #expect(
        line.hasPrefix("no Toy: not on this machine, download failed (cannot be fetched: "),
        "\(line)")
      #expect(
        line.hasSuffix("); using drawn digits instead (--data DIR names real ones)"), "\(line)")
      #expect(!line.contains("\n"))
    }
  }

  @Test func theSummaryOfAFailureStaysShort() {
    let long = DatasetError(path: "a", problem: String(repeating: "x", count: 500))
    let short = DatasetError(path: "b", problem: "is empty")
    let failure = DownloadFailure(attempts: [long, short])
    #expect(failure.summary == String(repeating: "x", count: 79) + "…")
    #expect(failure.description == "\(long); \(short)")
    #expect(DownloadFailure(attempts: [short, long]).summary == "is empty")
  }

  @Test func dataThatCannotBeKeptCanBeUsed() throws {
    let server = try TestServer(Toy().replies())
    let toy = try Toy(mirrors: [server.root])
    try withTemporaryFolder { folder in
      try Files.writeAtomically([], to: "\(folder)/file")
      let lines = Lines()
      let loader = toy.loader(cache: "\(folder)/file", download: true, log: lines)
      #expect(try loader.load(.mnist).training == toy.training)
      #expect(lines.all.last?.hasPrefix("Toy cannot be kept for the next time: ") == true)
      #expect(names(in: folder) == ["file"])
    }
  }

  @Test func moreThanTheLimitIsRefused() throws {
    let server = try TestServer(["big": .init(body: [UInt8](repeating: 1, count: 100_000))])
    #expect(try Download.fetch(server.root + "big", limit: 100_000) { _, _ in }.count == 100_000)
    #expect(
      problem { try Download.fetch(server.root + "big", limit: 99_999) { _, _ in } }
        == "\(server.root)big: sends more than the 99999 bytes that are accepted")
  }

  @Test(arguments: [
    TestServer.Reply(body: [1, 2, 3], sentLength: 0),
    TestServer.Reply(body: [1, 2, 3], sentLength: 20),
    TestServer.Reply(body: [1, 2, 3], announcedLength: 100, sentLength: .max),
  ])
  func aSilentServerIsGivenUp(reply: TestServer.Reply) throws {
    let server = try TestServer(["slow": reply])
    let line = problem {
      try Download.fetch(server.root + "slow", patience: 1) { _, _ in }
    }
    #expect(
      line == "\(server.root)slow: cannot be fetched: the server was silent for 1.0 seconds")
  }

  @Test(arguments: ["", "nonsense", "http://", "a b"])
  func badAddressesAreNamed(address: String) {
    #expect(
      problem { try Download.fetch(address) { _, _ in } }
        == "\(address): is not an address that can be fetched")
  }

  @Test func progressIsOneLine() {
    var progress = DownloadProgress(file: "f", received: 4_900_000, expected: 9_800_000, seconds: 2)
    #expect(progress.description == "f: 4.9 MB of 9.8 MB (50 %), 2.5 MB/s")
    progress.expected = nil
    progress.seconds = 0
    #expect(progress.description == "f: 4.9 MB, 0.0 MB/s")
  }
}
