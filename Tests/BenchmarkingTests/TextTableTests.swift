import Benchmarking
import Testing

@Suite struct TextTableTests {
  private let table = TextTable(
    columns: [.words("name"), .numbers("value")],
    rows: [["a|b", "1"], ["c,\"d\"", "22.5"], ["short"]])

  @Test func plainColumnsAlign() {
    #expect(
      table.plain == """
        name   value
        ─────  ─────
        a|b        1
        c,"d"   22.5
        short
        """)
  }

  @Test func markdownEscapesItsOwnSigns() {
    #expect(
      table.markdown == """
        | name  | value |
        | ----- | ----: |
        | a\\|b  |     1 |
        | c,"d" |  22.5 |
        | short |       |
        """)
  }

  @Test func valuesWithCommasAreQuoted() {
    #expect(table.csv == "name,value\na|b,1\n\"c,\"\"d\"\"\",22.5\nshort,")
  }

  @Test(
    arguments: [
      (0, "0.0000"), (0.01234, "0.0123"), (0.1234, "0.123"), (1.234, "1.23"), (12.34, "12.3"),
      (123.4, "123"), (12345.6, "12346"), (-1.5, "-1.50"), (.infinity, "-"), (.nan, "-"),
      (9.996, "10.0"), (1e300, "1e+300"),
    ] as [(Double, String)])
  func numbers(value: Double, text: String) { #expect(value.shortText == text) }

  @Test(arguments: [(0.0, ""), (1, "████"), (0.5, "██"), (0.28, "█▏"), (7, "████"), (.nan, "")])
  func bars(share: Double, bar: String) {
    #expect(Bar.text(share, width: 4) == bar)
    #expect(Bar.text(share, width: 0) == "")
  }
}
