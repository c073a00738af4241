/// Chooses checks by their names: one by its whole name, or all that a regular expression matches.
public struct ConformanceFilter: Hashable, Sendable {
  /// The name or regular expression.
  public let pattern: String

  /// Creates a filter.
  ///
  /// - Throws: `ConformanceFilterError` if the pattern is no regular expression.
  public init(_ pattern: String) throws(ConformanceFilterError) {
    self.pattern = pattern
    guard (try? Regex(pattern)) != nil else { throw ConformanceFilterError(pattern: pattern) }
  }

  /// The names that are chosen from all there are.
  func chosen(from names: [String]) -> Set<String> {
    if names.contains(pattern) { return [pattern] }
    let isPlain = pattern.allSatisfy { $0.isLetter || $0.isNumber || "/-_,".contains($0) }
    if isPlain { return Set(names.filter { $0.contains(pattern) }) }
    guard let expression = try? Regex(pattern) else { return [] }
    return Set(names.filter { $0.firstMatch(of: expression) != nil })
  }
}

/// A filter that is no regular expression.
public struct ConformanceFilterError: Error, Hashable, Sendable, CustomStringConvertible {
  /// What was given.
  public let pattern: String

  /// One line.
  public var description: String {
    "filter '\(pattern)' is not a regular expression; give a part of a name, such as softmax/random"
  }
}
