/// Which data set a person asked for: the meaning of `--data`.
public enum DatasetChoice: Sendable, Hashable, CustomStringConvertible {
  /// MNIST where it can be had, else digits that the program draws.
  case auto
  /// Handwritten digits.
  case mnist
  /// Pictures of clothes.
  case fashionMNIST
  /// Digits that the program draws.
  case synthetic
  /// The four IDX files in a folder.
  case folder(String)

  /// Reads a choice: `auto`, `mnist`, `fashion-mnist`, `synthetic`, or else the path of a folder.
  ///
  /// Throws a `DatasetError` for an empty text.
  public init(_ text: String) throws(DatasetError) {
    switch text {
    case "auto": self = .auto
    case "mnist": self = .mnist
    case "fashion-mnist": self = .fashionMNIST
    case "synthetic": self = .synthetic
    case "": throw DatasetError(path: "--data", problem: "is empty; \(Self.expected)")
    default: self = .folder(text)
    }
  }

  /// The text that this choice is read from.
  public var description: String {
    switch self {
    case .auto: "auto"
    case .mnist: "mnist"
    case .fashionMNIST: "fashion-mnist"
    case .synthetic: "synthetic"
    case .folder(let path): path
    }
  }

  /// What a choice may be, for messages.
  static let expected = "give auto, mnist, fashion-mnist, synthetic, or a folder of IDX files"
}
