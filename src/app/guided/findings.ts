// The findings' room: a row for each caller, then for each finding; one letter and one reason judge a caller and all that speaks against it.
import type { FindingVerdict } from "../../core/incident/audit-event.ts";
import type { FindingRecord } from "../../core/incident/audit-state.ts";
import {
  callerLines,
  callerMark,
  findingLines,
  titles,
  useWords,
  whoWords,
} from "../../core/incident/finding-words.ts";
import { isHigh } from "../../core/incident/misuse.ts";
import type { IncidentState } from "../../core/incident/state.ts";
import { callers, callersIn, waiting, type Caller } from "../../core/incident/suspects.ts";
import { drawList, type ListItem } from "../../core/session/list.ts";
import { judge, progress } from "../finding.ts";
import { asCommand, askReason, sayAll, worldNow, type Guide } from "./guide.ts";

const VERDICTS: Readonly<Record<string, FindingVerdict>> = {
  t: "malicious",
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
    ? "t thief o ours u unknown Enter read b"
    : "t thief's  o ours  u unknown  Enter read  b back";
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
      heading: "By caller: one word for all that speaks against it",
      detail: [useWords(caller), did[0] ?? "", worstTitles(caller)]
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
      mark: judged?.verdict ?? level,
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
    keys: [...Object.keys(VERDICTS), "b", "q"],
    digits: false,
    rows: () => items.length,
    refresh: () => Promise.resolve(),
    draw: (selected, width) =>
      drawList(`Whose use was it? ${progress(state)}`, items, {
        selected,
        width,
        footer: footer(width),
      }),
  });
  if (answer.kind === "done") return undefined;
  const row = rows[answer.row];
  const key = answer.kind === "open" ? "read" : answer.key;
  return row === undefined || key === "b" || key === "q" ? undefined : { row, key };
}

/** Go through callers and findings; nothing is recorded without a letter and a reason. */
export async function findingsRoom(guide: Guide): Promise<void> {
  for (;;) {
    const { state } = await worldNow(guide);
    const chosen = await choose(guide, state, rowsOf(state));
    if (chosen === undefined) return;
    const { row, key } = chosen;
    const verdict = VERDICTS[key];
    if (verdict === undefined) {
      sayAll(guide, row.lines);
      await guide.ask.choose("", [{ key: "b", words: "back to the list" }], "b");
    } else {
      guide.ask.say(`${row.lines[0] ?? ""}: ${verdict}`, "bold");
      const because = await askReason(guide, "How do you know");
      if (because !== undefined)
        sayAll(
          guide,
          await judge(asCommand(guide), guide.incident, { ...row.about, verdict, because }),
        );
    }
  }
}
