import DLCore
import FileAccess
import Foundation
import TestSupport
import Testing

/// Damaged files: an error of one line or a lawful value, never a crash, within bounded memory.
///
/// Environment: `DLCORE_FUZZ_SECONDS` makes random damage go on for so long for each kind of file,
/// `DLCORE_FUZZ_SEED` chooses another seed, and `DLCORE_FUZZ_KEEP` names a folder in which the file
/// that is being read lies, so that it is there after a crash.
@Suite(.serialized) struct FuzzTests {
  @Test(arguments: FuzzTarget.all)
  func validFilesAreRead(target: FuzzTarget) throws {
    #expect(!target.corpus.isEmpty)
    for file in target.corpus { #expect(try target.content(of: file) != nil) }
  }

  @Test(arguments: FuzzTarget.all)
  func everyTruncationIsAnErrorOrTheSameValue(target: FuzzTarget) throws {
    for file in target.corpus {
      let whole = try target.content(of: file)
      for length in file.indices {
        guard let content = try target.content(of: Array(file.prefix(length))) else { continue }
        #expect(content == whole, "cut to \(length) of \(file.count) bytes")
      }
    }
  }

  @Test(arguments: FuzzTarget.all)
  func everyFlippedBitIsAnErrorOrALawfulValue(target: FuzzTarget) throws {
    let memory = PeakMemory()
    for var file in target.corpus {
      let whole = try target.content(of: file)
      for index in file.indices {
        for bit in 0..<8 {
          file[index] ^= 1 << bit
          if let content = try target.content(of: file), target.isGuarded {
            #expect(content == whole, "byte \(index), bit \(bit)")
          }
          let repaired = target.repair(file)
          if repaired != file { _ = try target.content(of: repaired) }
          file[index] ^= 1 << bit
        }
      }
    }
    memory.expectGrowth(below: 512 << 20)
  }

  @Test(arguments: FuzzTarget.all)
  func randomDamageIsAnErrorOrALawfulValue(target: FuzzTarget) throws {
    let memory = PeakMemory()
    let run = FuzzRun(environment: ProcessInfo.processInfo.environment)
    let (tried, read) = try run.run(target)
    print("fuzz: \(target.name), seed \(run.seed): \(tried) files tried, \(read) read")
    memory.expectGrowth(below: 512 << 20)
  }

  @Test func theSameSeedGivesTheSameDamage() {
    let corpus = FuzzTarget.labels.corpus
    func mutants(_ seed: UInt64) -> [[UInt8]] {
      (0..<50).map { number in
        var mutator = Mutator(corpus: corpus, seed: seed, number: number)
        return mutator.mutant()
      }
    }
    #expect(mutants(1) == mutants(1))
    #expect(mutants(1) != mutants(2))
    #expect(Set(mutants(1)).count > 40)
  }
}

/// How long to go on, and from which seed.
struct FuzzRun {
  /// What is done where the environment does not ask for more.
  static let usualCount = TestSize.count(2_000, full: 10_000)

  let seed: UInt64
  private let seconds: Double?
  private let folder: String?

  init(environment: [String: String]) {
    seed = environment["DLCORE_FUZZ_SEED"].flatMap(UInt64.init) ?? 1
    seconds = environment["DLCORE_FUZZ_SECONDS"].flatMap(Double.init)
    folder = environment["DLCORE_FUZZ_KEEP"]
  }

  /// Tries damaged files; counts them, and those that were read.
  func run(_ target: FuzzTarget) throws -> (tried: Int, read: Int) {
    let start = ContinuousClock.now
    var (tried, read) = (0, 0)
    while isGoingOn(tried, since: start) {
      var mutator = Mutator(corpus: target.corpus, seed: seed, number: tried)
      var file = mutator.mutant()
      if tried % 2 == 1 { file = target.repair(file) }
      if let folder { try Files.writeAtomically(file, to: "\(folder)/\(target.name)") }
      do throws(Broken) {
        if try target.content(of: file) != nil { read += 1 }
      } catch {
        Issue.record("seed \(seed), file \(tried): \(error)")
      }
      tried += 1
    }
    return (tried, read)
  }

  private func isGoingOn(_ tried: Int, since start: ContinuousClock.Instant) -> Bool {
    guard let seconds else { return tried < Self.usualCount }
    return (ContinuousClock.now - start) / .seconds(1) < seconds
  }
}
