import Foundation

/// A web server on the loopback interface that says what a test tells it to say.
final class TestServer: Sendable {
  /// One answer, which may lie about its length.
  struct Reply: Sendable {
    var status = "200 OK"
    var body: [UInt8]
    var announcedLength: Int?
    /// How many bytes of the answer are sent before the server falls silent; nil for all of them.
    var sentLength: Int?
  }

  /// The address of the server's root, with a final slash.
  let root: String
  private let listener: Int32
  private let requests = Lines()

  /// Serves one reply for each path, 404 for every other.
  init(_ replies: [String: Reply]) throws {
    #if os(Linux)
      let listener = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
    #else
      let listener = socket(AF_INET, SOCK_STREAM, 0)
    #endif
    var address = sockaddr_in()
    address.sin_family = sa_family_t(AF_INET)
    address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
    var size = socklen_t(MemoryLayout<sockaddr_in>.size)
    // The socket calls take a generic address whose real size is given beside it.
    let bound = withUnsafeMutablePointer(to: &address) { pointer in
      pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { generic in
        bind(listener, generic, size) == 0 && listen(listener, 16) == 0
          && getsockname(listener, generic, &size) == 0
      }
    }
    guard bound else { throw POSIXError(.EADDRNOTAVAIL) }
    root = "http://127.0.0.1:\(UInt16(bigEndian: address.sin_port))/"
    self.listener = listener
    let requests = requests
    Thread.detachNewThread { Self.serve(listener, replies, requests) }
  }

  deinit { stop() }

  /// Takes no more requests.
  func stop() { shutdown(listener, Int32(SHUT_RDWR)) }

  /// The paths that were asked for.
  var paths: [String] { requests.all }

  private static func serve(
    _ listener: Int32, _ replies: [String: Reply], _ requests: Lines
  ) {
    while true {
      let connection = accept(listener, nil, nil)
      guard connection >= 0 else { break }
      var buffer = [UInt8](repeating: 0, count: 4096)
      let count = recv(connection, &buffer, buffer.count, 0)
      let words = String(decoding: buffer.prefix(max(count, 0)), as: UTF8.self).split(
        separator: " ")
      let path = words.count > 1 ? String(words[1].dropFirst()) : ""
      requests.add(path)
      let reply = replies[path] ?? Reply(status: "404 Not Found", body: Array("none".utf8))
      answer(connection, reply)
      // A silent server stays until the client has hung up.
      if reply.sentLength != nil { while recv(connection, &buffer, buffer.count, 0) > 0 {} }
      close(connection)
    }
    close(listener)
  }

  private static func answer(_ connection: Int32, _ reply: Reply) {
    let head =
      "HTTP/1.1 \(reply.status)\r\nContent-Length: \(reply.announcedLength ?? reply.body.count)\r\n"
      + "Connection: close\r\n\r\n"
    let whole = Array(head.utf8) + reply.body
    let bytes = whole.prefix(reply.sentLength ?? whole.count)
    var sent = 0
    while sent < bytes.count {
      let count = bytes.withUnsafeBytes { buffer in
        // The range that is left of the buffer.
        send(
          connection, buffer.baseAddress.map { $0 + sent }, buffer.count - sent, sendFlags)
      }
      guard count > 0 else { return }
      sent += count
    }
  }

  /// A client that hangs up must not end the test run by SIGPIPE.
  private static var sendFlags: Int32 {
    #if os(Linux)
      Int32(MSG_NOSIGNAL)
    #else
      0
    #endif
  }
}
