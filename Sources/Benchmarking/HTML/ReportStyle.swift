/// How the page looks: light and dark, wide and narrow, on paper.
///
/// The colours of backends are those of Okabe and Ito, which people with any colour vision can tell
/// apart.
enum ReportStyle {
  static let element = HTMLElement(
    "style",
    trusted: """
      :root { color-scheme: light dark; --paper: #fff; --ink: #1b1f24; --soft: #57606a;
        --line: #d0d7de; --card: #f6f8fa; --bad: #b42318;
        --c0: #0072b2; --c1: #d55e00; --c2: #009e73; --c3: #b0578f; --c4: #a87900; --c5: #2f7fb0; }
      @media (prefers-color-scheme: dark) { :root { --paper: #11151a; --ink: #e6edf3;
        --soft: #9da7b3; --line: #30363d; --card: #1a2027; --bad: #ff8a7a;
        --c0: #4da3dd; --c1: #f0883e; --c2: #2fbf94; --c3: #d98cc0; --c4: #e6b422; --c5: #8cc8ee; } }
      @media print { :root { color-scheme: light; --paper: #fff; --ink: #000; --soft: #444;
        --line: #bbb; --card: #fff; --bad: #a00;
        --c0: #0072b2; --c1: #d55e00; --c2: #009e73; --c3: #b0578f; --c4: #a87900; --c5: #2f7fb0; } }
      * { box-sizing: border-box; }
      body { margin: 0; background: var(--paper); color: var(--ink);
        font: 15px/1.5 system-ui, -apple-system, "Segoe UI", Roboto, "DejaVu Sans", sans-serif; }
      main { max-width: 1160px; margin: 0 auto; padding: 1.5rem 1rem 3rem; }
      h1 { font-size: 1.6rem; margin: 0 0 .25rem; }
      h2 { font-size: 1.2rem; margin: 2.2rem 0 .5rem; border-bottom: 1px solid var(--line);
        padding-bottom: .25rem; }
      h3 { font-size: .95rem; margin: 0 0 .4rem; overflow-wrap: anywhere; }
      p { margin: .4rem 0; max-width: 88ch; }
      .soft { color: var(--soft); } .bad { color: var(--bad); }
      .cards { display: grid; gap: 1rem;
        grid-template-columns: repeat(auto-fill, minmax(min(340px, 100%), 1fr)); }
      .wide { grid-template-columns: repeat(auto-fill, minmax(min(480px, 100%), 1fr)); }
      figure { margin: 0; padding: .8rem; background: var(--card); border: 1px solid var(--line);
        border-radius: 8px; break-inside: avoid; min-width: 0; }
      svg { display: block; width: 100%; height: auto; font-size: 11px; }
      svg text { fill: var(--ink); } svg .small { font-size: 9.5px; fill: var(--soft); }
      svg .soft { fill: var(--soft); } svg .wrong { fill: var(--bad); }
      svg .halo { paint-order: stroke; stroke: var(--card); stroke-width: 3px; }
      svg .value { font-variant-numeric: tabular-nums; }
      svg .grid { stroke: var(--line); stroke-width: .7; }
      svg .whisker { stroke: var(--ink); stroke-width: 1.2; }
      svg .roof { stroke: var(--soft); stroke-width: 1.4; fill: none; }
      svg .mark { stroke: var(--paper); stroke-width: .8; }
      .f0 { fill: var(--c0); } .f1 { fill: var(--c1); } .f2 { fill: var(--c2); }
      .f3 { fill: var(--c3); } .f4 { fill: var(--c4); } .f5 { fill: var(--c5); }
      .legend { display: flex; flex-wrap: wrap; gap: .2rem 1.2rem; margin: .6rem 0; }
      .legend svg { display: inline-block; width: 13px; height: 13px; margin-right: .35rem;
        vertical-align: -1px; }
      dl { display: grid; grid-template-columns: max-content 1fr; gap: .1rem 1rem; margin: .5rem 0; }
      dt { color: var(--soft); } dd { margin: 0; overflow-wrap: anywhere; }
      .scroll { overflow-x: auto; }
      table { border-collapse: collapse; font-size: .85rem; font-variant-numeric: tabular-nums; }
      caption { text-align: left; color: var(--soft); padding-bottom: .3rem; }
      th, td { padding: .2rem .6rem; border-bottom: 1px solid var(--line); text-align: left;
        white-space: nowrap; }
      th { font-weight: 600; } .right { text-align: right; }
      @page { size: landscape; margin: 12mm; }
      @media print { main { max-width: none; padding: 0; } .scroll { overflow: visible; }
        table { font-size: 7.5pt; } th, td { padding: .1rem .25rem; white-space: normal; } }
      """)
}
