import DLCore
import FileAccess
import Foundation
import TestSupport
import Testing

/// Where nothing can be written any more: one line, status 1, and all that was saved is still good.
@Suite struct FullDiskTests {
  /// Whether this process may have file systems of its own.
  private static let hasOwnMounts = canRun([
    "unshare", "-Urm", "sh", "-c", "mount -t tmpfs none /mnt",
  ])

  /// A run of one epoch that is saved in `place`.
  private static func begin(_ tool: Tool, in place: String) -> String {
    "\"$LENET\" train \(SmallRun.options.joined(separator: " ")) --epochs 1 --output \(place)/run"
  }

  /// Goes on to the last epoch of what `SmallRun` does.
  private static func goOn(in place: String) -> String {
    "\"$LENET\" train --resume \(place)/run --epochs \(SmallRun.epochs)"
  }

  private func expectOneError(_ errors: String) {
    let lines = errors.split(separator: "\n").filter { $0.contains(": error: ") }
    #expect(lines.count == 1, "\(errors)")
  }

  /// A limit on the size of files stands for the disk: any user can have one.
  @Test(arguments: [2, 100, 1000])
  func aFileThatCannotGrow(blocks: Int) async throws {
    try await withTool { tool in
      try SmallRun.prepare(tool)
      let first = try await tool.shell(Self.begin(tool, in: "."))
      #expect(first.status == 0, "\(first.errors)")
      let before = try tool.bytes("run/checkpoints/last.safetensors")
      // In units of 512 bytes.
      let limited = try await tool.shell("ulimit -f \(blocks); exec \(Self.goOn(in: "."))")
      #expect(limited.status == 1)
      expectOneError(limited.errors)
      #expect(limited.errors.contains(": File too large"))
      #expect(limited.output == "")
      #expect(try tool.bytes("run/checkpoints/last.safetensors") == before)
      #expect(try SmallRun.savedEpochs(tool, "run") == 1)
      #expect(SmallRun.unfinished(tool, "run").isEmpty)

      let resumed = try await tool.shell(Self.goOn(in: "."))
      #expect(resumed.status == 0, "\(resumed.errors)")
      try await SmallRun.expectWhole(tool, "run")
    }
  }

  @Test func whatIsKeptIsSaid() async throws {
    try await withTool { tool in
      try SmallRun.prepare(tool)
      _ = try await tool.shell(Self.begin(tool, in: "."))
      let limited = try await tool.shell("ulimit -f 1000; exec \(Self.goOn(in: "."))")
      let last = try #require(limited.errorLines.last)
      #expect(last.hasPrefix("lenet: error: ./run/checkpoints/"), "\(last)")
      #expect(
        last.hasSuffix(
          ": File too large; all before this epoch is kept, to go on from there: "
            + "lenet train --resume ./run"), "\(last)")
    }
  }

  /// The same where it is the record that cannot grow.
  @Test func whatIsKeptIsSaidOfTheRecord() async throws {
    try await withTool { tool in
      try SmallRun.prepare(tool)
      _ = try await tool.shell(Self.begin(tool, in: "."))
      let record = String(decoding: try tool.bytes("run/metrics.csv"), as: UTF8.self).dropLast()
      // Seconds with so many digits that the next line does not fit below the limit.
      let digits = String(repeating: "0", count: 1020 - record.utf8.count)
      try tool.write(record + digits + "\n", to: "run/metrics.csv")
      let limited = try await tool.shell("ulimit -f 2; exec \(Self.goOn(in: "."))")
      let last = try #require(limited.errorLines.last)
      #expect(last.hasPrefix("lenet: error: ./run/metrics.csv: took 3 of "), "\(last)")
      #expect(
        last.hasSuffix(
          "; all before this epoch is kept, to go on from there: lenet train --resume ./run"),
        "\(last)")
      #expect(limited.status == 1)
      #expect(try await tool.shell(Self.goOn(in: ".")).status == 0)
      try await SmallRun.expectWhole(tool, "run")
    }
  }

  /// A file system of its own that is full but for so many kilobytes.
  @Test(.enabled(if: hasOwnMounts, "needs 'unshare -Urm', which this system does not allow"))
  func aFullFileSystem() async throws {
    try await withTool { tool in
      try SmallRun.prepare(tool)
      let result = try await tool.shell(
        """
        exec unshare -Urm sh -c '
          mkdir full && mount -t tmpfs -o size=6m none full || exit 9
          \(Self.begin(tool, in: "full")) || exit 8
          for free in 0 16 500; do
            head -c 6M /dev/zero > full/filler 2>/dev/null; truncate -s -${free}K full/filler
            \(Self.goOn(in: "full")) 2> errors-$free; echo "$free: $?"
            find full/run -name ".dlcore-*"
          done
          rm full/filler
          \(Self.goOn(in: "full")) > /dev/null || exit 7
          cp -r full/run kept'
        """)
      #expect(result.status == 0, "\(result.errors)")
      let sizes = ["0", "16", "500"]
      #expect(result.outputLines.suffix(sizes.count) == sizes.map { "\($0): 1" }[...])
      for size in sizes {
        let errors = try tool.lines("errors-\(size)").joined(separator: "\n")
        expectOneError(errors)
        #expect(errors.contains(": No space left on device"), "\(errors)")
      }
      try await SmallRun.expectWhole(tool, "kept")
    }
  }

  @Test(.enabled(if: hasOwnMounts, "needs 'unshare -Urm', which this system does not allow"))
  func aReadOnlyFolder() async throws {
    try await withTool { tool in
      try SmallRun.prepare(tool)
      let result = try await tool.shell(
        """
        exec unshare -Urm sh -c '
          \(Self.begin(tool, in: ".")) > /dev/null || exit 9
          mount --bind . . && cd "$PWD" && mount -o remount,bind,ro . || exit 8
          \(Self.goOn(in: ".")) 2>&1; echo $?
          "$LENET" train --data data --batch-size 16 --epochs 1 2>&1; echo $?
          "$LENET" train --data data --batch-size 16 --output new 2>&1; echo $?
          "$LENET" draw 2>&1; echo $?
          "$LENET" export --weights run/model.safetensors --onnx a.onnx 2>&1; echo $?
          exit 0'
        """)
      #expect(result.status == 0, "\(result.errors)")
      let cause = "Read-only file system"
      #expect(
        result.outputLines == [
          "lenet: error: ./run: files cannot be written here: \(cause)", "1",
          "lenet: error: runs: files cannot be written here: \(cause)", "1",
          "lenet: error: new: files cannot be written here: \(cause)", "1",
          "lenet: error: pictures: cannot be created as a folder: \(cause)", "1",
          "lenet: error: a.onnx: cannot be written: \(cause)", "1",
        ])
      #expect(try SmallRun.savedEpochs(tool, "run") == 1)
    }
  }
}
