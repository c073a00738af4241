/// How the page looks: light and dark, wide and narrow, on paper.
enum PageStyle {
  static let sheet: StaticString = """
    :root { color-scheme: light dark; --paper: #fff; --ink: #1b1f24; --soft: #57606a;
      --line: #d0d7de; --card: #f6f8fa; --accent: #0072b2; --bad: #b42318; }
    @media screen and (prefers-color-scheme: dark) { :root { --paper: #11151a; --ink: #e6edf3;
      --soft: #9da7b3; --line: #30363d; --card: #1a2027; --accent: #58aee3; --bad: #ff8a7a; } }
    @media print { :root { color-scheme: light; } }
    * { box-sizing: border-box; }
    body { margin: 0; background: var(--paper); color: var(--ink);
      font: 15px/1.5 system-ui, -apple-system, "Segoe UI", Roboto, "DejaVu Sans", sans-serif; }
    main { max-width: 1040px; margin: 0 auto; padding: 1.5rem 1rem 3rem; }
    h1 { font-size: 1.6rem; margin: 0; overflow-wrap: anywhere; }
    h2 { font-size: 1.15rem; margin: 2.2rem 0 .6rem; border-bottom: 1px solid var(--line);
      padding-bottom: .25rem; }
    p { margin: .4rem 0; max-width: 72ch; overflow-wrap: anywhere; }
    .soft { color: var(--soft); } .bad { color: var(--bad); }
    .cards { display: grid; gap: .6rem; margin: 1.1rem 0 0;
      grid-template-columns: repeat(auto-fill, minmax(min(150px, 100%), 1fr)); }
    .cards div { background: var(--card); border: 1px solid var(--line); border-radius: 8px;
      padding: .5rem .75rem; min-width: 0; break-inside: avoid; }
    .cards dt { color: var(--soft); font-size: .8rem; }
    .cards dd { margin: 0; font-size: 1.1rem; font-weight: 600; line-height: 1.3;
      overflow-wrap: anywhere; font-variant-numeric: tabular-nums; }
    .cards small { display: block; color: var(--soft); font-size: .78rem; font-weight: 400; }
    .cards .main { grid-column: span 2; border-color: var(--accent); }
    .cards .main dd { font-size: 1.9rem; line-height: 1.15; }
    pre { background: var(--card); border: 1px solid var(--line); border-radius: 8px;
      padding: .6rem .8rem; margin: .5rem 0; font-size: .85rem; white-space: pre-wrap;
      overflow-wrap: anywhere; }
    pre span { display: inline-block; max-width: 100%; }
    code, pre { font-family: ui-monospace, "DejaVu Sans Mono", Menlo, monospace; }
    .side { display: grid; gap: 1rem; align-items: start;
      grid-template-columns: repeat(auto-fit, minmax(min(420px, 100%), 1fr)); }
    .side.three { gap: 0 1.5rem;
      grid-template-columns: repeat(auto-fit, minmax(min(290px, 100%), 1fr)); }
    .side * { min-width: 0; }
    svg.chart { display: block; max-width: 100%; height: auto; break-inside: avoid; }
    .scroll { overflow-x: auto; }
    table { border-collapse: collapse; font-size: .88rem; font-variant-numeric: tabular-nums; }
    th, td { padding: .2rem 1rem .2rem 0; border-bottom: 1px solid var(--line);
      text-align: right; white-space: nowrap; }
    th:first-child { text-align: left; } th { font-weight: 600; }
    tr { break-inside: avoid; } td:last-child { white-space: normal; }
    dl.facts { display: grid; grid-template-columns: max-content minmax(0, 1fr);
      gap: .1rem 1rem; margin: 0; font-size: .88rem; }
    dl.facts dt { color: var(--soft); } dl.facts dd { margin: 0; overflow-wrap: anywhere; }
    .gallery { display: grid; gap: .8rem .5rem; margin-top: .6rem;
      grid-template-columns: repeat(auto-fill, minmax(74px, 1fr)); }
    .gallery figure { margin: 0; break-inside: avoid; font-size: .82rem; line-height: 1.3; }
    .gallery img { display: block; image-rendering: pixelated; border-radius: 3px;
      margin-bottom: .15rem; }
    .gallery span { display: block; } .gallery span:last-child { color: var(--soft); }
    @media print { body { font-size: 10pt; } main { max-width: none; padding: 0; }
      h2 { break-after: avoid; } .scroll { overflow: visible; }
      .cards { grid-template-columns: repeat(4, 1fr); }
      .side { grid-template-columns: 1fr 1fr; } .side.three { grid-template-columns: 1fr 1fr 1fr; }
      table, dl.facts { font-size: 7.5pt; } th, td { padding: .15rem .5rem .15rem 0; }
      * { print-color-adjust: exact; -webkit-print-color-adjust: exact; } }
    @media (max-width: 420px) { .cards { grid-template-columns: 1fr 1fr; }
      th, td { padding-right: .45rem; } table { font-size: .8rem; } }
    """
}
