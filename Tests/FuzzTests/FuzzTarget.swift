/// A reader of files, and small files that it reads.
struct FuzzTarget: Sendable, CustomStringConvertible {
  /// The kind of file.
  let name: String
  /// Valid files.
  let corpus: [[UInt8]]
  /// Whether every changed bit must be noticed, or make no difference.
  var isGuarded = false
  /// Makes checksums right again that would otherwise end every reading early.
  var repair: @Sendable ([UInt8]) -> [UInt8] = { $0 }
  /// Reads a file, and gives its content in some form that is equal for equal content.
  ///
  /// An error says that the file is refused; `Broken` that a law does not hold.
  let read: @Sendable ([UInt8]) throws -> [UInt8]

  var description: String { name }

  /// What is read, or nil for a file that is refused in one line.
  func content(of bytes: [UInt8]) throws(Broken) -> [UInt8]? {
    do {
      return try read(bytes)
    } catch let broken as Broken {
      throw broken
    } catch {
      let text = "\(error)"
      guard !text.isEmpty, text.utf8.count < 1000, !text.contains(where: \.isNewline) else {
        throw Broken("the error is not one short line: \(text)")
      }
      return nil
    }
  }

  /// All targets.
  static let all: [FuzzTarget] = [
    weights, plainWeights, checkpoint, images, labels, compressedImages, png, jpeg, settings,
  ]
}

/// A law that a reader broke.
struct Broken: Error, CustomStringConvertible {
  let description: String

  init(_ description: String) { self.description = description }

  static func require(_ holds: Bool, _ law: String) throws {
    if !holds { throw Broken(law) }
  }
}
