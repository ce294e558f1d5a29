// What reports are made from: the whole journal, its fold, and the moment.
import { compile, fold, toState } from "../core/incident/fold.ts";
import type { IncidentEvent } from "../core/incident/event.ts";
import { toInstant } from "../core/instant.ts";
import type { ReportInput } from "../core/report/input.ts";
import { ClaroIrError } from "../core/error.ts";
import type { Clock } from "../ports/system.ts";
import { pinnedRunbook, runbookIn, type Reader } from "./list.ts";

interface Around {
  readonly clock: Clock;
  readonly version: string;
  clean(text: string): string;
  readonly withNames: boolean;
}

/** Read an incident for a report, chain checked. Exit 2 when there is none. */
export async function reportInput(app: Reader, id: string, around: Around): Promise<ReportInput> {
  const { events, head } = await app.journal.read(id);
  if (events.length === 0)
    throw new ClaroIrError("usage", "unknown-incident", `There is no incident ${id} here.`);
  const typed = events as readonly IncidentEvent[];
  const runbook = await pinnedRunbook(app, runbookIn(id, typed));
  return {
    state: toState(fold(compile(runbook), typed, head)),
    events: typed,
    runbook,
    now: toInstant(around.clock.now()),
    version: around.version,
    clean: around.clean,
    withNames: around.withNames,
  };
}
