import TestSupport
import Testing

/// Arguments that cannot be meant: one line that names the option and what is right, status 2.
@Suite struct WrongUsageTests {
  @Test(arguments: [
    ("", "give a command: train, evaluate, predict, info, export or draw (see 'lenet --help')"),
    ("--bogus", "Unknown option '--bogus' (see 'lenet --help')"),
    ("export", "Missing expected argument '--onnx <file>' (see 'lenet export --help')"),
    ("teach", "Unexpected argument 'teach' (see 'lenet --help')"),
    ("train --bogus", "Unknown option '--bogus' (see 'lenet train --help')"),
    (
      "train -epochs 1",
      "Unknown option '-epochs': options begin with two dashes, and a file of that name is "
        + "'./-epochs' (see 'lenet train --help')"
    ),
    (
      "predict -photo.png a.png",
      "Unknown option '-photo.png': options begin with two dashes, and a file of that name is "
        + "'./-photo.png' (see 'lenet predict --help')"
    ),
    ("train --epochs", "Missing value for '--epochs <epochs>' (see 'lenet train --help')"),
    (
      "train --epochs many",
      "The value 'many' is invalid for '--epochs <epochs>': give a whole number "
        + "(see 'lenet train --help')"
    ),
    (
      "train --epochs 99999999999999999999",
      "The value '99999999999999999999' is invalid for '--epochs <epochs>': give a whole number "
        + "from -9223372036854775808 to 9223372036854775807 (see 'lenet train --help')"
    ),
    (
      "train --epochs 0", "--epochs must be 1 to 100000, but is 0 (see 'lenet train --help')"
    ),
    (
      "train --epochs=-1", "--epochs must be 1 to 100000, but is -1 (see 'lenet train --help')"
    ),
    (
      "train --epochs -1", "--epochs must be 1 to 100000, but is -1 (see 'lenet train --help')"
    ),
    (
      "train --weight-decay -0.5",
      "--weight-decay must be at least 0, but is -0.5 (see 'lenet train --help')"
    ),
    (
      "train --batch-size 0",
      "--batch-size must be 1 to 1000000, but is 0 (see 'lenet train --help')"
    ),
    ("train --limit 0", "--limit must be 1 or more, but is 0 (see 'lenet train --help')"),
    (
      "train --threads 0", "--threads must be 1 to 1024, but is 0 (see 'lenet train --help')"
    ),
    (
      "train --learning-rate 0",
      "--learning-rate must be above 0, but is 0.0 (see 'lenet train --help')"
    ),
    (
      "train --learning-rate nan",
      "--learning-rate must be a finite number above 0, but is nan (see 'lenet train --help')"
    ),
    (
      "train --learning-rate inf",
      "--learning-rate must be a finite number above 0, but is inf (see 'lenet train --help')"
    ),
    (
      "train --weight-decay=-0.5",
      "--weight-decay must be at least 0, but is -0.5 (see 'lenet train --help')"
    ),
    (
      "train --validation-split 1",
      "--validation-split must be above 0 and below 1, but is 1.0 (see 'lenet train --help')"
    ),
    (
      "train --early-stopping 0",
      "--early-stopping must be 1 or more, but is 0 (see 'lenet train --help')"
    ),
    (
      "train --target-accuracy 1.5",
      "--target-accuracy must be above 0 and at most 1, but is 1.5 (see 'lenet train --help')"
    ),
    (
      "train --seed=-1",
      "The value '-1' is invalid for '--seed <seed>': give a whole number from 0 to "
        + "18446744073709551615 (see 'lenet train --help')"
    ),
    (
      "train --learning-rate fast",
      "The value 'fast' is invalid for '--learning-rate <learning-rate>': give a number, such as "
        + "0.01 (see 'lenet train --help')"
    ),
    (
      "predict a.png --top 1.5",
      "The value '1.5' is invalid for '--top <top>': give a whole number "
        + "(see 'lenet predict --help')"
    ),
    (
      "train --model lenet6",
      "--model: there is no model 'lenet6'; known: lenet5, lenet5-original, digit-cnn, "
        + "digit-cnn-large, digit-cnn-columns (see 'lenet train --help')"
    ),
    (
      "train --optimizer adagrad",
      "--optimizer: there is no optimizer 'adagrad'; known: adam, adamw, sgd "
        + "(see 'lenet train --help')"
    ),
    (
      "train --schedule linear",
      "--schedule: there is no schedule 'linear'; known: constant, step, cosine, one-cycle "
        + "(see 'lenet train --help')"
    ),
    (
      "train --format xml",
      "--format: there is no format 'xml'; known: text, json (see 'lenet train --help')"
    ),
    (
      "train --data nowhere",
      "--data: there is no data set or folder 'nowhere'; give auto, mnist, fashion-mnist, "
        + "synthetic, or a folder of IDX files (see 'lenet train --help')"
    ),
    (
      "train --resume a --output b",
      "--output cannot be given together with --resume (see 'lenet train --help')"
    ),
    (
      "train --resume a --config b",
      "--config cannot be given together with --resume (see 'lenet train --help')"
    ),
    (
      "train --resume a --batch-size 5",
      "--batch-size cannot be changed with --resume; the run has its own "
        + "(see 'lenet train --help')"
    ),
    ("train --drawn 0", "--drawn must be 1 to 1000000, but is 0 (see 'lenet train --help')"),
    (
      "train --resume a --augment",
      "--augment cannot be changed with --resume; the run has its own (see 'lenet train --help')"
    ),
    (
      "evaluate --limit 0", "--limit must be 1 or more, but is 0 (see 'lenet evaluate --help')"
    ),
    ("predict", "Missing expected argument '<image> ...' (see 'lenet predict --help')"),
    (
      "predict a.png --top 11", "--top must be 1 to 10, but is 11 (see 'lenet predict --help')"
    ),
    (
      "predict a.png --raw --explain x",
      "--explain has nothing to show with --raw (see 'lenet predict --help')"
    ),
    ("info extra", "Unexpected argument 'extra' (see 'lenet info --help')"),
  ])
  func isToldInOneLine(arguments: String, message: String) async throws {
    try await withTool { tool in
      let result = try await tool.run(arguments.split(separator: " ").map(String.init))
      #expect(result.errors == "lenet: error: \(message)\n")
      #expect(result.output == "")
      #expect(result.status == 2)
    }
  }

