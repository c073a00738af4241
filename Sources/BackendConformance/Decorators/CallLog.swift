import DLCore

/// What a case asked of a backend: the calls in order, with the bits of what came back.
final class CallLog: Sendable {
  /// One call.
  struct Call: Hashable, Sendable {
    var requirement: Requirement
    /// A digest of the bits of all results.
    var digest: UInt64
  }

  private struct State {
    var calls: [Call] = []
    var seen: Set<Requirement> = []
    var changedInputs: [String] = []
  }

  private let state = Lock(State())

  /// All calls.
  var calls: [Call] { state.withLock { $0.calls } }

  /// The requirements that were called at all.
  var seen: Set<Requirement> { state.withLock { $0.seen } }

  /// The inputs that a call changed, which no call may.
  var changedInputs: [String] { state.withLock { $0.changedInputs } }

  /// Notes a call that computes nothing.
  func note(_ requirement: Requirement) {
    state.withLock { state in _ = state.seen.insert(requirement) }
  }

  /// Notes a call and what came back.
  func note(_ requirement: Requirement, _ digest: UInt64) {
    state.withLock { state in
      state.seen.insert(requirement)
      state.calls.append(Call(requirement: requirement, digest: digest))
    }
  }

  /// Notes that a call changed what it was only to read.
  func noteChange(_ requirement: Requirement, input: String) {
    state.withLock { $0.changedInputs.append("\(requirement) changed its input '\(input)'") }
  }
}

/// A number that tells bits apart: a product and a rotation for each word.
struct Digest {
  private(set) var value: UInt64 = 0x9E37_79B9_7F4A_7C15

  /// Adds a number.
  mutating func add(_ word: UInt64) {
    value = (value ^ word) &* 0xD6E8_FEB8_6659_FD93
    value ^= value >> 32
  }

  /// Adds the bytes of a buffer, eight at a time.
  mutating func add(_ bytes: UnsafeRawBufferPointer) {
    add(UInt64(bytes.count))
    var offset = 0
    // Each load ends at or before the end of the buffer.
    while offset + 8 <= bytes.count {
      add(bytes.loadUnaligned(fromByteOffset: offset, as: UInt64.self))
      offset += 8
    }
    while offset < bytes.count {
      add(UInt64(bytes[offset]))
      offset += 1
    }
  }
}
