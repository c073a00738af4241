import TestSupport

/// Runs some code with `dlbench` in a fresh folder that is removed afterwards.
func withTool(_ body: (Tool) async throws -> Void) async throws {
  try await withTool(named: "dlbench", body)
}
