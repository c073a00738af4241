/// Chooses workloads by suite and name.
public struct WorkloadSelection: Sendable {
  /// Which workloads are looked at.
  public enum Scope: String, Hashable, Sendable, CaseIterable {
    /// A choice that takes less than a minute.
    case quick
    /// Training and inference of LeNet-5.
    case lenet5
    /// Single operations.
    case ops
    /// Matrix products.
    case gemm
    /// All.
    case all

    func holds(_ workload: Workload) -> Bool {
      switch self {
      case .quick: workload.isQuick
      case .lenet5: workload.suite == .lenet5
      case .ops: workload.suite == .ops
      case .gemm: workload.suite == .gemm
      case .all: true
      }
    }
  }

  private let scope: Scope
  private let pattern: String?

  /// Creates a selection.
  ///
  /// A pattern is a whole name, or a regular expression that a part of the
  /// name matches; without a scope it chooses from all workloads.
  ///
  /// - Throws: `WorkloadSelectionError` if the pattern is no regular expression.
  public init(scope: Scope?, pattern: String?) throws(WorkloadSelectionError) {
    if let pattern, (try? Regex(pattern)) == nil { throw WorkloadSelectionError(pattern: pattern) }
    self.scope = scope ?? (pattern == nil ? .quick : .all)
    self.pattern = pattern
  }

  /// The workloads that are chosen, in their order.
  public func chosen(from workloads: [Workload]) -> [Workload] {
    let inScope = workloads.filter(scope.holds)
    guard let pattern else { return inScope }
    if let whole = inScope.first(where: { $0.name == pattern }) { return [whole] }
    guard let expression = try? Regex(pattern) else { return [] }
    return inScope.filter { $0.name.firstMatch(of: expression) != nil }
  }
}

/// A pattern that is no regular expression.
public struct WorkloadSelectionError: Error, Hashable, Sendable, CustomStringConvertible {
  /// What was given.
  public let pattern: String

  /// One line.
  public var description: String {
    "filter '\(pattern)' is not a regular expression; give a part of a name, such as gemm/512"
  }
}
