import ArgumentParser
import DLCore
import DigitImages
import FileAccess

/// `lenet predict`.
struct PredictCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "predict", abstract: "Recognises the digit in each of some pictures.",
    discussion: "PNG and JPEG pictures of one digit on paper of any colour are read.")

  @Argument(help: ArgumentHelp("The pictures.", valueName: "image"))
  var images: [String]

  @OptionGroup var weights: WeightsOptions
  @OptionGroup var backend: BackendOptions

  @Option(
    parsing: .unconditional,
    help: "How many of the likeliest digits are shown, 1 to 10 (default: 3).",
    transform: Require.whole)
  var top = 3

  @Flag(help: "Take pictures as they are: 28x28 pixels, light ink on black.")
  var raw = false

  @Flag(
    help: ArgumentHelp(
      "Read numbers of several digits, from left to right.",
      discussion: "Digits that touch each other are taken for one."))
  var multi = false

  @Option(
    help: ArgumentHelp(
      "Write a picture of what was made of each image into this folder.", valueName: "folder"))
  var explain: String?

  @OptionGroup var format: FormatOptions

  func validate() throws {
    try Require.range("--top", top, 1...10)
    if multi, raw { throw ValidationError("--multi has nothing to part with --raw") }
    if explain != nil, raw { throw ValidationError("--explain has nothing to show with --raw") }
  }

  func run() throws {
    let console = Console.standard
    if let explain {
      try Files.createFolder(explain)
      try Files.requireWritable(folder: explain)
    }
    let stored = try weights.load(console: console)
    let output = PredictionOutput(format: format.format, console: console)
    if try run(stored, on: try backend.make(), output) > 0 {
      throw EarlyExit(status: .failed)
    }
  }

  private func run<B: Backend<Float>>(
    _ stored: StoredModel, on backend: B, _ output: PredictionOutput
  ) throws -> Int {
    func classifier(_ model: some Model<B>) throws -> Classifier<B> {
      try Classifier(model, scale: stored.scale, weights: stored.path)
    }
    return try predict(try classifier(stored.make(on: backend)), output)
  }

  /// Goes through the pictures and returns how many could not be read.
  private func predict<B: Backend<Float>>(
    _ classifier: Classifier<B>, _ output: PredictionOutput
  ) throws -> Int {
    var failures = 0
    for (index, path) in images.enumerated() {
      do {
        if multi {
          try readNumber(path, index + 1, classifier, output)
          continue
        }
        switch try extraction(path) {
        case .blank(let reason): try output.blank(path, reason)
        case .digit(let digit):
          let scores = try classifier.scores(digit.pixels)
          try explain(digit, scores, number: "\(index + 1)", path: path)
          try output.digit(path, digit, Array(scores.prefix(top)))
        }
      } catch let error as PictureError {
        failures += 1
        try output.failed(path, error)
      }
    }
    return failures
  }

  /// Reads the digits of a number one by one.
  private func readNumber<B: Backend<Float>>(
    _ path: String, _ place: Int, _ classifier: Classifier<B>, _ output: PredictionOutput
  ) throws {
    let found = DigitExtractor().extractNumber(try PictureFile.read(path))
    if found.count == 1, case .blank(let reason) = found[0] {
      return try output.blank(path, reason)
    }
    var scores: [Score?] = []
    for (index, extraction) in found.enumerated() {
      guard case .digit(let digit) = extraction else {
        scores.append(nil)
        continue
      }
      let all = try classifier.scores(digit.pixels)
      try explain(digit, all, number: "\(place).\(index + 1)", path: path)
      scores.append(all.first)
    }
    try output.number(path, scores)
  }

  private func extraction(_ path: String) throws(PictureError) -> Extraction {
    let picture = try PictureFile.read(path)
    guard raw else { return DigitExtractor().extract(picture) }
    return .digit(try DigitExtractor.raw(picture, path: path))
  }

  /// Writes the steps side by side, named after the picture's number and name.
  private func explain(
    _ digit: DigitImage, _ scores: [Score], number: String, path: String
  ) throws {
    guard let explain, let strip = PictureStrip.steps(of: digit, scores: scores) else { return }
    let whole = path.split(separator: "/").last.map(String.init) ?? "image"
    // With number and ending, no longer than a file system's 255 bytes.
    var name = whole
    while name.utf8.count > 200 { name.removeLast() }
    try Files.writeAtomically(try PNG.encode(strip), to: "\(explain)/\(number)-\(name).png")
  }
}
