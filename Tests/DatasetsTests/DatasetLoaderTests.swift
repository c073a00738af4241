import Datasets
import FileAccess
import Testing

@Suite struct DatasetLoaderTests {
  @Test(arguments: [
    ("auto", DatasetChoice.auto), ("mnist", .mnist), ("fashion-mnist", .fashionMNIST),
    ("synthetic", .synthetic), ("./my digits", .folder("./my digits")), ("MNIST", .folder("MNIST")),
  ])
  func choicesAreReadAndWritten(text: String, choice: DatasetChoice) throws {
    #expect(try DatasetChoice(text) == choice)
    #expect(choice.description == text)
  }

  @Test func anEmptyChoiceIsAnError() {
    #expect(
      problem { try DatasetChoice("") }
        == "--data: is empty; give auto, mnist, fashion-mnist, synthetic, or a folder of IDX files")
  }

  static let namings: [@Sendable (DatasetFile) -> String] = [
    { $0.name }, { $0.name + ".gz" }, { $0.name.replacing("-idx", with: ".idx") },
    { $0.name.replacing("-idx", with: ".idx") + ".gz" },
  ]

  @Test(arguments: 0..<4)
  func aFolderMayUseAnyOfTheUsualNames(naming: Int) throws {
    let toy = try Toy()
    try withTemporaryFolder { folder in
      try toy.write(to: folder, name: Self.namings[naming])
      let pair = try toy.loader(cache: folder + "/none").load(.folder(folder))
      #expect(pair.training == toy.training)
      #expect(pair.test == toy.test)
      #expect(pair.source == folder)
    }
  }

  @Test func compressionIsToldByContentNotByName() throws {
    let toy = try Toy()
    try withTemporaryFolder { folder in
      try Files.createFolder(folder)
      for (file, content) in toy.files {
        try Files.writeAtomically(content, to: "\(folder)/\(file.name).gz")
      }
      #expect(try toy.loader(cache: folder).load(.folder(folder)).training == toy.training)
    }
  }

  /// A folder's name says nothing about what is in it.
  @Test func aFolderThatIsCalledLikeADataSetIsNotTakenForIt() throws {
    let toy = try Toy()
    try withTemporaryFolder { folder in
      try toy.write(to: folder)
      var loader = DatasetLoader(environment: [:])
      loader.mnist.name = folder
      #expect(try loader.load(.folder(folder)).training.name == "\(folder)/")
    }
  }

  @Test func peoplesOwnPicturesNeedNotBeMNIST() throws {
    let toy = try Toy()
    try withTemporaryFolder { folder in
      try toy.write(to: folder)
      let lines = Lines()
      let pair = try DatasetLoader(environment: [:], log: { lines.add($0) }).load(.folder(folder))
      #expect(pair.training.name == folder)
      #expect(pair.training.classNames == Fixtures.digits)
      #expect(lines.all.isEmpty)
    }
  }

  @Test func badFoldersAreNamed() throws {
    let toy = try Toy()
    try withTemporaryFolder { folder in
      let loader = toy.loader(cache: folder + "/cache")
      func outcome() -> String? { problem { try loader.load(.folder(folder)) } }
      #expect(
        problem { try loader.load(.folder(folder + "/mnits")) }
          == "\(folder)/mnits: there is no such folder; "
          + "give auto, mnist, fashion-mnist, synthetic, or a folder of IDX files")
      #expect(
        outcome() == "\(folder): lacks train-images-idx3-ubyte, train-labels-idx1-ubyte, "
          + "t10k-images-idx3-ubyte, t10k-labels-idx1-ubyte (each may end in .gz)")
      try toy.write(to: folder)
      let labels = "\(folder)/t10k-labels-idx1-ubyte.gz"
      let images = "\(folder)/t10k-images-idx3-ubyte.gz"
      try Files.writeAtomically(IDXFile.encodeLabels(of: toy.test.prefix(9)), to: labels)
      #expect(outcome() == "\(images): has 10 images, but \(labels) has 9 labels")
      try Files.writeAtomically([], to: labels)
      #expect(outcome() == "\(labels): is empty; an IDX file of labels was expected")
      let wide = try Fixtures.set(count: 10, height: 14, width: 28)
      try Files.writeAtomically(IDXFile.encodeImages(of: wide), to: images)
      try Files.writeAtomically(IDXFile.encodeLabels(of: wide), to: labels)
      #expect(outcome() == "\(images): has images of 14x28 pixels; 28x28 are needed")
      try Files.writeAtomically(IDXFile.encodeImages(of: toy.test.prefix(0)), to: images)
      try Files.writeAtomically(IDXFile.encodeLabels(of: toy.test.prefix(0)), to: labels)
      #expect(outcome() == "\(images): has no images")
    }
  }

  @Test func providedFilesComeBeforeTheCacheAndTheSystem() throws {
    try withTemporaryFolder { folder in
      let toy = try Toy(systemFolders: ["\(folder)/system"])
      let environment = ["DLCORE_DATA": "\(folder)/provided"]
      let loader = toy.loader(environment, cache: "\(folder)/cache")
      for place in ["system", "cache/toy", "provided/toy"] {
        try toy.write(to: "\(folder)/\(place)")
        #expect(try loader.load(.mnist).source == "\(folder)/\(place)")
        #expect(try loader.load(.auto).training == toy.training)
      }
    }
  }

  @Test func anIncompleteFolderIsPassedOverAndMentioned() throws {
    let toy = try Toy()
    try withTemporaryFolder { folder in
      let loader = toy.loader(["DLCORE_DATA": folder], cache: "\(folder)/cache")
      try Files.createFolder("\(folder)/toy")
      try Files.writeAtomically([0], to: "\(folder)/toy/train-images-idx3-ubyte")
      #expect(
        problem { try loader.load(.mnist) }
          == "Toy: not found in \(folder)/toy (which lacks train-labels-idx1-ubyte, "
          + "t10k-images-idx3-ubyte, t10k-labels-idx1-ubyte), \(folder)/cache/toy; "
          + "downloads are switched off; "
          + "give the folder that holds its four IDX files with --data DIR")
    }
  }

  @Test func otherContentIsUsedWhereAPersonPutItButNotInSilence() throws {
    let toy = try Toy()
    try withTemporaryFolder { folder in
      try toy.write(to: "\(folder)/toy")
      let path = "\(folder)/toy/t10k-labels-idx1-ubyte.gz"
      let others = try toy.test.subset((0..<10).reversed())
      try Files.writeAtomically(IDXFile.encodeLabels(of: others), to: path)
      let lines = Lines()
      let loader = toy.loader(["DLCORE_DATA": folder], cache: "\(folder)/cache", log: lines)
      #expect(try loader.load(.mnist).test.labels == others.labels)
      let digests = [IDXFile.encodeLabels(of: others), IDXFile.encodeLabels(of: toy.test)]
        .compactMap(SHA256.hexadecimal)
      #expect(
        lines.all == [
          "note: \(path): is not the published file of Toy: its content has the SHA-256 "
            + "\(digests[0]), not \(digests[1])"
        ])
    }
  }

  @Test func damagedFilesOfAPersonAreAnErrorEvenForAuto() throws {
    let toy = try Toy()
    try withTemporaryFolder { folder in
      try toy.write(to: "\(folder)/toy")
      let path = "\(folder)/toy/train-labels-idx1-ubyte.gz"
      try Files.writeAtomically([0, 0, 8, 1, 0, 0, 0, 9], to: path)
      let loader = toy.loader(["DLCORE_DATA": folder], cache: "\(folder)/cache")
      for choice in [DatasetChoice.auto, .mnist] {
        #expect(
          problem { try loader.load(choice) } == "\(path): is truncated: it has 8 of 17 bytes")
      }
    }
  }

  @Test func autoSaysWhyItDrawsTheDigitsItself() throws {
    let toy = try Toy()
    try withTemporaryFolder { folder in
      let lines = Lines()
      let pair = try toy.loader(cache: folder, log: lines).load(.auto)
      #expect(pair.training.name == "synthetic digits")
      #expect(pair.training.count == 12_000)
      #expect(pair.test.count == 2_000)
      #expect(
        lines.all == [
          "no Toy: not on this machine, downloads are switched off; using drawn digits instead "
            + "(--data DIR names real ones)"
        ])
    }
  }

  @Test(arguments: [
    (["XDG_CACHE_HOME": "/x", "HOME": "/h"], "/x/dlcore"),
    (["XDG_CACHE_HOME": "relative", "HOME": "/h"], "/h/.cache/dlcore"),
    (["XDG_CACHE_HOME": "", "HOME": "/h"], "/h/.cache/dlcore"), (["HOME": ""], nil), ([:], nil),
  ])
  func theCacheIsTheUsers(environment: [String: String], folder: String?) {
    #expect(DatasetLoader(environment: environment).cacheFolder == folder)
  }
}
