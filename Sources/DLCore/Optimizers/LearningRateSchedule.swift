/// How the learning rate changes over a run, as a factor on the base rate.
public enum LearningRateSchedule: Hashable, Sendable {
  /// Always the base rate.
  case constant
  /// The base rate times `factor` after each of `stages - 1` equal parts of the run.
  case step(stages: Int, factor: Double)
  /// Half a cosine from the base rate down to `floor` times it (Loshchilov and Hutter 2017).
  case cosine(floor: Double)
  /// Up along half a cosine from 1/25 of the base rate during the first `warmup` share of the run,
  /// then down along another to 1/250,000 of it (Smith and Topin 2018, with PyTorch's numbers).
  case oneCycle(warmup: Double)

  /// The factor for a step, counted from 0, of a run of `total` steps.
  public func factor(step: Int, of total: Int) -> Double {
    let last = Double(max(total, 2) - 1)
    let position = min(max(Double(step) / last, 0), 1)
    switch self {
    case .constant: return 1
    case .step(let stages, let factor):
      // In floating point, where no product overflows; steps and stages are exact up to 2⁵³.
      let parts = Double(max(stages, 1))
      let stage = (Double(max(step, 0)) * parts / Double(max(total, 1))).rounded(.down)
      return Double.pow(factor, min(stage, parts - 1))
    case .cosine(let floor):
      return Self.anneal(from: 1, to: floor, position)
    case .oneCycle(let warmup):
      let start = 1.0 / 25
      let end = start / 1e4
      guard position >= warmup || warmup <= 0 else {
        return Self.anneal(from: start, to: 1, position / warmup)
      }
      return Self.anneal(from: 1, to: end, (position - warmup) / max(1 - warmup, 1e-9))
    }
  }

  /// From one value to another along half a cosine.
  private static func anneal(from: Double, to: Double, _ position: Double) -> Double {
    to + (from - to) * (1 + Double.cos(.pi * position)) / 2
  }
}
