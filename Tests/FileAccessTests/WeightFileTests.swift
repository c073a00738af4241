import DLCore
import FileAccess
import Testing

@Suite struct WeightFileTests {
  private let archive = WeightArchive(
    entries: [WeightEntry(name: "f6.bias", shape: [2], scalars: [1.5, -2])],
    metadata: ["model": "lenet5"])

  @Test func whatIsWrittenIsRead() async throws {
    try await withTemporaryFolder { folder in
      try WeightFile.write(archive, to: folder + "/model.safetensors")
      #expect(try WeightFile.read(folder + "/model.safetensors") == archive)
      #expect(try names(in: folder) == ["model.safetensors"])
    }
  }

  @Test func aDamagedFileIsNamedWithTheReason() async throws {
    try await withTemporaryFolder { folder in
      let path = folder + "/model.safetensors"
      var bytes = try archive.encoded()
      bytes[bytes.count - 1] ^= 1
      try Files.writeAtomically(bytes, to: path)
      let error = fileError { () throws(FileError) in _ = try WeightFile.read(path) }
      #expect(error?.path == path)
      #expect(error?.problem.hasPrefix("tensor 'f6.bias' is damaged: its CRC-32C is ") == true)
    }
  }

  @Test func limitsAreKept() async throws {
    try await withTemporaryFolder { folder in
      let path = folder + "/model.safetensors"
      try WeightFile.write(archive, to: path)
      let long = fileError { () throws(FileError) in _ = try WeightFile.read(path, limit: 9) }
      #expect(long?.problem.hasSuffix("at most 9 are accepted") == true)
      let many = fileError { () throws(FileError) in
        _ = try WeightFile.read(path, headerLimits: SafetensorsLimits(tensors: 0))
      }
      #expect(many == FileError(path: path, problem: "has more than 0 tensors"))
    }
  }

  @Test func anArchiveThatCannotBeWrittenLeavesTheFile() async throws {
    try await withTemporaryFolder { folder in
      let path = folder + "/model.safetensors"
      try WeightFile.write(archive, to: path)
      var wrong = archive
      wrong.entries[0].scalars.removeLast()
      let error = fileError { () throws(FileError) in try WeightFile.write(wrong, to: path) }
      #expect(
        error?.description
          == "\(path): cannot be written: tensor 'f6.bias' has 1 scalars; its shape [2] holds 2")
      #expect(try WeightFile.read(path) == archive)
    }
  }
}
