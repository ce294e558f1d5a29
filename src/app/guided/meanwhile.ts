// What happened since this operator was last here, and what became of what was left unknown.
import { sentence } from "../../core/report/sentence.ts";
import { between, durationWords, toInstant } from "../../core/instant.ts";
import type { App } from "../context.ts";
import { loadIncident } from "../incident.ts";
import { reconcile, type Settled } from "../reconcile.ts";

/** Others' newest records are enough to catch up; the timeline has the rest. */
const MOST_LINES = 8;

const OUTCOMES: Readonly<Record<Settled["outcome"], string>> = {
  succeeded: "ok",
  failed: "not done, open again",
  unknown: "STILL UNKNOWN",
  running: "still at work",
};

function settledLine({ effect, target, outcome, detail }: Settled): string {
  const what = target === null ? effect : `${effect} ${target}`;
  return `  ${what}: ${detail}  [${OUTCOMES[outcome]}]`;
}

/** Lines for somebody who comes back: others' records, every unknown outcome settled by looking, and what is safe. */
export async function meanwhile(app: App, incident: string): Promise<readonly string[]> {
  const before = await loadIncident(app, incident);
  const own = before.events.findLast((event) => event.by === app.actor.id);
  const since = before.events.filter((event) => event.seq > (own?.seq ?? 0));
  const titles = {
    step: (id: string) => before.compiled.runbook.steps.find((step) => step.id === id)?.title ?? id,
    who: (id: string) => id,
  };
  const away =
    own === undefined
      ? "first time here"
      : `back after ${durationWords(between(own.at, toInstant(app.clock.now())))}`;
  const earlier = since.length - MOST_LINES;
  const settled = await reconcile(app, incident);
  const { events, folded } = await loadIncident(app, incident);
  return [
    `${incident}  ${away}`,
    ...(since.length > 0 ? ["meanwhile:"] : []),
    ...(earlier > 0 ? [`  ${String(earlier)} earlier records`] : []),
    ...since
      .slice(-MOST_LINES)
      .map((event) => `  ${event.at.slice(11, 19)}Z ${event.by}: ${sentence(event, titles)}`),
    ...(settled.length > 0 ? ["left unknown; looked, did not repeat:"] : []),
    ...settled.map(settledLine),
    `${String(events.length)} records read back, head #${String(folded.head.seq)} ${folded.head.hash.slice(0, 8)}`,
    "",
  ];
}
