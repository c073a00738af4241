import BackendNaive
import DLCore
import Foundation
import Synchronization
import Testing

private typealias Plain = Autodiff<NaiveBackend<Double>>

@Suite("Regions without gradients")
struct AutodiffRecordingTests {
  private let x = Tensor(3, on: Plain(NaiveBackend())).requiringGradient()

  private func isRecorded() -> Bool { x.squared().requiresGradient() }

  @Test("Nothing joins the graph inside, everything does outside")
  func region() throws {
    #expect(isRecorded())
    #expect(!withoutGradients { isRecorded() })
    #expect(isRecorded())
  }

  @Test("Regions can be nested")
  func nested() {
    let seen = withoutGradients { [withoutGradients { isRecorded() }, isRecorded()] }
    #expect(seen == [false, false])
    #expect(isRecorded())
  }

  @Test("What the body throws comes out, and the region ends")
  func throwing() {
    let error = #expect(throws: TensorError.self) {
      try withoutGradients { () throws(TensorError) in _ = try x.reshaped([7]) }
    }
    #expect(error?.description == "reshape: [] has 1 elements, [7] takes 7")
    #expect(isRecorded())
  }

  @Test("A region holds for its own task")
  func tasks() async {
    await withTaskGroup(of: (Int, Bool).self) { group in
      for index in 0..<20 {
        group.addTask {
          guard index % 2 == 0 else { return (index, isRecorded()) }
          return (index, withoutGradients { isRecorded() })
        }
      }
      for await (index, recorded) in group {
        #expect(recorded == (index % 2 == 1))
      }
    }
  }

  @Test("A region holds for its own thread")
  func threads() {
    let seen = Mutex<Bool?>(nil)
    withoutGradients {
      onThread(stackSize: 1 << 19) { seen.withLock { $0 = isRecorded() } }
      #expect(!isRecorded())
    }
    #expect(seen.withLock { $0 } == true)
  }

  @Test("A leaf watched inside is a leaf outside")
  func leafInside() throws {
    let leaf = withoutGradients { x.requiringGradient() }
    #expect(try leaf.squared().backward()[leaf]?.scalars == [6])
  }

  @Test("Without gradients no node is made", arguments: [true, false])
  func noNodes(requiresGradient: Bool) throws {
    let backend = Plain(NaiveBackend())
    func run() throws {
      var value = try Tensor.ones([1, 2, 4, 4], on: backend)
      if requiresGradient { value = value.requiringGradient() }
      let weights = try Tensor.ones([2, 2, 3, 3], on: backend)
      let features = try value.convolution2DReLUMaxPool2D(
        weights: weights, bias: nil, pool: .init(window: 2))
      let logits = try features.flattened().linear(
        weights: Tensor.ones([3, 2], on: backend), bias: nil)
      _ = try logits.softmaxCrossEntropy(labels: IndexTensor([1]))
    }
    let before = backend.tape.next()
    if requiresGradient { try withoutGradients { try run() } } else { try run() }
    // A leaf takes one number of the tape, and so does each reading of it.
    #expect(backend.tape.next() - before == (requiresGradient ? 2 : 1))
  }
}

/// Runs `body` on a thread with the given stack, and waits for it.
func onThread(stackSize: Int, _ body: @escaping @Sendable () -> Void) {
  let done = DispatchSemaphore(value: 0)
  let thread = Thread {
    body()
    done.signal()
  }
  thread.stackSize = stackSize
  thread.start()
  done.wait()
}
