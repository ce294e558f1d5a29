// How the look-alike's dashboard looks: a table on a wide window, one card a key on a narrow one; light and dark.

/** The page's only style sheet. */
export const STYLE = `
:root { color-scheme: light dark; font: 16px/1.5 system-ui, sans-serif;
  --page: light-dark(#f6f7f9, #14161a); --card: light-dark(#fff, #1d2026); --line: light-dark(#d5d9e0, #383d47);
  --ink: light-dark(#1a1d23, #eceef2); --quiet: light-dark(#565d69, #a4acb9); --accent: light-dark(#2450c8, #86a8ff);
  --danger: light-dark(#b00020, #ff9a9a); --practice: light-dark(#ffe9a8, #4d3c00); }
* { box-sizing: border-box; }
body { margin: 0; background: var(--page); color: var(--ink); min-height: 100vh;
  display: grid; grid-template: auto 1fr / 12rem minmax(0, 1fr); }
#practice { grid-column: 1 / -1; margin: 0; padding: .4rem 1.5rem; background: var(--practice); }
nav { padding: 1.5rem; border-right: 1px solid var(--line); }
nav p { margin: 0 0 1rem; color: var(--quiet); }
nav ul { list-style: none; margin: 0; padding: 0; } nav ul ul { padding-left: 1rem; }
nav a { color: var(--accent); font-weight: 600; text-decoration: none; }
main { padding: 1.5rem 2rem; max-width: 72rem; }
header { display: flex; flex-wrap: wrap; justify-content: space-between; align-items: center; gap: .75rem 1rem; }
h1, h2 { margin: 0; line-height: 1.2; } h1 { outline: none; }
.quiet { color: var(--quiet); } .trouble { color: var(--danger); }
table { width: 100%; border-collapse: collapse; margin-top: 1rem; background: var(--card); border: 1px solid var(--line); }
th, td { text-align: left; padding: .6rem .75rem; border-bottom: 1px solid var(--line); }
th { font-size: .875rem; color: var(--quiet); font-weight: 600; }
td { font-variant-numeric: tabular-nums; white-space: nowrap; }
td:first-child { font-weight: 600; white-space: normal; overflow-wrap: anywhere; }
code, .last4 { font-family: ui-monospace, monospace; overflow-wrap: anywhere; }
button, input { font: inherit; color: inherit; padding: .4rem .9rem; border: 1px solid var(--line); border-radius: 6px; background: var(--card); }
button { cursor: pointer; } button:disabled { opacity: .5; cursor: not-allowed; }
:focus-visible { outline: 3px solid var(--accent); outline-offset: 2px; }
button.main { background: var(--accent); border-color: transparent; color: var(--page); font-weight: 600; }
button.danger { color: var(--danger); border-color: currentcolor; }
dialog { width: min(36rem, calc(100vw - 2rem)); background: var(--card); color: var(--ink);
  border: 1px solid var(--line); border-radius: 10px; padding: 1.5rem; }
dialog::backdrop { background: #000a; }
label { display: block; margin-top: 1rem; } input { width: 100%; margin-top: .25rem; }
#secret { display: block; padding: .75rem; border: 1px dashed var(--line); border-radius: 6px; user-select: all; }
.row { display: flex; flex-wrap: wrap; gap: .5rem; margin-top: 1.25rem; }
@media (max-width: 60rem) {
  body { grid-template: auto auto 1fr / minmax(0, 1fr); }
  #practice { padding: .4rem 1rem; } main { padding: 1rem; }
  nav { padding: 1rem 1rem 0; border: 0; } nav p { margin: 0; }
  nav ul, nav li { display: inline; } nav ul ul { padding: 0; } nav ul ul::before { content: " › "; }
  table, tbody, tr, td { display: block; } table { background: none; border: 0; }
  thead { display: none; }
  tr { margin-bottom: .75rem; padding: .5rem 1rem; background: var(--card); border: 1px solid var(--line); border-radius: 8px; }
  td { padding: .2rem 0; border: 0; display: flex; gap: .5rem; white-space: normal; }
  td[data-label]::before { content: attr(data-label); flex: 0 0 6rem; color: var(--quiet); font-family: system-ui, sans-serif; }
}
`;
