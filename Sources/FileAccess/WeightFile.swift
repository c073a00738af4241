public import DLCore

/// Weights as safetensors files: read strictly, written in one step.
///
/// ```swift
/// try WeightFile.write(archive, to: "model.safetensors")
/// let archive = try WeightFile.read("model.safetensors")
/// ```
public enum WeightFile {
  /// The largest file that is read unless a caller says otherwise: 1 GiB.
  public static let standardLimit = 1 << 30

  /// Reads a weights file of at most `limit` bytes, whose header keeps within `headerLimits`.
  ///
  /// The error names the path and the rule that the file breaks.
  public static func read(
    _ path: String, limit: Int = standardLimit, headerLimits limits: SafetensorsLimits = .standard
  ) throws(FileError) -> WeightArchive {
    let bytes = try Files.read(path, limit: limit)
    do throws(SafetensorsError) {
      return try WeightArchive(decoding: bytes, limits: limits)
    } catch {
      throw FileError(path: path, problem: error.problem)
    }
  }

  /// Writes a weights file in one step, as `Files.writeAtomically(_:to:)` does; an archive that
  /// breaks a rule of the format leaves the file as it was.
  public static func write(_ archive: WeightArchive, to path: String) throws(FileError) {
    try Files.writeAtomically(try encoded(archive, path), to: path)
  }

  /// Writes a new version of a weights file, as `Files.writeAtomically(_:to:keepingOldAs:)` does;
  /// an archive that breaks a rule of the format leaves both files as they were.
  public static func write(
    _ archive: WeightArchive, to path: String, keepingOldAs older: String
  ) throws(FileError) {
    try Files.writeAtomically(try encoded(archive, path), to: path, keepingOldAs: older)
  }

  private static func encoded(
    _ archive: WeightArchive, _ path: String
  ) throws(FileError) -> [UInt8] {
    do throws(SafetensorsError) {
      return try archive.encoded()
    } catch {
      throw FileError(path: path, problem: "cannot be written: \(error.problem)")
    }
  }
}
