import BackendNaive
import DLCore
import FileAccess
import Models
import PretrainedModels
import ToolSupport

/// Weights, from a file or built in, and the model that they belong to.
struct StoredModel {
  let path: String
  let archive: WeightArchive
  let choice: ModelChoice
  let scale: InputScale

  /// Reads a weights file or the model in a checkpoint.
  init(_ path: String) throws {
    try self.init(WeightFile.read(path).withoutTrainingState, path: path)
  }

  /// The pretrained model, under the path `pretrained`.
  static func pretrained() throws -> StoredModel {
    try StoredModel(PretrainedLeNet5.weights(), path: "pretrained")
  }

  private init(_ archive: WeightArchive, path: String) throws {
    self.path = path
    self.archive = archive
    choice = try Self.choice(for: archive, path: path)
    scale = try InputScale(metadata: archive.metadata, path: path)
  }

  /// The model on a backend.
  func make<B: Backend<Float>>(on backend: B) throws -> any Model<B> {
    let model = try choice.make(on: backend, seed: 0)
    return try load(into: model)
  }

  private func load<M: Model>(into model: M) throws -> M {
    var model = model
    do {
      try model.load(archive)
    } catch {
      throw FileError(path: path, problem: "does not fit \(choice.rawValue): \(error.problem)")
    }
    return model
  }

  /// The model that the metadata name, or else the one whose parameters look the same.
  private static func choice(
    for archive: WeightArchive, path: String
  ) throws -> ModelChoice {
    let known = ModelChoice.allCases.map(\.rawValue).joined(separator: ", ")
    guard let name = archive.metadata["model"] else {
      guard let match = try ModelChoice.allCases.first(where: { try $0.fits(archive) }) else {
        throw FileError(path: path, problem: "its tensors are those of no known model (\(known))")
      }
      return match
    }
    guard let choice = ModelChoice(rawValue: name) else {
      throw FileError(
        path: path, problem: "is for the model '\(name.printable)'; known models: \(known)")
    }
    return choice
  }
}

extension ModelChoice {
  /// Whether an archive has exactly this model's parameters.
  fileprivate func fits(_ archive: WeightArchive) throws -> Bool {
    try shapes(of: make(on: NaiveBackend<Float>(), seed: 0))
      == Dictionary(archive.entries.map { ($0.name, $0.shape) }, uniquingKeysWith: { $1 })
  }

  private func shapes(of model: some Model) throws -> [String: [Int]] {
    Dictionary(
      try model.parameters.map { ($0.name, $0.tensor.shape.extents) }, uniquingKeysWith: { $1 })
  }
}
