// Telling people: what is new goes into the outbox, the outbox goes out on all channels at once, within a budget. Nothing waits for it.
import type { IncidentFact } from "../../core/incident/event.ts";
import type { IncidentState } from "../../core/incident/state.ts";
import { SECOND } from "../../core/instant.ts";
import { newsOf, updateOf, type News } from "../../core/notify/news.ts";
import { dueNow, noticeOf, type Due } from "../../core/notify/outbox.ts";
import type { Notifier } from "../../ports/notifier.ts";
import type { App } from "../context.ts";
import { everyOne } from "../every-one.ts";
import { change, loadIncident, worldOf } from "../incident.ts";
import { CHANNEL_BUDGET, deliver, type Outcome } from "./attempt.ts";
import { channelOrBroken, fallbackOf, firstChannels, isForDrills } from "./channels.ts";

/** Time for everything together, in ms. */
const BUDGET = 30 * SECOND;

/** What a person wants to be said, beside what follows from the record. */
export interface Said {
  readonly text: string;
  readonly because: string | null;
}

export interface Telling {
  readonly incident: string;
  /** A person asked for it just now: what rests is tried, too. */
  readonly pressed: boolean;
  readonly said?: Said;
}

function queuedFact(
  app: App,
  news: News,
  channels: readonly string[],
  because: string | null,
): IncidentFact {
  const { occasion, title, lines, told } = news;
  return {
    type: "notification.queued",
    data: {
      notice: app.random.uuid(),
      occasion,
      title: app.clean(title),
      lines: lines.map((line) => app.clean(line)),
      told,
      channels,
      because: because === null ? null : app.clean(because),
    },
  };
}

/** Whether there is anything to say or to try: cheap, for those who ask every second. */
export function hasToTell(state: IncidentState, now: string): boolean {
  if (newsOf(state, state.messages.at(-1)?.told, now) !== undefined) return true;
  return dueNow(state.messages, now, { pressed: false, deduplicates: () => false }).length > 0;
}

/** Channels that this incident may use. A rehearsal tells nobody outside this machine. */
async function usable(app: App, state: IncidentState): Promise<readonly string[]> {
  const ids = app.config.notifiers.map(({ id }) => id);
  if (!state.drill) return ids;
  const allowed = await Promise.all(ids.map((id) => isForDrills(app, id)));
  return ids.filter((_id, at) => allowed[at]);
}

/** Put what is new, and what a person says, on record as messages to send. */
async function queue(app: App, { incident, said }: Telling, ids: readonly string[]): Promise<void> {
  const channels = firstChannels(app.config.notifiers).filter((id) => ids.includes(id));
  if (channels.length === 0) return;
  await change(app, incident, ({ state, now }) => {
    const news = newsOf(state, state.messages.at(-1)?.told, now);
    return [
      ...(news === undefined ? [] : [queuedFact(app, news, channels, null)]),
      ...(said === undefined
        ? []
        : [queuedFact(app, updateOf(state, said.text, now), channels, said.because)]),
    ];
  });
}

/** SHA-256 of the event of that number. */
async function hashOf(app: App, incident: string, seq: number): Promise<string> {
  const { events, folded } = await loadIncident(app, incident);
  return events.find((event) => event.seq === seq + 1)?.prev ?? folded.head.hash;
}

/** All messages that wait for one channel, one after the other, so that they arrive in their order. */
async function serve(
  app: App,
  telling: Telling,
  notifier: Notifier,
  dues: readonly Due[],
  deadline: number,
): Promise<readonly Outcome[]> {
  const outcomes: Outcome[] = [];
  const until = Math.min(deadline, app.clock.now() + CHANNEL_BUDGET);
  for (const { notice: record } of dues) {
    if (app.clock.now() + SECOND > until || app.signal.aborted) break;
    const { state } = worldOf(app, await loadIncident(app, telling.incident));
    const notice = noticeOf(record, state, await hashOf(app, telling.incident, record.seq));
    const { incident, pressed } = telling;
    const errand = { incident, channel: notifier.id, record, notice, pressed, until };
    const outcome = await deliver(app, errand, notifier);
    if (outcome !== undefined) outcomes.push(outcome);
    // A channel that takes nothing now will not take the next one either.
    if (outcome?.state === "waiting") break;
  }
  return outcomes;
}

/** Everything that is due, all channels at once. */
async function round(
  app: App,
  telling: Telling,
  notifiers: ReadonlyMap<string, Notifier>,
  deadline: number,
): Promise<readonly Outcome[]> {
  const { state, now } = worldOf(app, await loadIncident(app, telling.incident));
  const due = dueNow(state.messages, now, {
    pressed: telling.pressed,
    deduplicates: (id) => notifiers.get(id)?.deduplicates ?? false,
  });
  const served = await everyOne(
    [...notifiers].map(([id, notifier]) =>
      serve(
        app,
        telling,
        notifier,
        due.filter(({ channel }) => channel.id === id),
        deadline,
      ),
    ),
  );
  return served.flat();
}

/** Where a message was not taken, or perhaps not, the channel that stands in is told. False when there is none. */
async function reroute(
  app: App,
  incident: string,
  outcomes: readonly Outcome[],
  ids: readonly string[],
): Promise<boolean> {
  const lost = outcomes.filter(({ state }) => state !== "sent");
  const facts = lost.flatMap(({ channel, notice }): IncidentFact[] => {
    const from = app.config.notifiers.find(({ id }) => id === channel);
    const to = from === undefined ? undefined : fallbackOf(from);
    if (to === undefined || !ids.includes(to)) return [];
    return [{ type: "notification.rerouted", data: { notice, from: channel, to } }];
  });
  const made = await change(app, incident, ({ state }) =>
    facts.filter(
      (fact) =>
        fact.type === "notification.rerouted" &&
        state.messages.some(
          ({ id, channels }) =>
            id === fact.data.notice && !channels.some((one) => one.id === fact.data.to),
        ),
    ),
  );
  return made.events.length > 0;
}

/**
 * Tell people what is new, and what waits. Gives the last outcome of each message at each channel. Messages are on record before anything
 * is sent; what is not taken stays in the outbox for the next time. Throws ClaroIrError only when the record cannot be read or written.
 */
export async function tell(app: App, telling: Telling): Promise<readonly Outcome[]> {
  if (app.config.notifiers.length === 0) return [];
  const { state } = worldOf(app, await loadIncident(app, telling.incident));
  const ids = await usable(app, state);
  await queue(app, telling, ids);
  const deadline = app.clock.now() + BUDGET;
  const notifiers = new Map<string, Notifier>();
  for (const id of ids) notifiers.set(id, await channelOrBroken(app, id));
  const told = new Map<string, Outcome>();
  // Each round goes one channel further along the chains of stand-ins.
  for (let rounds = 0; rounds <= ids.length; rounds += 1) {
    const outcomes = await round(
      app,
      { ...telling, pressed: telling.pressed && rounds === 0 },
      notifiers,
      deadline,
    );
    for (const outcome of outcomes) told.set(`${outcome.notice} ${outcome.channel}`, outcome);
    if (!(await reroute(app, telling.incident, outcomes, ids))) break;
  }
  return [...told.values()];
}
