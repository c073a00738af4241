import Foundation
import Testing

/// What random damage has found, so that it is found at once.
struct FindingTests {
  @Test(arguments: ["backend", "model", "optimizer", "schedule"])
  func aNameWithALineFeedIsToldInOneLine(key: String) throws {
    let settings = FuzzTarget.settings
    let file = String(decoding: try #require(settings.corpus.first), as: UTF8.self)
    let found = try #require(file.firstRange(of: "\"\(key)\":\""))
    let damaged = file.replacingCharacters(in: found, with: "\"\(key)\":\"a\\n\\u001b[2J")
    #expect(try settings.content(of: Array(damaged.utf8)) == nil)
  }
}
