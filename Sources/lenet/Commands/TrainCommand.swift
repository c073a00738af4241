import ArgumentParser
import DLCore
import Models
import ToolSupport

/// `lenet train`.
struct TrainCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "train", abstract: "Trains a model and writes it into a run folder.",
    discussion: """
      Ctrl-C finishes the step, saves everything and prints the command that goes on; a second \
      one ends at once. With --resume, only --backend, --threads, --epochs and --format may be \
      given; the rest is read from the run folder. With --config, options that say something \
      else than the file are refused, but for --threads, --output and --format.
      """)

  @OptionGroup var backend: BackendOptions
  @OptionGroup var data: DataOptions
  @OptionGroup var options: TrainOptions
  @OptionGroup var format: FormatOptions

  @Option(
    help: ArgumentHelp(
      "The run folder, created if needed (default: runs/MODEL-DATA-N).", valueName: "folder"))
  var output: String?

  @Option(help: ArgumentHelp("Go on with the run in this folder.", valueName: "folder"))
  var resume: String?

  @Option(
    help: ArgumentHelp(
      "Do the run of this config.json again, with the same result bit for bit.",
      valueName: "file"))
  var config: String?

  func validate() throws {
    try settings.validate()
    for (option, value) in [("--output", output), ("--resume", resume)] where value == "" {
      throw ValidationError("\(option) is empty; give a folder")
    }
    guard resume != nil else { return }
    if config != nil { throw ValidationError("--config cannot be given together with --resume") }
    if output != nil { throw ValidationError("--output cannot be given together with --resume") }
    if let fixed = fixedOptions.first {
      throw ValidationError("\(fixed) cannot be changed with --resume; the run has its own")
    }
  }

  func run() throws {
    let console = Console.standard
    StandardStreams.outliveReaders()
    if let resume {
      let folder = try RunFolder(existing: resume)
      var settings = try folder.settings.read()
      try override(&settings)
      try TrainingJob.run(settings, folder: folder, format: format.format, console: console)
    } else {
      let settings = try config.map(repeated) ?? settings
      let place = try RunPlace(output)
      try TrainingJob.run(settings, place: place, format: format.format, console: console)
    }
  }

  /// The settings of a run that is done again.
  private func repeated(_ config: String) throws -> RunSettings {
    try Repetition(config).settings { settings in
      settings.backend = backend.backend ?? settings.backend
      settings.threads = backend.threads ?? settings.threads
      settings.learningRate = options.learningRate ?? settings.learningRate
      settings.weightDecay = options.weightDecay ?? settings.weightDecay
      settings.optimizer = options.optimizer ?? settings.optimizer
      settings.data = data.data ?? settings.data
      settings.limit = data.limit ?? settings.limit
      options.apply(to: &settings)
    }
  }

  /// The settings of a new run.
  private var settings: RunSettings {
    get throws {
      let optimizer: OptimizerChoice = try Require.choice(
        "--optimizer", options.optimizer ?? OptimizerChoice.adam.rawValue, "optimizer")
      var settings = RunSettings(
        backend: backend.name, threads: backend.threadCount,
        learningRate: options.learningRate ?? optimizer.learningRate,
        weightDecay: options.weightDecay ?? optimizer.weightDecay)
      settings.optimizer = optimizer.rawValue
      settings.data = data.data ?? settings.data
      settings.limit = data.limit
      options.apply(to: &settings)
      return settings
    }
  }

  /// Puts what may differ in a resumed run into its settings.
  private func override(_ settings: inout RunSettings) throws {
    let stored = settings
    settings.backend = backend.backend ?? settings.backend
    settings.threads = backend.threads ?? settings.threads
    settings.epochs = options.epochs ?? settings.epochs
    // The other schedules depend on how many epochs there will be.
    let isConstant = try settings.scheduleChoice == .constant
    let hasOtherRates = settings.epochs != stored.epochs && !isConstant
    if hasOtherRates || settings.backend != stored.backend { settings.changedOnTheWay = true }
  }

  /// The given options that a resumed run cannot change.
  private var fixedOptions: [String] {
    let given: [(String, Any?)] =
      [("--data", data.data), ("--limit", data.limit)] + options.fixedInResumedRun
    return given.compactMap { $0.1 == nil ? nil : $0.0 }
  }
}
