/// Everything that the report of a training run tells.
package struct RunRecord: Sendable {
  /// A name and a value.
  package struct Fact: Hashable, Sendable {
    /// What it is.
    package var name: String
    /// What it is worth.
    package var value: String

    /// Creates a fact.
    package init(_ name: String, _ value: String) {
      self.name = name
      self.value = value
    }
  }

  /// How the run ended.
  package enum Ending: Hashable, Sendable {
    /// All epochs are done.
    case finished
    /// The validation loss no longer improved.
    case stoppedEarly
    /// The validation accuracy reached its target.
    case reachedTarget
    /// A person stopped it: there is no test result.
    case interrupted
  }

  /// The model's name, such as `lenet5`.
  package var model: String
  /// The number of learned scalars.
  package var parameters: Int
  /// The layers, each with the shape of its output.
  package var layers: [Fact]
  /// What the model was trained on.
  package var data: DataRecord
  /// The settings of the run, as its configuration file has them.
  package var settings: [Fact]
  /// The processor, the system, and the versions of what computed.
  package var environment: [Fact]
  /// The command that repeats the run, with all its options.
  package var command: String
  /// The command that repeats the run from its configuration file.
  package var shortCommand: String
  /// Whether those give the same weights: not where settings were changed on the way.
  package var isRepeatable: Bool
  /// The backend's name.
  package var backend: String
  /// The number of threads.
  package var threads: Int
  /// The seed.
  package var seed: UInt64
  /// The tool and its version.
  package var tool: String
  /// How many epochs were asked for.
  package var plannedEpochs: Int
  /// The epochs that were done, in order.
  package var epochs: [EpochRecord]
  /// How the run ended.
  package var ending: Ending
  /// The result on the test images, if it came to that.
  package var test: TestRecord?
  /// The time from the start of the process to the result.
  package var seconds: Double
  /// The path of the weights.
  package var weights: String

  /// Creates a record.
  package init(
    model: String, parameters: Int, layers: [Fact], data: DataRecord, settings: [Fact],
    environment: [Fact], command: String, shortCommand: String, isRepeatable: Bool = true,
    backend: String, threads: Int, seed: UInt64, tool: String, plannedEpochs: Int,
    epochs: [EpochRecord], ending: Ending, test: TestRecord?, seconds: Double, weights: String
  ) {
    self.model = model
    self.parameters = parameters
    self.layers = layers
    self.data = data
    self.settings = settings
    self.environment = environment
    self.command = command
    self.shortCommand = shortCommand
    self.isRepeatable = isRepeatable
    self.backend = backend
    self.threads = threads
    self.seed = seed
    self.tool = tool
    self.plannedEpochs = plannedEpochs
    self.epochs = epochs
    self.ending = ending
    self.test = test
    self.seconds = seconds
    self.weights = weights
  }
}

/// What a model was trained, watched and tested on.
package struct DataRecord: Hashable, Sendable {
  /// The name that scripts see: `mnist`.
  package var label: String
  /// The data set's own name: `MNIST`.
  package var name: String
  /// Where it came from.
  package var source: String
  /// The images that the model learned from.
  package var trainingCount: Int
  /// The images that were set aside to watch progress on.
  package var validationCount: Int
  /// The images that the result is measured on.
  package var testCount: Int
  /// The name of each class.
  package var classNames: [String]

  /// Creates a record.
  package init(
    label: String, name: String, source: String, trainingCount: Int, validationCount: Int,
    testCount: Int, classNames: [String]
  ) {
    self.label = label
    self.name = name
    self.source = source
    self.trainingCount = trainingCount
    self.validationCount = validationCount
    self.testCount = testCount
    self.classNames = classNames
  }

  /// The name of a class; its number where it has no name.
  package func className(_ label: Int) -> String {
    classNames.indices.contains(label) ? classNames[label] : "\(label)"
  }
}
