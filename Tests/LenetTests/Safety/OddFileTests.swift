import BackendNaive
import DLCore
import FileAccess
import Foundation
import Models
import TestSupport
import Testing

/// Files that no person means to give, in every place: one line that names them, nothing lost.
@Suite struct OddFileTests {
  /// Weights of a network that has learned nothing, and things that are no files.
  private func withOddFiles(_ body: (Tool) async throws -> Void) async throws {
    try await withTool { tool in
      let weights = try LeNet5(on: NaiveBackend<Float>(), seed: 1).weights(metadata: [:])
      try WeightFile.write(weights, to: tool.path("w.safetensors"))
      #expect(mkfifo(tool.path("pipe"), 0o600) == 0)
      #expect(symlink("loop", tool.path("loop")) == 0)
      #expect(symlink("nothing", tool.path("dangling")) == 0)
      try Files.createFolder(tool.path("folder"))
      try tool.write("", to: "empty")
      try await body(tool)
    }
  }

  private static let problems = [
    ("/dev/zero", "is not a regular file"), ("pipe", "is not a regular file"),
    ("folder", "is not a regular file"), ("/dev/stdin", "is not a regular file"),
    ("loop", "cannot be opened: Too many levels of symbolic links"),
    ("dangling", "cannot be opened: No such file or directory"),
    ("empty/below", "cannot be opened: Not a directory"), ("", "is not a path"),
    (String(repeating: "x", count: 300), "cannot be opened: File name too long"),
  ]

  @Test(arguments: [
    ["predict", "--weights", "w.safetensors"], ["info", "--weights"], ["evaluate", "--weights"],
    ["export", "--onnx", "a.onnx", "--weights"], ["train", "--config"],
  ])
  func whatIsNoFileCannotBeRead(command: [String]) async throws {
    try await withOddFiles { tool in
      for (path, problem) in Self.problems {
        let result = try await tool.run(command + [path])
        let name = path.isEmpty ? "''" : path
        #expect(result.errors == "lenet: error: \(name): \(problem)\n")
        #expect(result.output == "")
        #expect(result.status == 1)
      }
    }
  }

  @Test(arguments: ["pipe", "w.safetensors", "empty", "/dev/zero"])
  func dataThatAreNoFolder(path: String) async throws {
    try await withOddFiles { tool in
      for command in [["train"], ["evaluate", "--weights", "w.safetensors"]] {
        let result = try await tool.run(command + ["--data", path])
        #expect(
          result.errors
            == "lenet: error: --data: '\(path)' is not a folder; give the one that holds the four "
            + "IDX files (see 'lenet \(command[0]) --help')\n")
        #expect(result.status == 2)
      }
    }
  }

  @Test(arguments: [
    ("nowhere/a", "cannot be written: there is no folder 'nowhere'"),
    ("folder", "is a folder, not a file"), ("new/", "is a folder, not a file"),
    ("", "is not a path"),
  ])
  func resultsThatHaveNoPlaceAreRefusedBeforeTheWork(path: String, problem: String) async throws {
    try await withOddFiles { tool in
      try tool.writeData(training: 10, test: 10)
      let name = path.isEmpty ? "''" : path
      for command in [
        ["export", "--onnx", path], ["evaluate", "--data", "data", "--logits", path],
      ] {
        // With weights of one's own, and with the pretrained ones.
        for weights in [["--weights", "w.safetensors"], []] {
          let result = try await tool.run(command + weights)
          #expect(result.errors == "lenet: error: \(name): \(problem)\n")
          #expect(result.output == "")
          #expect(result.status == 1)
        }
      }
    }
  }

  /// Under whatever name, the weights that are read are not overwritten with what is made of them.
  @Test(arguments: ["w.safetensors", "./w.safetensors", "folder/../w.safetensors", "link", "hard"])
  func weightsAreNotOverwrittenByWhatIsMadeOfThem(path: String) async throws {
    try await withOddFiles { tool in
      try tool.writeData(training: 10, test: 10)
      #expect(symlink("w.safetensors", tool.path("link")) == 0)
      #expect(link(tool.path("w.safetensors"), tool.path("hard")) == 0)
      let before = try tool.bytes("w.safetensors")
      for (option, command) in [
        ("--onnx", ["export"]), ("--logits", ["evaluate", "--data", "data"]),
      ] {
        let result = try await tool.run(
          command + ["--weights", "w.safetensors", option, path])
        #expect(
          result.errors
            == "lenet: error: \(option) \(path) would overwrite the weights; give another file "
            + "(see 'lenet \(command[0]) --help')\n")
        #expect(result.status == 2)
        #expect(try tool.bytes("w.safetensors") == before)
      }
    }
  }

  @Test(arguments: ["--output", "--resume"])
  func anEmptyFolderIsRefusedBeforeTheDataAreLoaded(option: String) async throws {
    try await withTool { tool in
      let result = try await tool.run("train", option, "")
      #expect(
        result.errors
          == "lenet: error: \(option) is empty; give a folder (see 'lenet train --help')\n")
      #expect(result.status == 2)
    }
  }

  @Test func aNameThatIsNoTextIsRefused() async throws {
    try await withOddFiles { tool in
      let result = try await tool.shell(
        "exec \"$LENET\" predict \"$(printf 'a\\377.png')\" --weights w.safetensors")
      #expect(
        result.errors
          == "lenet: error: argument 2, 'a\u{FFFD}.png', is not UTF-8; rename the file that it "
          + "names (see 'lenet predict --help')\n")
      #expect(result.status == 2)
    }
  }

  @Test func aLongNameCanBeExplained() async throws {
    try await withOddFiles { tool in
      let name = String(repeating: "ü", count: 120) + ".png"
      try tool.writeDrawing(of: 7, to: name)
      let result = try await tool.run(
        "predict", name, "--weights", "w.safetensors", "--explain", "why")
      #expect(result.status == 0, "\(result.errors)")
      #expect(try tool.names(in: "why").count == 1)
    }
  }

  /// A place where another user may have put a link must not lead to a file of ours.
  @Test func lookingWhetherAFolderCanBeWrittenTouchesNothing() async throws {
    try await withOddFiles { tool in
      try tool.writeData(training: 16, test: 10)
      #expect(symlink("w.safetensors", tool.path(".write-test")) == 0)
      let before = try tool.bytes("w.safetensors")
      let result = try await tool.run(
        "train", "--data", "data", "--batch-size", "8", "--epochs", "1", "--output", "run")
      #expect(result.status == 0, "\(result.errors)")
      #expect(try tool.bytes("w.safetensors") == before)
      #expect(try tool.names(in: ".").contains(".write-test"))
    }
  }

  /// No variable is needed, and none that is odd does harm.
  @Test(arguments: ["-i", "-u HOME COLUMNS=20 NO_COLOR=1 TERM=dumb", "HOME=/dev/null COLUMNS=-1"])
  func theEnvironmentMayBeAnything(variables: String) async throws {
    try await withOddFiles { tool in
      try tool.writeDrawing(of: 7, to: "seven.png")
      let usual = try await tool.shell("\"$LENET\" predict seven.png --weights w.safetensors")
      let odd = try await tool.shell(
        "exec env \(variables) \"$LENET\" predict seven.png --weights w.safetensors")
      #expect(odd.status == 0)
      #expect(odd.errors == "")
      #expect(odd.output == usual.output)
    }
  }
}
