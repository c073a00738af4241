import DLCore
import Foundation

#if canImport(FoundationNetworking)
  import FoundationNetworking
#endif

/// Fetches one file over HTTP into memory, within a limit of bytes and of time.
package enum Download {
  /// The largest file that is fetched, in bytes.
  static let largestFile = 64 << 20
  /// How long the server may be silent, in seconds: before it answers, and between two pieces.
  package static let patience = 10.0
  /// How long one file may take in all, in seconds.
  static let longestTime = 1800.0

  /// Fetches a file and waits for it; `progress` hears the bytes so far and the bytes in all.
  package static func fetch(
    _ address: String, limit: Int = largestFile, patience: Double = patience,
    progress: @escaping @Sendable (Int, Int?) -> Void
  ) throws(DatasetError) -> [UInt8] {
    guard let url = URL(string: address), url.host != nil else {
      throw DatasetError(path: address, problem: "is not an address that can be fetched")
    }
    let configuration = URLSessionConfiguration.ephemeral
    configuration.timeoutIntervalForRequest = patience
    configuration.timeoutIntervalForResource = longestTime
    let receiver = Receiver(
      address: address, limit: limit, patience: patience, progress: progress)
    let session = URLSession(
      configuration: configuration, delegate: receiver, delegateQueue: nil)
    session.dataTask(with: url).resume()
    session.finishTasksAndInvalidate()
    return try receiver.wait()
  }
}

/// Collects what a session receives and wakes the thread that waits for it.
private final class Receiver: NSObject, URLSessionDataDelegate, Sendable {
  private struct State {
    var bytes: [UInt8] = []
    var problem: String?
  }

  private let address: String
  private let limit: Int
  private let patience: Double
  private let progress: @Sendable (Int, Int?) -> Void
  private let state = Lock(State())
  private let finished = DispatchSemaphore(value: 0)

  init(
    address: String, limit: Int, patience: Double, progress: @escaping @Sendable (Int, Int?) -> Void
  ) {
    self.address = address
    self.limit = limit
    self.patience = patience
    self.progress = progress
  }

  func wait() throws(DatasetError) -> [UInt8] {
    finished.wait()
    let (bytes, problem) = state.withLock { ($0.bytes, $0.problem) }
    if let problem { throw DatasetError(path: address, problem: problem) }
    return bytes
  }

  func urlSession(_ session: URLSession, dataTask: URLSessionDataTask, didReceive data: Data) {
    let announced = dataTask.response?.expectedContentLength ?? -1
    let received = state.withLock { state -> Int? in
      if state.problem == nil { state.problem = Self.refusal(dataTask.response) }
      if state.problem == nil && max(state.bytes.count + data.count, Int(announced)) > limit {
        state.problem = "sends more than the \(limit) bytes that are accepted"
      }
      guard state.problem == nil else { return nil }
      state.bytes += data
      return state.bytes.count
    }
    if let received {
      progress(received, announced > 0 ? Int(announced) : nil)
    } else {
      dataTask.cancel()
    }
  }

  func urlSession(
    _ session: URLSession, task: URLSessionTask, didCompleteWithError error: (any Error)?
  ) {
    state.withLock { state in
      // A problem found earlier cancelled the task: it, not the cancellation, is the reason.
      guard state.problem == nil else { return }
      state.problem = Self.refusal(task.response)
      if let error, state.problem == nil {
        state.problem = "cannot be fetched: " + reason(error)
      }
    }
    finished.signal()
  }

  /// What an answer other than success says.
  private static func refusal(_ response: URLResponse?) -> String? {
    guard let status = (response as? HTTPURLResponse)?.statusCode, status != 200 else { return nil }
    return "cannot be fetched: the server answered \(status) "
      + "(\(HTTPURLResponse.localizedString(forStatusCode: status).lowercased()))"
  }

  /// The system's reason without line breaks and without its full stop.
  private func reason(_ error: any Error) -> String {
    if (error as? URLError)?.code == .timedOut {
      return "the server was silent for \(patience) seconds"
    }
    let words = error.localizedDescription.split(whereSeparator: \.isWhitespace)
    let line = words.joined(separator: " ")
    return line.hasSuffix(".") ? String(line.dropLast()) : line
  }
}
