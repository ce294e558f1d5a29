// The guided session: one live screen, one thing opened at a time, proofs running beside it. Leaving is always safe.
import { drawView, type Line } from "../../core/session/draw.ts";
import { sessionView, type SessionView } from "../../core/session/view.ts";
import { ClaroIrError } from "../../core/error.ts";
import { toInstant } from "../../core/instant.ts";
import type { LiveAnswer, Prompter } from "../../ports/prompter.ts";
import type { App } from "../context.ts";
import { loadIncident, worldOf } from "../incident.ts";
import type { Guide } from "./guide.ts";
import { openRow } from "./open-row.ts";
import { SIDE_KEYS, openSide } from "./side.ts";

/** Lines of running proofs that stay on the screen. */
const STRIP_LINES = 3;

interface Besides {
  readonly strip: string[];
  readonly running: Map<string, Promise<void>>;
}

/** Proofs that run beside the person write to the strip; their failures are shown there too, never lost. */
function runBeside(app: App, besides: Besides): Guide["beside"] {
  return (name, work) => {
    if (besides.running.has(name)) return;
    const own: App = {
      ...app,
      op: app.random.uuid(),
      say: (text) => {
        besides.strip.push(text);
      },
    };
    const task = work(own)
      .then((lines) => {
        besides.strip.push(...lines);
      })
      .catch((error: unknown) => {
        if (app.signal.aborted) return;
        const words = error instanceof ClaroIrError ? error.message : "failed unexpectedly";
        besides.strip.push(`${name}: ${words}`);
      })
      .finally(() => {
        besides.running.delete(name);
      });
    besides.running.set(name, task);
  };
}

async function viewNow(guide: Guide, besides: Besides): Promise<SessionView> {
  const world = worldOf(guide.app, await loadIncident(guide.app, guide.incident));
  const running = new Set(besides.running.keys());
  return sessionView(world.compiled.runbook, world.state, world.now, guide.app.actor.id, running);
}

/** Show the live screen until a key ends it. What other terminals record appears within a second. */
async function showLive(
  guide: Guide,
  besides: Besides,
): Promise<{ answer: LiveAnswer; view: SessionView }> {
  let view = await viewNow(guide, besides);
  const answer = await guide.ask.live({
    keys: SIDE_KEYS,
    rows: () => view.rows.length,
    refresh: async () => {
      view = await viewNow(guide, besides);
    },
    draw: (selected, width): readonly Line[] => [
      ...drawView(view, { width, selected, now: toInstant(guide.app.clock.now()) }),
      ...besides.strip.slice(-STRIP_LINES).map((text) => ({ text, style: "dim" as const })),
    ],
  });
  return { answer, view };
}

/** Run the session until the person leaves or the incident ends. */
export async function guidedSession(
  app: App,
  incident: string,
  ask: Prompter,
  show: (line: string) => void,
): Promise<void> {
  const besides: Besides = { strip: [], running: new Map() };
  const guide: Guide = {
    app: { ...app, say: show },
    incident,
    ask,
    show,
    beside: runBeside(app, besides),
  };
  for (;;) {
    const { answer, view } = await showLive(guide, besides);
    if (answer.kind === "key" && answer.key === "q") break;
    if (answer.kind === "key") {
      await openSide(guide, answer.key, view.rows[answer.row]);
      continue;
    }
    const row = view.rows[answer.row];
    if (row === undefined) break;
    await openRow(guide, row.step, row.credential);
    const after = await viewNow(guide, besides);
    if (after.state !== "open") break;
  }
  const left = [...besides.running.keys()];
  if (left.length > 0) show(`still running: ${left.join(", ")}; resume takes it up again`);
  show(`${incident} is safe. Go on with: claro-ir resume --incident ${incident.slice(-4)}`);
}
