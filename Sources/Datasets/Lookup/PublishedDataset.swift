/// A data set that is published as four IDX files: what it is called and how it is recognised.
public struct PublishedDataset: Sendable, Hashable {
  /// What people call it: `MNIST`.
  public var name: String
  /// The name of its folder in `$DLCORE_DATA` and in the cache: `mnist`.
  public var folder: String
  /// The name of each of the ten classes.
  public var classNames: [String]
  /// Folders in which a package of the operating system installs it.
  public var systemFolders: [String]
  /// Addresses of public copies, each ending in `/`, to which a file's name is added.
  public var mirrors: [String]
  /// The SHA-256 of the decompressed content of each file, in lower-case hexadecimal.
  public var checksums: [DatasetFile: String]

  /// Describes a data set.
  package init(
    name: String, folder: String, classNames: [String], systemFolders: [String], mirrors: [String],
    checksums: [DatasetFile: String]
  ) {
    self.name = name
    self.folder = folder
    self.classNames = classNames
    self.systemFolders = systemFolders
    self.mirrors = mirrors
    self.checksums = checksums
  }
}

/// One of the four files of a published data set.
public enum DatasetFile: String, Sendable, Hashable, CaseIterable {
  /// The pictures to learn from.
  case trainingImages = "train-images"
  /// Their labels.
  case trainingLabels = "train-labels"
  /// The pictures to test on.
  case testImages = "t10k-images"
  /// Their labels.
  case testLabels = "t10k-labels"

  var kind: IDXKind {
    switch self {
    case .trainingImages, .testImages: .images
    case .trainingLabels, .testLabels: .labels
    }
  }

  /// The name under which it is published.
  public var name: String { "\(rawValue)-\(suffix)" }

  /// The names under which people have it: some programs write a dot for the second dash.
  var names: [String] { [name, "\(rawValue).\(suffix)"].flatMap { ["\($0).gz", $0] } }

  private var suffix: String { kind == .images ? "idx3-ubyte" : "idx1-ubyte" }
}
