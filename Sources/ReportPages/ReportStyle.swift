/// The page's one style sheet: ink on paper, one accent for what was taken out.
package enum ReportStyle {
  package static let sheet = """

    :root {
      --paper: #fbfaf7; --card: #ffffff; --ink: #1f2226; --soft: #5c636c; --line: #e5e1d9;
      --accent: #b1432a; --bar: #a9b0b6; --edit: #6f7a84; --track: #efece6;
    }
    @media (prefers-color-scheme: dark) {
      :root {
        --paper: #14161a; --card: #1b1e23; --ink: #e8e6e1; --soft: #a0a6ae; --line: #2e333a;
        --accent: #f08a6c; --bar: #6a727b; --edit: #98a1aa; --track: #24282e;
      }
    }
    * { box-sizing: border-box; }
    html { scroll-behavior: smooth; -webkit-text-size-adjust: 100%; }
    @media (prefers-reduced-motion: reduce) { html { scroll-behavior: auto; } }
    body {
      margin: 0; background: var(--paper); color: var(--ink);
      font: 16px/1.55 system-ui, -apple-system, "Segoe UI", Roboto, "Liberation Sans", sans-serif;
      font-variant-numeric: tabular-nums;
    }
    main { max-width: 1080px; margin: 0 auto; padding: 56px 32px 24px; }
    h1, h2, h3 { font-family: ui-serif, "Iowan Old Style", Georgia, "Liberation Serif", serif; }
    h1 { font-size: 40px; line-height: 1.15; font-weight: 500; margin: 6px 0 14px;
      letter-spacing: -0.01em; max-width: 22em; text-wrap: balance; }
    h2 { font-size: 26px; font-weight: 500; margin: 0 0 6px; }
    h3 { font-size: 19px; font-weight: 500; margin: 32px 0 10px; }
    h4 { font-size: 15px; font-weight: 600; margin: 0; overflow-wrap: anywhere; }
    .over { color: var(--accent); font-weight: 600; font-size: 14px; margin: 0; }
    .meta, .lead, .note { color: var(--soft); }
    .meta { margin: 0 0 32px; overflow-wrap: anywhere; }
    .lead { margin: 0 0 20px; max-width: 68ch; text-wrap: pretty; }
    .note { font-size: 13px; font-weight: 400; }
    th .note, td .note, li .note { display: block; }
    .hot { color: var(--accent); }
    .pre { color: var(--soft); font-weight: 400; }
    .sr { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); }
    section { margin: 64px 0 0; scroll-margin-top: 20px; }
    code, .id { font-family: ui-monospace, "SF Mono", Menlo, "Liberation Mono", monospace;
      font-size: 0.86em; overflow-wrap: anywhere; }
    th.id { line-height: 1.8; }
    .whole { white-space: nowrap; }
    a { color: inherit; text-decoration-color: var(--accent); text-underline-offset: 3px; }
    .term { text-decoration: underline dotted var(--soft); }
    .term:hover { color: var(--accent); }
    a:focus-visible, summary:focus-visible, input:focus-visible, .scroll:focus-visible {
      outline: 2px solid var(--accent); outline-offset: 2px; }
    nav { display: flex; flex-wrap: wrap; gap: 6px 15px; margin: 40px 0 0; padding: 14px 0;
      border-block: 1px solid var(--line); font-size: 14px; }
    nav a { text-decoration: none; }
    nav a:hover { color: var(--accent); }

    .outcome svg { display: block; border-radius: 5px; }
    .legend { list-style: none; display: flex; flex-wrap: wrap; gap: 6px 24px; padding: 0;
      margin: 12px 0 0; font-size: 14px; color: var(--soft); }
    .legend svg { display: inline-block; border-radius: 2px; }
    .legend b { color: var(--ink); font-weight: 600; }
    .legend + .scroll, .legend + details { margin-top: 16px; }
    .tiles { display: grid; grid-template-columns: repeat(auto-fit, minmax(104px, 1fr));
      gap: 28px 24px; margin: 40px 0 0; }
    .tiles dt { color: var(--soft); font-size: 14px; }
    .tiles dt::first-letter { text-transform: uppercase; }
    .tiles dd { margin: 0; font-size: 28px; line-height: 1.25; letter-spacing: -0.01em; }
    .tiles dd.note { font-size: 13px; letter-spacing: 0; min-height: 1.25em; }
    .warnings { margin-top: 44px; padding: 22px 26px; background: var(--card);
      border: 1px solid var(--line); border-left: 4px solid var(--accent); border-radius: 8px; }
    .warnings h2 { font-size: 20px; }
    .warnings ul { margin: 10px 0 0; padding-left: 18px; }
    .warnings li { margin: 8px 0; }
    .warnings li::marker { color: var(--accent); }
    .warnings p { margin: 0; color: var(--soft); }
    .warnings code { color: var(--soft); margin-right: 10px; }
    .calm { border-left-color: var(--line); }

    .scroll { overflow-x: auto; }
    table { border-collapse: collapse; width: 100%; font-size: 15px; }
    th, td { text-align: left; padding: 9px 16px 9px 0; border-bottom: 1px solid var(--line);
      vertical-align: top; font-weight: 400; }
    th:last-child, td:last-child { padding-right: 0; }
    thead th { color: var(--soft); font-size: 13px; vertical-align: bottom; }
    .n { text-align: right; white-space: nowrap; }
    .group th { padding-top: 24px; font-weight: 600; }
    .quiet td, .quiet th { color: var(--soft); }
    .plot { width: 40%; }
    .plot svg { display: block; border-radius: 3px; margin-top: 5px; }
    .funnel .plot svg { overflow: hidden; }
    .allowed { white-space: nowrap; }
    .forest { width: 34%; min-width: 150px; }
    .forest svg { display: block; overflow: visible; }
    th.forest:last-child, td.forest:last-child { padding-right: 6px; }
    .bias td, .bias th { vertical-align: middle; }
    .figures .row { display: block; line-height: 20px; min-height: 20px; }
    .figures .forest svg { margin-top: 1px; }
    .heat { font-size: 13px; }
    .heat th:first-child { min-width: 210px; position: sticky; left: 0; background: var(--paper); }
    .heat td, .heat thead th.n { padding: 7px 9px; text-align: right; }
    .heat td { border: 1px solid var(--paper); border-radius: 3px; }
    .heat b { display: inline-block; width: 22px; }
    .self { background: var(--track); color: var(--soft); }
    .h1 { background: color-mix(in srgb, var(--accent) 6%, transparent); }
    .h2 { background: color-mix(in srgb, var(--accent) 12%, transparent); }
    .h3 { background: color-mix(in srgb, var(--accent) 18%, transparent); }
    .h4 { background: color-mix(in srgb, var(--accent) 24%, transparent); }
    .h5 { background: color-mix(in srgb, var(--accent) 30%, transparent); }
    .h6 { background: color-mix(in srgb, var(--accent) 36%, transparent); }
    .h7 { background: color-mix(in srgb, var(--accent) 42%, transparent); }
    .h8 { background: color-mix(in srgb, var(--accent) 48%, transparent); }

    .in { fill: var(--bar); } .edit { fill: var(--edit); } .out { fill: var(--accent); }
    .dark { fill: var(--ink); } .track { fill: var(--track); }
    circle.ring { fill: var(--paper); stroke-width: 2; }
    .ring.in { stroke: var(--bar); } .ring.dark { stroke: var(--ink); }
    .ring.edit { stroke: var(--edit); } .ring.out { stroke: var(--accent); }
    rect.ring { stroke: none; }
    .base { stroke: var(--line); stroke-width: 1; }
    .limit { stroke: var(--accent); stroke-width: 1; stroke-dasharray: 3 3; }
    .axis, .mark { font-size: 11px; fill: var(--soft); }
    .mark { fill: var(--accent); }

    .cards { display: grid; grid-template-columns: repeat(auto-fill, minmax(290px, 1fr));
      gap: 20px; }
    .card { background: var(--card); border: 1px solid var(--line); border-radius: 8px;
      padding: 18px 20px; min-width: 0; }
    .card > .note { margin: 2px 0 12px; }
    .card svg { display: block; overflow: visible; }
    details { margin-top: 10px; font-size: 14px; }
    summary { cursor: pointer; color: var(--soft); }
    summary:hover { color: var(--ink); }
    .near { font-size: 13px; margin-top: 4px; }
    .near td, .near th { padding: 4px 12px 4px 0; border: 0; }
    .near .group th { padding-top: 10px; color: var(--soft); font-weight: 400; }
    .near td.n { width: 1%; }
    .examples { list-style: none; margin: 6px 0 0; padding: 0; }
    .examples li { padding: 6px 0; }
    .excerpt { display: block; cursor: pointer; margin-top: 6px; }
    .excerpt input { accent-color: var(--accent); margin: 0 8px 0 0; vertical-align: -1px; }
    .excerpt .hint { color: var(--soft); font-size: 13px; }
    .excerpt .text { display: block; white-space: pre-wrap; overflow-wrap: anywhere;
      margin-top: 6px; padding: 10px 12px; background: var(--track); border-radius: 6px; }
    .excerpt input:not(:checked) ~ .text { filter: blur(7px); user-select: none; }

    pre { margin: 0 0 20px; padding: 16px 20px; background: var(--card);
      border: 1px solid var(--line); border-radius: 8px; white-space: pre-wrap; }
    .facts { margin: 0; }
    .facts div { display: grid; grid-template-columns: var(--names, 150px) 1fr; gap: 16px;
      padding: 7px 0; border-bottom: 1px solid var(--line); }
    .facts dt { color: var(--soft); }
    .terms { --names: 250px; font-size: 15px; max-width: 860px; }
    .terms dt { color: var(--ink); font-weight: 600; overflow-wrap: anywhere; }
    .terms dd { padding: 0; }
    .terms :target { background: var(--track); }
    .facts dd { margin: 0; padding-top: 2px; }
    footer { max-width: 1080px; margin: 48px auto 0; padding: 20px 32px 56px;
      color: var(--soft); font-size: 13px; }

    @media (max-width: 640px) {
      main { padding: 32px 20px 16px; }
      footer { padding: 20px 20px 40px; }
      h1 { font-size: 30px; }
      h2 { font-size: 23px; }
      section { margin-top: 52px; }
      .wide { display: none; }
      .tiles { grid-template-columns: 1fr 1fr; gap: 22px 16px; }
      .tiles dd { font-size: 24px; }
      .warnings { padding: 18px 18px; }
      th, td { padding-right: 10px; }
      table { font-size: 14px; }
      .published .n, .seeds .n { white-space: normal; }
      .published th, .seeds th { overflow-wrap: anywhere; }
      .plot { width: 24%; }
      .heat th:first-child { min-width: 150px; }
      .bias tr { display: grid; grid-template-columns: 1fr 4.8em 4.8em 6.5em; align-items: center;
        border-bottom: 1px solid var(--line); padding: 4px 0; }
      .bias th, .bias td { border: 0; padding: 4px 8px 4px 0; }
      .bias .forest { grid-column: 1 / -1; width: auto; padding: 0; }
      .figures thead { position: absolute; clip-path: inset(50%); }
      .figures tr { display: grid; grid-template-columns: auto 1fr 1fr;
        border-bottom: 1px solid var(--line); padding: 6px 0; }
      .figures th, .figures td { border: 0; padding: 2px 10px 2px 0; }
      .figures th, .figures .forest { grid-column: 1 / -1; width: auto; padding-right: 0; }
      .figures td[data-name] { text-align: left; }
      .figures td[data-name]::before { content: attr(data-name); display: block;
        color: var(--soft); font-size: 12px; }
      .figures .forest, .bias .forest { padding-inline: 6px; }
      .facts div { grid-template-columns: 1fr; gap: 0; }
      .cards { grid-template-columns: 1fr; }
    }
    @page { margin: 16mm 14mm; }
    @media print {
      :root {
        --paper: #fff; --card: #fff; --ink: #000; --soft: #444; --line: #ccc; --accent: #9c3218;
        --bar: #aaa; --edit: #777; --track: #eee;
      }
      * { print-color-adjust: exact; -webkit-print-color-adjust: exact; }
      body, table, .legend, .terms { font-size: 12px; }
      h1 { font-size: 28px; }
      h2 { font-size: 20px; }
      h3 { font-size: 16px; margin-top: 20px; }
      h4, .warnings h2 { font-size: 14px; }
      .note, .near, .heat, thead th, details, footer, .tiles dt, .tiles dd.note { font-size: 11px; }
      th, td { padding-top: 6px; padding-bottom: 6px; }
      .term { text-decoration: none; }
      .tiles { grid-template-columns: repeat(auto-fit, minmax(80px, 1fr)); gap: 16px 12px;
        margin-top: 24px; }
      .tiles dd { font-size: 20px; }
      main, footer { max-width: none; padding: 0; }
      nav, .card details:not([open]) { display: none; }
      .warnings details::details-content { content-visibility: visible; }
      section { margin-top: 32px; }
      p, li { orphans: 3; widows: 3; }
      .lead, .card, tr, figure, pre, .facts div { break-inside: avoid; }
      h2, h3, .lead, .legend, .group { break-after: avoid; }
      .scroll { overflow: visible; }
    }

    """
}
