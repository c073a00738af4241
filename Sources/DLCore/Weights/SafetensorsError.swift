/// Why bytes are not a safetensors file that can be read, or an archive cannot be written as one.
public struct SafetensorsError: Error, Hashable, Sendable, CustomStringConvertible {
  /// The rule that was broken.
  public var kind: Kind
  /// One line that says what is wrong and what would be right, naming the tensor or the place;
  /// begins in lower case and leaves out the file's path, which the file layer adds.
  public var problem: String

  /// Creates an error.
  public init(_ kind: Kind, _ problem: String) {
    self.kind = kind
    self.problem = problem
  }

  /// The problem.
  public var description: String { problem }

  /// The rules of the format, one each.
  public enum Kind: String, Sendable, Hashable, CaseIterable {
    // The frame around the header.
    /// The file is too short to hold the eight bytes of the header's length.
    case fileTooShort
    /// The header is longer than the limit.
    case headerTooLong
    /// The header reaches past the end of the file.
    case headerPastEnd
    /// The header does not begin with `{`.
    case headerStart
    /// The header is not UTF-8.
    case invalidUTF8
    /// Something other than spaces follows the header's object.
    case headerTrailing

    // The header as JSON.
    /// The header is not JSON: a mark is missing or misplaced, or the text ends early.
    case invalidJSON
    /// A string holds a raw control character, an unknown escape or half a surrogate pair.
    case invalidString
    /// A number is not a non-negative integer written in plain digits.
    case invalidNumber
    /// A number does not fit in the machine's integers.
    case numberTooLarge
    /// An object has the same key twice.
    case duplicateKey

    // The header's content.
    /// `__metadata__` is not an object of strings.
    case invalidMetadata
    /// There are more pairs of metadata than the limit.
    case tooMuchMetadata
    /// A tensor's description is not an object.
    case invalidEntry
    /// A tensor's description has a field that the format does not know.
    case unknownField
    /// A tensor's description lacks `dtype`, `shape` or `data_offsets`.
    case missingField
    /// A tensor's name is empty, too long, reserved or holds a control character.
    case invalidName
    /// There are more tensors than the limit.
    case tooManyTensors
    /// A tensor's type is not a string, or no type of the format.
    case unknownType
    /// A tensor's type is one that weights do not have, such as an integer type.
    case unsupportedType
    /// A shape is not a list of sizes.
    case invalidShape
    /// A tensor has more axes than the limit.
    case rankTooLarge
    /// A shape holds more bytes than the machine's integers can count.
    case shapeOverflow
    /// `data_offsets` is not a pair of numbers in rising order.
    case invalidOffsets

    // The data.
    /// A tensor's range is not as long as its type and shape need.
    case sizeMismatch
    /// There are bytes between two tensors, or before the first.
    case hole
    /// Two tensors share bytes.
    case overlap
    /// A tensor reaches past the end of the file.
    case dataPastEnd
    /// There are bytes after the last tensor.
    case trailingData

    // Checksums.
    /// A checksum is not eight lower-case hexadecimal digits.
    case invalidChecksum
    /// Some parts of the file have a checksum and this one does not.
    case missingChecksum
    /// There is a checksum of a tensor that the file does not have.
    case strayChecksum
    /// The content does not match its checksum: it was damaged or changed.
    case checksumMismatch

    // Archives that cannot be written.
    /// A tensor does not have as many scalars as its shape says.
    case scalarCount
    /// A metadata key begins with `crc32c.`, which belongs to the format.
    case reservedKey
  }
}

extension SafetensorsError {
  /// Text from a file made fit for an error line: in quotes, printable, at most 64 characters.
  static func quoted(_ text: String) -> String {
    var shown = "'"
    for scalar in text.unicodeScalars.prefix(64) {
      switch scalar.properties.generalCategory {
      case .control, .format, .lineSeparator, .paragraphSeparator, .privateUse, .unassigned:
        shown += "\\u{\(String(scalar.value, radix: 16))}"
      default: shown.unicodeScalars.append(scalar)
      }
    }
    return shown + (text.unicodeScalars.dropFirst(64).isEmpty ? "'" : "…'")
  }
}
