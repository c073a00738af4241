import DLCore
import FileAccess
import Foundation
import Synchronization
import TestSupport
import Testing

/// A training that is killed loses no finished epoch, and ends as if nothing had happened.
@Suite struct KillTests {
  /// What was done to how many runs.
  private struct Tally {
    var kills = 0
    var duringSave = 0
    var runs = 0
  }

  /// Half of the kills come at a random moment, half while a file is being written.
  @Test func killedAtAnyMomentNothingIsLost() async throws {
    var dice = RandomSource(seed: TestSetting.seed)
    var tally = Tally()
    while tally.kills < TestSetting.kills {
      try await withTool { tool in
        try SmallRun.prepare(tool)
        try await killAgainAndAgain(tool, &dice, &tally)
        tally.runs += 1
      }
    }
    print(
      "killed \(tally.runs) runs \(tally.kills) times, \(tally.duringSave) of them while a file "
        + "was being written (DLCORE_SEED=\(TestSetting.seed), DLCORE_KILLS=\(TestSetting.kills))")
    // Where writing takes no time at all, few kills may miss it.
    #expect(tally.duringSave > 0 || tally.kills < 100)
  }

  /// Kills a run, goes on with it, kills that, until it comes to its end.
  private func killAgainAndAgain(
    _ tool: Tool, _ dice: inout RandomSource, _ tally: inout Tally
  ) async throws {
    let note = "seed \(TestSetting.seed)"
    var epochs = 0
    while true {
      let running = try tool.start(Self.command(tool))
      var isKilled = false
      if tally.kills < TestSetting.kills {
        isKilled = running.send(SIGKILL, when: Self.moment(tool, after: epochs, &dice))
      }
      let result = try running.result()
      guard isKilled, result.status == -SIGKILL else {
        #expect(result.status == 0, "\(note): \(result.errors)")
        break
      }
      tally.kills += 1
      if !SmallRun.unfinished(tool, "cut").isEmpty { tally.duringSave += 1 }
      let saved = try SmallRun.savedEpochs(tool, "cut")
      #expect(saved >= epochs, "\(note): kill \(tally.kills)")
      epochs = saved
    }
    #expect(SmallRun.unfinished(tool, "cut").isEmpty)
    try await SmallRun.expectWhole(tool, "cut", note)
  }

  /// A random one of the epochs that are left, and there a random moment, or the next save.
  private static func moment(
    _ tool: Tool, after epochs: Int, _ dice: inout RandomSource
  ) -> @Sendable () -> Bool {
    let lines = Int.random(in: min(epochs, SmallRun.epochs - 1)..<SmallRun.epochs, using: &dice)
    let delay = Duration.milliseconds(Int.random(in: 0..<80, using: &dice))
    let waitsForSave = Bool.random(using: &dice)
    let start = Mutex<ContinuousClock.Instant?>(nil)
    return {
      // The header is a line, too; a run that has no folder yet has none.
      guard ((try? tool.lines("cut/metrics.csv").count) ?? 1) > lines else { return false }
      if waitsForSave { return !SmallRun.unfinished(tool, "cut").isEmpty }
      return start.withLock { start in
        let begun = start ?? .now
        start = begun
        return .now >= begun + delay
      }
    }
  }

  /// Goes on with the run in `cut`, or begins it where it was killed before it had a folder.
  private static func command(_ tool: Tool) -> [String] {
    Files.exists(tool.path("cut/config.json"))
      ? ["train", "--resume", "cut"] : ["train"] + SmallRun.options + ["--output", "cut"]
  }

  // MARK: At every single step

  private static let hasTracer = canRun(["strace", "-qq", "-o", "/dev/null", "true"])

  /// Kills at each system call that changes files, the first, the second, and so on.
  @Test(
    .enabled(if: hasTracer && TestSetting.kills >= 100, "needs strace and DLCORE_KILLS=100"),
    arguments: ["write", "fsync", "rename", "close"])
  func everyCallMayBeTheLast(call: String) async throws {
    var kills = 0
    for number in 1... {
      var isKilled = true
      try await withTool { tool in
        try SmallRun.prepare(tool)
        let command = (["train"] + SmallRun.options + ["--output", "cut"]).joined(separator: " ")
        let result = try await tool.shell(
          "exec strace -f -qq -o /dev/null -e trace=\(call) "
            + "-e inject=\(call):signal=KILL:when=\(number) \"$LENET\" \(command)")
        isKilled = result.status != 0
        guard isKilled else { return }
        kills += 1
        let saved = try SmallRun.savedEpochs(tool, "cut")
        let resumed = try await tool.run(Self.command(tool))
        let note = "killed at \(call) \(number), \(saved) epochs saved"
        #expect(resumed.status == 0, "\(note): \(resumed.errors)")
        try await SmallRun.expectWhole(tool, "cut", note)
        #expect(SmallRun.unfinished(tool, "cut").isEmpty, "\(note)")
      }
      if !isKilled { break }
    }
    print("killed at each of \(kills) calls of \(call)")
    #expect(kills > 10)
  }
}

/// Whether a command of the system works here.
func canRun(_ words: [String]) -> Bool {
  let process = Process()
  process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
  process.arguments = words
  process.standardOutput = FileHandle.nullDevice
  process.standardError = FileHandle.nullDevice
  guard (try? process.run()) != nil else { return false }
  process.waitUntilExit()
  return process.terminationStatus == 0
}