  @Test(arguments: ["train", "evaluate", "predict a.png"])
  func unknownBackendListsTheKnownOnes(command: String) async throws {
    try await withTool { tool in
      let words = "\(command) --backend cuda".split(separator: " ").map(String.init)
      let result = try await tool.run(words)
      let known = try await tool.run("info", "--format", "json")
      let backends = try #require(try objects(known.outputLines).first?["backends"])
      let names = try #require(backends as? [[String: String]]).compactMap { $0["name"] }
      #expect(
        result.errors
          == "lenet: error: there is no backend 'cuda'; known backends: "
          + "\(names.joined(separator: ", ")) (see 'lenet \(words[0]) --help')\n")
      #expect(result.status == 2)
    }
  }

  @Test func aBatchLargerThanTheData() async throws {
    try await withTool { tool in
      try tool.writeData()
      let result = try await tool.run("train", "--data", "data", "--batch-size", "121")
      #expect(
        result.errorLines.last
          == "lenet: error: --batch-size 121 is larger than the 120 training images; "
          + "give 1 to 120 (see 'lenet train --help')")
      #expect(result.status == 2)
      #expect(try tool.names(in: ".").filter { !$0.hasPrefix(".") } == ["data"])
    }
  }

  @Test func aValidationShareThatLeavesNothing() async throws {
    try await withTool { tool in
      try tool.writeData(training: 10, test: 10)
      let result = try await tool.run(
        "train", "--data", "data", "--batch-size", "2", "--validation-split", "0.01")
      #expect(
        result.errorLines.last
          == "lenet: error: --validation-split: a validation share of 0.01 of 10 examples leaves "
          + "a part empty (see 'lenet train --help')")
      #expect(result.status == 2)
    }
  }

  @Test(arguments: ["--help", "help", "train --help", "help evaluate", "predict -h", "--version"])
  func helpIsNoError(arguments: String) async throws {
    try await withTool { tool in
      let result = try await tool.run(arguments.split(separator: " ").map(String.init))
      #expect(result.status == 0)
      #expect(result.errors == "")
      #expect(!result.output.isEmpty)
    }
  }
}
