import DLCore

/// A compiled program: what is called, and where it reads and writes.
///
/// Numbers called offsets count scalars from the start of the constants, the tables, or a
/// workspace. Nothing in here is counted as a reference while the program runs.
struct InferenceLayout: Sendable {
  /// The scalars of an example.
  var exampleCount = 0
  /// The scalars of a result.
  var resultCount = 0
  /// The scalars of a workspace.
  var workspaceCount = 0
  /// Roughly the vector operations of an example.
  var work = 0
  /// What is done for each example on its own, in order.
  var moves: [Move] = []
  /// Where the features of the first example lie that the moves end with, if there are any.
  var features = 0
  /// How far apart the features of examples lie.
  var featureStride = 0
  /// The fully connected layers.
  var layers: [Layer] = []
  /// Without fully connected layers, where in the tables it says for each scalar of a result where
  /// it lies in the features.
  var resultPlaces = 0

  /// A part of the work for one example.
  enum Move {
    /// Copies a channel of the input, with even and odd columns apart.
    case split(Split)
    /// Copies scalars of the input to places.
    case scatter(count: Int, targets: Int)
    /// Copies scalars from places to places.
    case copy(count: Int, sources: Int, targets: Int)
    /// Convolves, pools and rectifies with places in lanes.
    case places(Tile)
    /// Convolves, pools and rectifies with channels in lanes.
    case channels(Tile)
  }

  /// The offsets of `ColumnSplitArguments`.
  struct Split {
    var rows: Int
    var columns: Int
    var source: Int
    var even: Int
    var odd: Int
    var rowStride: Int
  }

  /// The offsets of `PooledConvolutionArguments`.
  struct Tile {
    var terms: Int
    var run: Int
    var offsets: Int
    var oddOffsets: Int
    var input: Int
    var rowStep: Int
    var columnStep: Int
    var weights: Int
    var bias: Int
    var channels: Int
    var rows: Int
    var columns: Int
    var output: Int
    var outputChannelStride: Int
    var outputRowStride: Int
    /// Whether `output` counts from the example's features.
    var writesFeatures: Bool
  }

  /// A fully connected layer.
  struct Layer {
    var inner: Int
    var columns: Int
    var vectors: Int
    var weights: Int
    var bias: Int
    var output: Int
    var outputStride: Int
    var activation: FusedActivation
  }
}
