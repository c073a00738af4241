/// Everything a model needs computed: the contract between models and machines.
///
/// A backend computes; `Tensor` validates. Shapes, broadcasting and geometry are checked once, in
/// `DLCore`, and a backend is handed valid descriptions only, so no requirement throws.
///
/// Storages are dense and row-major as seen from outside; inside, a backend may hold what layout it
/// likes. A requirement never changes its inputs, except those passed `inout`.
///
/// **A new backend** implements the small core, about 150 lines: `makeStorage`, `withScalars`,
/// `unary`, `binary`, `compare`, `select`, `reduce`, `argumentReduce`, `matrixProduct`,
/// `gatherElements` and `scatterAddElements`. Everything else has a default written with these, and
/// gets faster one override at a time.
///
/// **Numeric law**, the same for every backend; each requirement adds its own:
/// - NaN in gives NaN out, wherever it lies; infinities and signed zeros follow IEEE 754.
/// - Elementwise arithmetic and `squareRoot` are correctly rounded. Other functions have at most
///   the error that their requirement states, in units in the last place (ulp).
/// - A sum of products of length *k* is off by at most *k*·ε·Σ|aᵢ·bᵢ|, where ε is
///   `Scalar.ulpOfOne`; a plain sum by at most (2 + log₂ *k*)·ε·Σ|aᵢ| (pairwise or better).
/// - Of equal candidates the first in row-major order wins; the first NaN wins over all numbers.
/// - Empty tensors are fine everywhere. A sum of nothing is 0, a maximum of nothing -∞, a minimum
///   of nothing +∞, a mean of nothing NaN.
/// - The same inputs give the same bits, run to run and for any number of threads.
public protocol Backend<Scalar>: StorageOperations, ElementwiseOperations, ReductionOperations,
  MatrixProductOperations, ConvolutionOperations, PoolingOperations, SoftmaxOperations,
  MovementOperations, OptimizerOperations, InferenceOperations
{}
