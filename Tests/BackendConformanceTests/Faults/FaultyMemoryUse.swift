import BackendBLAS
import BackendConformance
import DLCore

/// A bug in a backend's dealings with memory.
enum MemoryFault: String, CaseIterable, Sendable {
  case writesPastTheEnd, writesBeforeTheStart, leavesLastUnwritten, changesItsInput
  case updatesSharedStorages

  /// What the name of a check that finds it begins with.
  var victim: String {
    switch self {
    case .writesPastTheEnd: "memory-redZones/unary/negate"
    case .writesBeforeTheStart: "memory-redZones/unary/negate"
    case .leavesLastUnwritten: "memory-redZones/unary/negate"
    case .changesItsInput: "unary/negate"
    case .updatesSharedStorages: "sgdUpdate/plain"
    }
  }
}

/// The BLAS backend with one bug in its dealings with memory.
struct FaultyMemoryUse: BackendDecorator {
  typealias Scalar = Float
  typealias Storage = BLASBackend.Storage
  typealias MaxPoolSelection = BLASBackend.MaxPoolSelection

  let base: BLASBackend
  let fault: MemoryFault

  func unary(_ operation: UnaryOperation, _ input: Storage, count: Int) -> Storage {
    let output = base.unary(operation, input, count: count)
    switch fault {
    // Only where there is room for it: elsewhere it would hurt the test itself.
    case .writesPastTheEnd where base.pool.guarding == .redZones:
      output.withUnsafeMutablePointer { $0[count] = 1 }
    case .writesBeforeTheStart where base.pool.guarding == .redZones:
      output.withUnsafeMutablePointer { $0[-1] = 1 }
    case .leavesLastUnwritten: return withoutLast(output, count: count)
    case .changesItsInput where count > 0: input.withUnsafeMutablePointer { $0[0] += 1 }
    default: break
    }
    return output
  }

  /// A new storage, of which the last element was never written.
  private func withoutLast(_ storage: Storage, count: Int) -> Storage {
    let result = Storage(count: count, pool: base.pool)
    storage.withUnsafePointer { source in
      result.withUnsafeMutablePointer { target in
        // The last element is NaN in guarded memory; elsewhere it is written, to be right by chance.
        let isGuarded = base.pool.guarding != .none
        target.update(from: source, count: isGuarded ? max(count - 1, 0) : count)
      }
    }
    return result
  }

  func sgdUpdate(
    _ parameter: inout Storage, velocity: inout Storage?, gradient: Storage, count: Int,
    _ step: SGDStep
  ) {
    guard fault == .updatesSharedStorages else {
      return base.sgdUpdate(
        &parameter, velocity: &velocity, gradient: gradient, count: count, step)
    }
    let held = parameter
    base.sgdUpdate(&parameter, velocity: &velocity, gradient: gradient, count: count, step)
    parameter.withUnsafePointer { new in
      held.withUnsafeMutablePointer { $0.update(from: new, count: count) }
    }
  }
}
