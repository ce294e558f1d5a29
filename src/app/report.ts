// What reports are made from: the whole journal, its fold where it is needed, and the moment.
import type { IncidentEvent } from "../core/incident/event.ts";
import { timeIn } from "../core/incident/rehearsed-time.ts";
import { toInstant, wholeSecond, type Instant } from "../core/instant.ts";
import type { Head } from "../core/journal/event.ts";
import type { ReportInput } from "../core/report/input.ts";
import type { Runbook } from "../core/runbook/runbook.ts";
import { ClaroIrError } from "../core/error.ts";
import type { Clock } from "../ports/system.ts";
import { pinnedRunbook, runbookIn, type Reader } from "./list.ts";

export interface Around {
  readonly clock: Clock;
  readonly version: string;
  clean(text: string): string;
  readonly withNames: boolean;
  /** The record as it was then: up to that event, at that moment. */
  readonly asOf?: { readonly seq: number; readonly now: Instant };
}

/** The journal, or its beginning with the head that it had then. */
async function upTo(app: Reader, id: string, seq: number | undefined) {
  const whole = await app.journal.read(id);
  const next = seq === undefined ? undefined : whole.events[seq];
  if (seq === undefined || next === undefined) return whole;
  return { events: whole.events.slice(0, seq), head: { seq, hash: next.prev ?? "" } };
}

/** An incident as it is on record. */
export interface Recorded {
  readonly events: readonly IncidentEvent[];
  readonly head: Head;
  /** The one that it follows now. */
  readonly runbook: Runbook;
}

/** Read an incident's record, chain checked: up to event `seq`, or all of it. Exit 2 when there is none. */
export async function readRecord(app: Reader, id: string, seq?: number): Promise<Recorded> {
  const { events, head } = await upTo(app, id, seq);
  if (events.length === 0)
    throw new ClaroIrError("usage", "unknown-incident", `There is no incident ${id} here.`);
  const typed = events as readonly IncidentEvent[];
  return { events: typed, head, runbook: await pinnedRunbook(app, runbookIn(id, typed)) };
}

/** Read an incident for a report that needs its state too: `readRecord`, folded. */
export async function reportInput(app: Reader, id: string, around: Around): Promise<ReportInput> {
  const [{ events, head, runbook }, { compile, fold, toState }] = await Promise.all([
    readRecord(app, id, around.asOf?.seq),
    // A timeline does without the machines.
    import("../core/incident/fold.ts"),
  ]);
  const state = toState(fold(compile(runbook), events, head));
  const now = timeIn(state.drill, events.at(-1)?.at, toInstant(around.clock.now()));
  return {
    state,
    events,
    runbook,
    // A document says its moment to the second, and is held against that later.
    now: around.asOf?.now ?? wholeSecond(now),
    version: around.version,
    clean: around.clean,
    withNames: around.withNames,
  };
}
