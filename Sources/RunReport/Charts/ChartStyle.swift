/// How charts look, in light and in dark.
///
/// Plain classes rather than variables: not every viewer of SVG files knows those. The colours are
/// of those by Okabe and Ito, which people with any colour vision can tell apart.
enum ChartStyle {
  /// The class of every chart.
  static let name = "chart"

  static let sheet: StaticString = """
    .chart { font: 12px system-ui, -apple-system, "Segoe UI", Roboto, "DejaVu Sans", sans-serif;
      font-variant-numeric: tabular-nums; }
    .chart .paper { fill: #fff; } .chart text { fill: #1b1f24; }
    .chart .soft { fill: #57606a; font-size: 11px; } .chart .head { font-weight: 600; }
    .chart .strong { font-weight: 600; }
    .chart .grid { stroke: #d8dee4; stroke-width: 1; } .chart .axis { stroke: #57606a; }
    .chart .line { fill: none; stroke-width: 2; stroke-linejoin: round; stroke-linecap: round; }
    .chart .s0 { stroke: #0072b2; } .chart .s1 { stroke: #d55e00; stroke-dasharray: 6 4; }
    .chart .s2 { stroke: #007a5a; }
    .chart .m0 { fill: #0072b2; } .chart .m1 { fill: #d55e00; } .chart .m2 { fill: #007a5a; }
    .chart .right { fill: #7cc0ea; } .chart .wrong { fill: #f7a35c; }
    .chart .empty { fill: #f2f4f6; } .chart .none { fill: #9aa3ad; }
    .chart image { image-rendering: pixelated; }
    @media screen and (prefers-color-scheme: dark) {
      .chart .paper { fill: #11151a; } .chart text { fill: #e6edf3; }
      .chart .soft { fill: #9da7b3; }
      .chart .grid { stroke: #2b323a; } .chart .axis { stroke: #9da7b3; }
      .chart .s0 { stroke: #58aee3; } .chart .s1 { stroke: #f0883e; } .chart .s2 { stroke: #2fbf94; }
      .chart .m0 { fill: #58aee3; } .chart .m1 { fill: #f0883e; } .chart .m2 { fill: #2fbf94; }
      .chart .right { fill: #1d62a8; } .chart .wrong { fill: #b1520f; }
      .chart .empty { fill: #191f26; } .chart .none { fill: #59636e; }
    }
    """
}
