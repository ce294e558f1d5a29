// The findings' room: a row for each caller, then for each finding; one letter and one reason judge a caller and all that speaks against it.
import { isHigh } from "../../core/audit/level.ts";
import type { FindingVerdict } from "../../core/incident/audit-event.ts";
import type { FindingRecord } from "../../core/incident/audit-state.ts";
import {
  callerLines,
  callerMark,
  findingLines,
  leftToJudge,
  titles,
  useAndSpan,
  verdictWords,
  waitsLine,
  whoWords,
} from "../../core/incident/finding-words.ts";
import type { IncidentState } from "../../core/incident/state.ts";
import { callers, callersIn, waiting, type Caller } from "../../core/incident/suspects.ts";
import { drawList, type ListItem } from "../../core/session/list.ts";
import { line, wrap } from "../../core/session/line.ts";
import { judge } from "../finding.ts";
import { asCommand, askReason, sayAll, worldNow, type Guide } from "./guide.ts";

const VERDICTS: Readonly<Record<string, FindingVerdict>> = {
  m: "malicious",
  o: "benign",
  u: "unknown",
};

const MOST_TITLES = 2;

/** A line of the room, and what a letter on it is about. */
interface Row {
  readonly item: ListItem;
  readonly lines: readonly string[];
  readonly about: { readonly caller: string } | { readonly finding: string };
}

function footer(width: number): string {
  return width < 60
    ? "m misuse o ours u unknown Enter read ? b"
    : "m misuse  o ours  u unknown  Enter read  ? help  b back";
}

/** As many as fit under the cursor of a small terminal. */
function worstTitles(caller: Caller): string {
  const all = titles(caller);
  const more = all.length - MOST_TITLES;
  const named = all.slice(0, MOST_TITLES).join("; ");
  return more > 0 ? `${named}; ${String(more)} more` : named;
}

function callerRow(state: IncidentState, caller: Caller): Row {
  const { name, did } = caller;
  const who = whoWords(caller);
  const isWaiting = waiting(state).some((one) => one.name === name);
  return {
    item: {
      text: who === "" ? name : `${name}  ${who}`,
      mark: callerMark(state, caller),
      style: isWaiting ? null : "dim",
      heading: "By caller: one word judges it all",
      detail: [waitsLine(state, caller), useAndSpan(caller), did[0] ?? "", worstTitles(caller)]
        .filter((words) => words !== "")
        .join(". "),
    },
    lines: callerLines(state, caller),
    about: { caller: name },
  };
}

function findingRow(finding: FindingRecord, who: readonly Caller[]): Row {
  const { id, title, judged, level, observed, refute } = finding;
  return {
    item: {
      text: title,
      mark: judged === null ? level : verdictWords(judged.verdict),
      style: judged === null ? null : "dim",
      heading: who.length === 0 ? "About nobody in particular" : "One by one",
      detail: `${observed}. Harmless if: ${refute}`,
    },
    lines: findingLines(finding),
    about: { finding: id },
  };
}

/** What nobody has judged comes first, the worst of it at the top. */
function inOrder(findings: readonly FindingRecord[]): readonly FindingRecord[] {
  function rank(one: FindingRecord): number {
    return (one.judged === null ? 0 : 10) + (isHigh(one) ? 0 : 1);
  }
  return findings.toSorted((a, b) => rank(a) - rank(b));
}

/** Callers, then what is about none of them, then every finding by itself. */
function rowsOf(state: IncidentState): readonly Row[] {
  const first = waiting(state);
  const people = [
    ...first,
    ...callers(state).filter(({ name }) => first.every((one) => one.name !== name)),
  ];
  const rows = inOrder(state.findings).map((one) => findingRow(one, callersIn(state, one)));
  const nobodys = rows.filter(({ item }) => item.heading !== "One by one");
  const others = rows.filter(({ item }) => item.heading === "One by one");
  return [...people.map((one) => callerRow(state, one)), ...nobodys, ...others];
}

/** Show the rows until a key does something; gives the row and the key, or nothing when the person goes back. */
async function choose(
  guide: Guide,
  state: IncidentState,
  rows: readonly Row[],
): Promise<{ readonly row: Row; readonly key: string } | undefined> {
  const items = rows.map(({ item }) => item);
  const answer = await guide.ask.live({
    keys: [...Object.keys(VERDICTS), "?", "b", "q"],
    digits: false,
    rows: () => items.length,
    refresh: () => Promise.resolve(),
    draw: (selected, width) => {
      const look = { selected, width, footer: footer(width) };
      const [title, ...list] = drawList("Whose use was it?", items, look);
      const left = wrap(leftToJudge(state), width).map((text) => line(text));
      return [...(title === undefined ? [] : [title]), ...left, ...list];
    },
  });
  if (answer.kind === "done") return undefined;
  const row = rows[answer.row];
  const key = answer.kind === "open" ? "read" : answer.key;
  return row === undefined || key === "b" || key === "q" ? undefined : { row, key };
}

/** What the letters mean, and what must be done here at all. */
const HELP: readonly string[] = [
  "Each caller needs one word from you: whose use was it?",
  "m misuse: it was not ours (finding malicious)",
  "o ours, or harmless (finding benign)",
  "u unknown: nobody can tell; it counts as not ours",
  "Only serious findings (critical, high) must be judged. A finding that several callers share follows when each of them has a word.",
];

/** Show it until the person goes back; or the letter of a word, which is as good here as in the list. */
async function read(guide: Guide, lines: readonly string[]): Promise<string> {
  sayAll(guide, lines);
  const words = Object.entries(VERDICTS).map(([key, verdict]) => ({
    key,
    words: verdictWords(verdict),
  }));
  return guide.ask.choose("", [...words, { key: "b", words: "back to the list" }], "b");
}

/** Nothing is recorded without a letter and a reason. */
async function say(guide: Guide, { lines, about }: Row, verdict: FindingVerdict): Promise<void> {
  guide.ask.say(`${lines[0] ?? ""}: ${verdictWords(verdict)}`, "bold");
  const because = await askReason(guide, "How do you know");
  if (because === undefined) return;
  const word = { ...about, verdict, because };
  sayAll(guide, await judge(asCommand(guide), guide.incident, word));
}

/** Go through callers and findings. */
export async function findingsRoom(guide: Guide): Promise<void> {
  for (;;) {
    const { state } = await worldNow(guide);
    const chosen = await choose(guide, state, rowsOf(state));
    if (chosen === undefined) return;
    const { row, key } = chosen;
    if (key === "?") {
      sayAll(guide, HELP);
      await guide.ask.choose("", [{ key: "b", words: "back to the list" }], "b");
      continue;
    }
    const verdict = VERDICTS[key === "read" ? await read(guide, row.lines) : key];
    if (verdict !== undefined) await say(guide, row, verdict);
  }
}
