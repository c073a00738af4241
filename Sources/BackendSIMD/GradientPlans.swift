import DLCore
import SIMDKernelTable

/// Plans of pooled convolutions' gradients, made once for each geometry.
///
/// A training step meets the same few geometries every time, and a plan has tables as long as a
/// picture has windows.
final class GradientPlans: Sendable {
  private let plans = Lock<[Convolution2DGeometry: SparseGradients]>([:])

  /// The most plans that are kept.
  private static let limit = 64

  /// The plan of a convolution that is followed by pooling in plain pairs; `nil` if its offsets are
  /// too large for one.
  ///
  /// Plain pairs leave nothing open about the pooling, so that the convolution alone tells plans
  /// apart.
  func plan(
    _ geometry: Convolution2DGeometry, _ pool: Pool2DGeometry, _ kernels: SIMDKernelTable
  ) -> SparseGradients? {
    if let known = plans.withLock({ $0[geometry] }) { return known }
    let patches = PatchPlan(geometry, kernels)
    guard patches.hasNarrowOffsets else { return nil }
    let plan = SparseGradients(patches, pool)
    plans.withLock {
      if $0.count >= Self.limit { $0.removeAll() }
      $0[geometry] = plan
    }
    return plan
  }
}
