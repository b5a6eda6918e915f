/** The style of our own pages, as a string because the build copies no other files. */
export const styleSheet = `
:root {
  color-scheme: light dark;
  --bg: #f5f2ec; --surface: #fffdfa; --ink: #211d18; --soft: #675e54; --line: #ded6ca; --tint: #ece6dc;
  --accent: #9c2f1b; --on-accent: #fff; --warn: #855300; --warn-bg: #fdf3dc; --bad-bg: #fdebe6; --focus: #1459c7;
  --mono: ui-monospace, "SF Mono", "Cascadia Mono", Menlo, Consolas, "DejaVu Sans Mono", monospace;
}
@media (prefers-color-scheme: dark) {
  :root {
    --bg: #161412; --surface: #1f1c19; --ink: #ece6dd; --soft: #aca294; --line: #38322c; --tint: #2a2622;
    --accent: #f2977c; --on-accent: #2b0f07; --warn: #edbd5e; --warn-bg: #2c2413; --bad-bg: #351b15; --focus: #8ab4ff;
  }
}
* { box-sizing: border-box; }
html { -webkit-text-size-adjust: 100%; }
body { margin: 0; background: var(--bg); color: var(--ink); font: 15px/1.5 system-ui, -apple-system, "Segoe UI", Roboto, "Helvetica Neue", Arial, sans-serif; }
h1, h2, p, dl, dd, ol, ul, pre { margin: 0; padding: 0; }
ol, ul { list-style: none; }
a { color: var(--accent); }
:focus-visible { outline: 3px solid var(--focus); outline-offset: 2px; border-radius: 4px; }
.skip { position: absolute; left: -999px; top: 8px; z-index: 9; background: var(--surface); padding: 8px 14px; }
.skip:focus { left: 8px; }
.soft { color: var(--soft); font-weight: 400; }
.brand { font: 600 19px/1.2 Georgia, "Iowan Old Style", "Times New Roman", serif; letter-spacing: -.01em; white-space: nowrap; }
.brand a { color: inherit; text-decoration: none; }
.brand a::before { content: ""; display: inline-block; width: 11px; height: 11px; margin-right: 9px; border-radius: 3px; background: var(--accent); }
.note { position: fixed; left: 50%; bottom: 16px; transform: translateX(-50%); max-width: min(92vw, 720px); padding: 9px 16px; border-radius: 10px; background: var(--ink); color: var(--bg); font-size: 14px; overflow-wrap: anywhere; box-shadow: 0 6px 24px #0004; z-index: 8; }
.note:empty { display: none; }
.button, button { font: inherit; font-size: 14px; font-weight: 550; color: inherit; background: var(--surface); border: 1px solid var(--line); border-radius: 8px; padding: 6px 13px; text-decoration: none; cursor: pointer; white-space: nowrap; }
.button:hover, button:hover { border-color: var(--soft); }
select, input { font: inherit; font-size: 14px; color: var(--ink); background: var(--surface); border: 1px solid var(--line); border-radius: 8px; padding: 6px 10px; min-width: 0; }
label { color: var(--soft); font-size: 13px; }
.empty { padding: 56px 20px; text-align: center; color: var(--soft); border: 1px dashed var(--line); border-radius: 12px; }
.bar { display: flex; flex-wrap: wrap; gap: 10px 18px; align-items: center; justify-content: space-between; }
.tabs, .switch { display: inline-flex; background: var(--tint); border-radius: 9px; padding: 3px; gap: 2px; }
.tabs a, .switch a { padding: 4px 13px; border-radius: 7px; color: var(--soft); text-decoration: none; font-size: 14px; font-weight: 550; white-space: nowrap; }
.tabs a:hover, .switch a:hover { color: var(--ink); }
.tabs a[aria-current], .switch a[aria-current] { background: var(--surface); color: var(--ink); box-shadow: 0 1px 2px #0002; }
.sheet { background: var(--surface); border: 1px solid var(--line); border-radius: 12px; width: 100%; }
pre.sheet { padding: 22px; font: 13.5px/1.6 var(--mono); white-space: pre-wrap; overflow-wrap: anywhere; tab-size: 4; }
pre.code { font-size: 12.5px; white-space: pre; overflow-x: auto; overflow-wrap: normal; }
.headers { border-collapse: separate; border-spacing: 0; overflow: hidden; font-size: 13.5px; }
.headers thead { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); }
.headers th, .headers td { text-align: left; vertical-align: top; padding: 9px 16px; border-top: 1px solid var(--line); }
.headers tr:first-child > * { border-top: 0; }
.headers th { color: var(--soft); font-weight: 550; white-space: nowrap; width: 1%; }
.headers td { font-family: var(--mono); font-size: 12.5px; overflow-wrap: anywhere; }
.frame { position: relative; margin: 0 auto; background: #fff; border: 1px solid var(--line); border-radius: 12px; overflow: hidden; width: 100%; transition: width .18s; }
.frame iframe { display: block; width: 100%; height: 78vh; border: 0; background: #fff; }
.frame iframe.waiting { position: absolute; inset: 0 0 auto; visibility: hidden; }
@media (prefers-reduced-motion: reduce) { .frame { transition: none; } }

.top { display: flex; flex-wrap: wrap; gap: 10px 24px; align-items: center; justify-content: space-between; padding: 13px 24px; background: var(--surface); border-bottom: 1px solid var(--line); }
body.inbox main { max-width: 1080px; margin: 0 auto; padding: 26px 24px 64px; display: grid; grid-template-columns: minmax(0, 1fr); gap: 18px; }
body.inbox main > * { min-width: 0; }
.search { display: flex; align-items: center; gap: 8px; }
.search input { width: 210px; }
.headline { display: flex; align-items: baseline; gap: 14px; }
.headline h1, .mailhead h1 { font: 600 25px/1.25 Georgia, "Iowan Old Style", "Times New Roman", serif; letter-spacing: -.01em; }
.headline p { color: var(--soft); }
.mails { background: var(--surface); border: 1px solid var(--line); border-radius: 12px; overflow: hidden; }
.mails li + li { border-top: 1px solid var(--line); }
.mails a { display: grid; grid-template-columns: minmax(0, 15rem) minmax(0, 1fr) auto auto; gap: 4px 18px; align-items: baseline; padding: 10px 18px; color: inherit; text-decoration: none; }
.mails a:hover { background: var(--tint); }
.mails a:focus-visible { outline-offset: -3px; }
.who { font-weight: 600; } .who, .what { overflow: hidden; text-overflow: ellipsis; white-space: nowrap; }
.size, .mails time { color: var(--soft); font-size: 13px; font-variant-numeric: tabular-nums; white-space: nowrap; }
.size { text-align: right; }
.sheets { display: flex; justify-content: center; gap: 18px; padding-top: 18px; color: var(--soft); font-size: 14px; }
.walk { display: flex; gap: 16px; font-size: 14px; } .walk [aria-disabled] { color: var(--soft); opacity: .6; }
.mailhead { display: grid; gap: 12px; } .mailhead h1 { overflow-wrap: anywhere; }
.mailhead dl { display: grid; grid-template-columns: repeat(auto-fit, minmax(min(100%, 380px), 1fr)); gap: 3px 24px; font-size: 14px; }
.mailhead dl div { display: flex; gap: 10px; min-width: 0; } dt { color: var(--soft); flex: none; min-width: 5.8em; } dd { overflow-wrap: anywhere; }

body.studio { display: grid; grid-template-columns: 292px minmax(0, 1fr); min-height: 100vh; }
.side { border-right: 1px solid var(--line); background: var(--surface); padding: 18px 12px; position: sticky; top: 0; height: 100vh; overflow-y: auto; }
.side .brand { padding: 0 10px; } .side h2, .panel h2 { font-size: 13px; font-weight: 600; color: var(--soft); }
.side h2 { padding: 20px 10px 6px; }
.issues a { display: grid; gap: 1px; align-content: start; padding: 9px 10px; border-radius: 9px; color: inherit; text-decoration: none; }
.issues a:hover { background: var(--tint); } .issues a[aria-current] { background: var(--tint); box-shadow: inset 0 0 0 1px var(--line); }
.issues .name { font-weight: 600; overflow: hidden; text-overflow: ellipsis; display: -webkit-box; -webkit-line-clamp: 2; -webkit-box-orient: vertical; }
.issues .meta { display: flex; flex-wrap: wrap; align-items: center; gap: 2px 8px; color: var(--soft); font-size: 13px; font-variant-numeric: tabular-nums; }
.chip { display: inline-block; font-size: 12px; font-weight: 600; line-height: 1.5; padding: 0 7px; border-radius: 20px; border: 1px solid var(--line); color: var(--soft); white-space: nowrap; }
.chip.error { color: var(--accent); border-color: currentColor; } .chip.warning { color: var(--warn); border-color: currentColor; }
.desk { padding: 18px 26px 72px; display: grid; grid-template-columns: minmax(0, 1fr); gap: 14px; align-content: start; }
.title { display: flex; flex-wrap: wrap; gap: 8px 12px; align-items: center; } .title h1 { flex: 1; min-width: 12rem; font: 600 21px/1.3 Georgia, "Iowan Old Style", "Times New Roman", serif; overflow-wrap: anywhere; }
.desk > * { min-width: 0; } .desk > :empty { display: none; }
.tools { display: flex; flex-wrap: wrap; gap: 10px 16px; align-items: end; }
.tool { display: grid; gap: 3px; } .tool > span { color: var(--soft); font-size: 13px; }
.tool form { display: flex; gap: 8px; } .tool select { max-width: 230px; } html.scripted .tool form button { display: none; }
.line { display: grid; grid-template-columns: 40px minmax(0, 1fr) auto; gap: 0 14px; align-items: center; background: var(--surface); border: 1px solid var(--line); border-radius: 12px; padding: 11px 16px; }
.line .face { width: 40px; height: 40px; border-radius: 50%; display: grid; place-items: center; background: var(--accent); color: var(--on-accent); font-weight: 600; font-size: 17px; }
.line p { overflow: hidden; text-overflow: ellipsis; white-space: nowrap; } .line .from { font-weight: 600; } .line .subject b { font-weight: 600; } .line .subject { color: var(--soft); } .line .subject b { color: var(--ink); }
.line time { color: var(--soft); font-size: 13px; align-self: start; padding-top: 3px; }
.frame.w320 { width: 322px; max-width: 100%; } .frame.w640 { width: 642px; max-width: 100%; }
.frame.dark, .frame.dark iframe { background: #121212; color-scheme: dark; } .frame.light iframe { color-scheme: light; }
.facts { display: flex; flex-wrap: wrap; gap: 4px 18px; color: var(--soft); font-size: 13px; }
.panel { border: 1px solid var(--line); border-radius: 12px; background: var(--surface); overflow: hidden; }
.panel.has-errors { border-color: var(--accent); }
.panel summary { cursor: pointer; padding: 10px 16px; font-weight: 600; }
.panel .stale { padding: 0 16px 10px; color: var(--soft); }
.finding { padding: 12px 16px 14px; border-top: 1px solid var(--line); display: grid; gap: 3px; }
.finding.error { background: var(--bad-bg); } .finding.warning { background: var(--warn-bg); }
.finding .where { font: 12.5px/1.5 var(--mono); overflow-wrap: anywhere; }
.finding .said { font-weight: 600; }
.finding pre { font: 12.5px/1.55 var(--mono); overflow-x: auto; margin-top: 6px; padding: 8px 12px; border-radius: 8px; background: var(--surface); border: 1px solid var(--line); }
.finding .number { color: var(--soft); user-select: none; } .finding .caret { color: var(--accent); font-weight: 700; }

@media (max-width: 820px) {
  body.studio { display: block; }
  .side { position: static; height: auto; border-right: 0; border-bottom: 1px solid var(--line); padding: 12px; overflow: visible; }
  .side h2 { padding-top: 10px; }
  .issues { display: flex; gap: 8px; overflow-x: auto; padding: 2px; scroll-snap-type: x proximity; }
  .issues li { flex: 0 0 min(78%, 280px); scroll-snap-align: start; } .issues a { height: 100%; border: 1px solid var(--line); }
  .desk, body.inbox main { padding: 14px 12px 72px; }
  .top { padding: 11px 14px; } .search { width: 100%; } .search input { flex: 1; width: auto; }
  .search label { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); }
  .mails a { grid-template-columns: minmax(0, 1fr) auto; padding: 10px 14px; }
  .mails .what { grid-column: 1 / -1; grid-row: 2; } .mails .size { display: none; }
  .headers th, .headers td { display: block; width: auto; padding: 8px 14px 2px; white-space: normal; } .headers td { border-top: 0; padding: 0 14px 9px; }
  .line { grid-template-columns: 36px minmax(0, 1fr); } .line time { display: none; } .line .face { width: 36px; height: 36px; }
  .line .subject { white-space: normal; display: -webkit-box; -webkit-line-clamp: 2; -webkit-box-orient: vertical; }
  pre.sheet { padding: 16px; }
  .tool { max-width: 100%; } .tool select { max-width: 100%; }
}
`;
