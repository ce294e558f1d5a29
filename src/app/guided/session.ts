// The guided session: one live screen, one room opened at a time, proofs running beside it. Leaving is always safe.
import { concernsPeople } from "../../core/compliance/open-clocks.ts";
import { firstClock } from "../../core/compliance/deadlines.ts";
import { drawView } from "../../core/session/draw.ts";
import { dutiesRow } from "../../core/session/duties-row.ts";
import { viewWords } from "../../core/session/words.ts";
import { sessionView, type SessionView } from "../../core/session/view.ts";
import { checklist, liveCredentials } from "../../core/incident/checklist.ts";
import { between, MINUTE, toInstant } from "../../core/instant.ts";
import type { LiveAnswer, Prompter } from "../../ports/prompter.ts";
import type { ReadModel } from "../../ports/read-model.ts";
import { clocksIfAny } from "../clocks-lazily.ts";
import type { App } from "../context.ts";
import { createBesides } from "./besides.ts";
import { focusOn, orSay, worldNow, type Guide } from "./guide.ts";
import { openRow } from "./room.ts";
import { runBeside } from "./run.ts";
import { wayBack, withWayBack } from "./way-back.ts";
import { openSide, SIDE_KEYS } from "./side.ts";
import { tellAtTheEnd, tellBeside } from "./telling.ts";

/** A proof asks about every half minute: after twice that nobody is at it. In ms. */
const PROOF_QUIET = MINUTE;
/** So long a look at a rotation is good for who comes back, in ms. */
const LOOK_QUIET = 10 * MINUTE;

/** What a session may offer beyond the incident's own work. */
export interface SessionOptions {
  /** In a rehearsal: move time on to the next thing that is due. Gives what was waited for. */
  readonly skipAhead?: () => Promise<string>;
}

async function viewNow(guide: Guide, focus: string | null): Promise<SessionView> {
  const world = await worldNow(guide);
  const { compiled, state, now, actor } = world;
  tellBeside(guide, world);
  const clocks = await clocksIfAny(guide.app, state, now);
  const duties = dutiesRow(clocks, concernsPeople(state), now);
  const on = focusOn(guide, focus);
  const clock = firstClock(clocks, now);
  return sessionView(compiled.runbook, state, now, actor.id, on, clock, duties);
}

/** Show the live screen until a key ends it. What other terminals record appears within a second. */
async function showLive(
  guide: Guide,
  focus: string | null,
  options: SessionOptions,
): Promise<{ answer: LiveAnswer; view: SessionView }> {
  let view = await viewNow(guide, focus);
  const canSkip = options.skipAhead !== undefined;
  const answer = await guide.ask.live({
    keys: [...SIDE_KEYS, ...(focus === null ? [] : ["b"]), ...(canSkip ? [">"] : [])],
    from: view.recommended,
    rows: () => view.rows.length,
    refresh: async () => {
      view = await viewNow(guide, focus);
    },
    words: () => [
      ...viewWords(view, toInstant(guide.app.clock.now())),
      ...guide.besides.strip().map((line) => line.text),
    ],
    draw: (selected, width) => [
      ...drawView(view, { width, selected, canSkip, now: toInstant(guide.app.clock.now()) }),
      ...guide.besides.strip(),
    ],
  });
  return { answer, view };
}

/** What a key of the live screen does; gives the key to show from then on. */
async function pressed(
  guide: Guide,
  key: string,
  view: SessionView,
  row: number,
  options: SessionOptions,
): Promise<string | null> {
  if (key === "b") return null;
  const focus = view.isFocused ? (view.keys[0]?.id ?? null) : null;
  if (key === ">" && options.skipAhead !== undefined) guide.ask.say(await options.skipAhead());
  else await openSide(guide, key, view.rows[row]);
  return focus;
}

/** A proof that nobody is at (its terminal is gone, or it was never begun) is taken up beside the person. */
async function takeUpProofs(guide: Guide): Promise<void> {
  const { compiled, state, now } = await worldNow(guide);
  const step = compiled.runbook.steps.find((one) => one.effect === "prove-dead");
  if (step === undefined || state.state !== "open") return;
  for (const { id, old } of liveCredentials(state)) {
    const last = old.probes.at(-1);
    const isAsked = last !== undefined && between(last.at, now) < PROOF_QUIET;
    if (old.state === "blocked" && old.sealed !== null && !isAsked) runBeside(guide, step.id, id);
  }
}

/** A rotation that is watched is looked at when somebody comes back, unless it just was. */
async function lookAtRotations(guide: Guide): Promise<void> {
  const { compiled, state, now } = await worldNow(guide);
  for (const { step, credential, state: stands } of checklist(compiled.runbook, state)) {
    if (step.effect !== "watch-rotation" || credential === null || stands !== "ready") continue;
    const { watch } = credential;
    if (watch === null || between(watch.at, now) >= LOOK_QUIET)
      runBeside(guide, step.id, credential.id);
  }
}

async function openDuties(guide: Guide): Promise<void> {
  const { dutiesRoom } = await import("./duties.ts");
  await orSay(guide, async () => {
    await dutiesRoom(guide);
  });
}

/** Screens and rooms until the person leaves or the incident ends. */
async function lead(guide: Guide, options: SessionOptions): Promise<void> {
  await takeUpProofs(guide);
  await lookAtRotations(guide);
  let focus: string | null = null;
  for (;;) {
    const { answer, view } = await showLive(guide, focus, options);
    if (answer.kind === "done" || (answer.kind === "key" && answer.key === "q")) break;
    if (answer.kind === "key") {
      focus = await pressed(guide, answer.key, view, answer.row, options);
      continue;
    }
    const row = view.rows[answer.row];
    if (row === undefined) continue;
    if (row.kind === "key") focus = row.id;
    else if (row.kind === "duties") await openDuties(guide);
    else await openRow(guide, row);
    const world = await worldNow(guide);
    tellBeside(guide, world);
    if (world.state.state !== "open") break;
  }
  await sayGoodbye(guide);
}

/** The journal is safe before the next screen; the read model, a cache, is written behind it. What is stale there is folded again. */
function unhurried(model: ReadModel): ReadModel {
  return {
    ...model,
    put(stream, entry) {
      // It never rejects: what it could not write it says with false.
      void model.put(stream, entry);
      return Promise.resolve(true);
    },
  };
}

/** Run the session until the person leaves or the incident ends. However it ends, nothing goes on behind it. */
export async function guidedSession(
  app: App,
  incident: string,
  ask: Prompter,
  options: SessionOptions = {},
): Promise<void> {
  const own: App = { ...app, say: (text) => ask.say(text), readModel: unhurried(app.readModel) };
  const guide: Guide = {
    app: own,
    incident,
    ask,
    besides: createBesides(own),
    canSkip: options.skipAhead !== undefined,
  };
  try {
    await withWayBack(incident, () => lead(guide, options));
  } finally {
    await guide.besides.end();
  }
  await orSay(guide, () => tellAtTheEnd(guide));
}

/** What goes on without the person, and how they come back; an incident that has ended is gone on with by nobody. */
async function sayGoodbye(guide: Guide): Promise<void> {
  if ((await worldNow(guide)).state.state !== "open") return;
  const left = [...guide.besides.running()];
  if (left.length > 0)
    guide.ask.say(`still running: ${left.join(", ")}; resume takes it up again`, "yellow");
  guide.ask.say(`${guide.incident} is safe. Go on with: ${wayBack(guide.incident)}`);
}
