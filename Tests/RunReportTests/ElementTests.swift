import Markup
import Testing

@Suite struct ElementTests {
  @Test(arguments: [
    ("a<b>&\"c\"", "<p>a&lt;b&gt;&amp;&quot;c&quot;</p>\n"),
    ("tab\tline\n", "<p>tab\tline\n</p>\n"),
    ("\u{0}\u{1B}\u{85}\u{FFFE}", "<p>\u{FFFD}\u{FFFD}\u{FFFD}\u{FFFD}</p>\n"),
    ("🙂 ü", "<p>🙂 ü</p>\n"),
  ])
  func textIsEscaped(text: String, expected: String) {
    #expect(Element("p", text: text).description == expected)
  }
}
