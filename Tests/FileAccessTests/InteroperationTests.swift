import DLCore
import FileAccess
import Testing

/// Files that go between this package and Python's safetensors library.
@Suite struct InteroperationTests {
  private let fixtures =
    #filePath.split(separator: "/", omittingEmptySubsequences: false).dropLast()
    .joined(separator: "/") + "/Fixtures/"

  private func pattern(_ count: Int) -> [Float] { (0..<count).map { Float($0 - 3) / 8 } }

  /// Written by `Scripts/make-safetensors-fixture.py`.
  @Test func pythonsFileIsReadExactly() throws {
    let archive = try WeightFile.read(fixtures + "python.safetensors", limit: 4096)
    let shapes = [
      "single": [2, 3], "double": [3, 2], "half": [2, 2, 2], "brain": [5], "scalar": [],
      "empty": [3, 0], "größe.数": [1],
    ]
    #expect(archive.entries.count == shapes.count + 1)
    for (name, shape) in shapes {
      #expect(archive[name]?.shape == shape)
      #expect(archive[name]?.scalars == pattern(shape.reduce(1, *)))
    }
    let special = archive["special"]?.scalars.map(\.bitPattern)
    let values: [Float] = [-0.0, 0x1p-24, 65504, .infinity, -.infinity, .nan]
    #expect(special == values.map(\.bitPattern))
    #expect(archive.metadata == ["format": "pt", "note": "a \"quoted\" line\nand é"])
  }

  /// The committed file, which `Scripts/check-safetensors.py --pattern` verifies, is what is
  /// written today: a change of a byte would be a change of the format.
  @Test func theFileThatPythonChecksIsWrittenAgain() throws {
    let shapes: [(String, [Int])] = [
      ("c1.weight", [2, 1, 3, 3]), ("c1.bias", [2]), ("scalar", []), ("empty", [0, 2]),
      ("größe.数", [1]),
    ]
    let archive = WeightArchive(
      entries: shapes.map { name, shape in
        WeightEntry(name: name, shape: shape, scalars: pattern(shape.reduce(1, *)))
      }, metadata: ["model": "pattern", "note": "a \"quoted\" line\nand é"])
    let bytes = try Files.read(fixtures + "swift.safetensors", limit: 4096)
    #expect(try archive.encoded() == bytes)
    #expect(try WeightFile.read(fixtures + "swift.safetensors") == archive)
  }
}
