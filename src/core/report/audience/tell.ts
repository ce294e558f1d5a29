// The timeline as one audience is told it: fewer rows, each made of nothing that it may not know.
import type { IncidentEvent } from "../../incident/event.ts";
import { EMPTY_HEAD } from "../../journal/event.ts";
import type { Deadline } from "../deadlines.ts";
import type { FormatContext } from "../format/format.ts";
import type { ReportInput } from "../input.ts";
import { timelineRows, type TimelineRow } from "../timeline.ts";
import type { Runbook } from "../../runbook/runbook.ts";
import type { Audience } from "./audience.ts";
import { plainRow, plainStatements } from "./plain-words.ts";
import { veilEvents, WITHHELD } from "./veil.ts";

export interface Telling {
  readonly rows: readonly TimelineRow[];
  readonly context: FormatContext;
}

/** What a restricted incident without a codename is called outside. */
const UNNAMED = "a restricted incident";

/** Of a restricted incident: that it exists, under its codename. */
function codenameAlone(input: ReportInput, audience: Audience): Telling {
  const codename = input.state.codename ?? UNNAMED;
  const { drill } = input.state;
  const state = {
    id: codename,
    codename,
    restricted: true,
    drill,
    severity: null,
    declaredAt: input.now,
    head: EMPTY_HEAD,
  };
  const { now, version, clean } = input;
  const told = { audience, of: 0, codenameOnly: true, statements: [] };
  return { rows: [], context: { state, now, version, clean, events: [], deadlines: [], told } };
}

const BRACKETED = new RegExp(String.raw` \(\u2026?${WITHHELD}\)`, "g");
const APPENDED = new RegExp(String.raw`(?:: |, | from )\u2026?${WITHHELD}(?=$|[ ;:,)])`, "g");

/** A sentence that reads on where something was left out. */
function tidy(text: string): string {
  return text.replaceAll(BRACKETED, "").replaceAll(APPENDED, "").replaceAll("key the key", "key");
}

/** Rows in the audience's words. */
function rowsFor(
  told: readonly IncidentEvent[],
  runbook: Runbook,
  { tells, plainWords }: Audience,
): readonly TimelineRow[] {
  const rows = timelineRows(told, runbook);
  if (tells === "all") return rows;
  if (!plainWords) return rows.map((row) => ({ ...row, text: tidy(row.text) }));
  const bySeq = new Map(told.map((event) => [event.seq, plainRow(event)]));
  return rows.map((row) => ({ ...row, text: bySeq.get(row.seq) ?? "" }));
}

/**
 * Rows and what stands around them for an audience. Responders get the whole record; everybody else roles for names, and only the
 * kinds of event and of data that their entry in `AUDIENCES` names. Of a restricted incident nobody outside learns more than its codename.
 */
export function tellTimeline(
  input: ReportInput,
  audience: Audience,
  deadlines: readonly Deadline[] = [],
): Telling {
  const { state, runbook } = input;
  const outside = audience.tells !== "all";
  if (outside && state.restricted) return codenameAlone(input, audience);
  const events = veilEvents(state, input.events, runbook, audience, input.people);
  const { tells } = audience;
  const told = tells === "all" ? events : events.filter((event) => tells.has(event.type));
  const rows = rowsFor(told, runbook, audience);
  const { id, drill, severity, declaredAt, head, codename, restricted } = state;
  const shown = audience.may.has("judgement") ? severity : null;
  return {
    rows,
    context: {
      state: { id, drill, severity: shown, declaredAt, head, codename, restricted },
      now: input.now,
      version: input.version,
      clean: input.clean,
      events: told,
      deadlines: audience.deadlines ? deadlines : [],
      told: {
        audience: markedFor(audience, restricted),
        of: events.length,
        codenameOnly: false,
        statements: audience.plainWords ? plainStatements(state) : [],
      },
    },
  };
}

/** Inside a restricted incident even responders pass nothing on. */
function markedFor(audience: Audience, restricted: boolean): Audience {
  return restricted ? { ...audience, tlp: "TLP:RED" } : audience;
}
