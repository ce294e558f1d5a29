// What happened since this operator was last here, and what became of what was left unknown.
import { sentence } from "../../core/report/sentence.ts";
import { between, durationWords, toInstant } from "../../core/instant.ts";
import type { App } from "../context.ts";
import { loadIncident } from "../incident.ts";
import { reconcile } from "../reconcile.ts";

/** Others' newest records are enough to catch up; the timeline has the rest. */
const MOST_LINES = 8;

/** Lines for somebody who comes back: others' records, and every unknown outcome settled by looking. */
export async function meanwhile(app: App, incident: string): Promise<readonly string[]> {
  const { compiled, events } = await loadIncident(app, incident);
  const own = events.findLast((event) => event.by === app.actor.id);
  const since = events.filter((event) => event.seq > (own?.seq ?? 0));
  const titles = {
    step: (id: string) => compiled.runbook.steps.find((step) => step.id === id)?.title ?? id,
    who: (id: string) => id,
  };
  const away =
    own === undefined
      ? "first time here"
      : `back after ${durationWords(between(own.at, toInstant(app.clock.now())))}`;
  const settled = await reconcile(app, incident);
  return [
    `${incident.slice(-4)}  ${away}`,
    ...(since.length > MOST_LINES
      ? [`  ${String(since.length - MOST_LINES)} earlier records`]
      : []),
    ...since
      .slice(-MOST_LINES)
      .map((event) => `  ${event.at.slice(11, 19)}Z ${event.by}: ${sentence(event, titles)}`),
    ...(settled.length > 0 ? ["looked, did not repeat:"] : []),
    ...settled.map((one) => `  ${one.effect} ${one.target ?? ""} ${one.outcome}: ${one.detail}`),
    `${String(events.length)} of ${String(events.length)} records safe`,
  ];
}
