// One channel's share of telling: each message begun on record, sent once, its outcome on record; tried again only where that is safe.
import type { IncidentFact } from "../../core/incident/event.ts";
import { SECOND, toInstant } from "../../core/instant.ts";
import type { Notice } from "../../core/notify/notice.ts";
import { dueNow, type ChannelState, type NoticeRecord } from "../../core/notify/outbox.ts";
import { ClaroIrError } from "../../core/error.ts";
import { NotDelivered, type Notifier } from "../../ports/notifier.ts";
import { OutsideError } from "../../ports/outside.ts";
import type { App } from "../context.ts";
import { change, record } from "../incident.ts";

/** Time that one channel gets in one go, and waits between its tries, in ms (Google's and Slack's advice on backing off: double). */
export const CHANNEL_BUDGET = 10 * SECOND;
const WAITS: readonly number[] = [SECOND, 2 * SECOND, 4 * SECOND];

/** A message at a channel. */
export interface Errand {
  readonly incident: string;
  readonly channel: string;
  readonly record: NoticeRecord;
  readonly notice: Notice;
  /** A person asked for it just now. */
  readonly pressed: boolean;
  /** Epoch ms at which its time is over. */
  readonly until: number;
}

export interface Outcome {
  readonly channel: string;
  readonly notice: string;
  readonly state: ChannelState;
  readonly detail: string | null;
}

type Ended = Extract<
  IncidentFact,
  { type: "notification.sent" | "notification.failed" | "notification.unknown" }
>;

/** What an error means. What is no answer of a channel is certain only where nothing was sent. */
function failureOf(error: unknown): NotDelivered {
  if (error instanceof NotDelivered) return error;
  if (error instanceof OutsideError || error instanceof ClaroIrError)
    return new NotDelivered(error.message, { certain: true, again: false });
  return new NotDelivered("failed unexpectedly", { certain: false, again: false });
}

/** The intent, on record before anything is sent; undefined when somebody else was first. */
async function begin(app: App, errand: Errand, deduplicates: boolean): Promise<number | undefined> {
  const { incident, channel, pressed } = errand;
  let attempt: number | undefined;
  await change(app, incident, (world) => {
    attempt = undefined;
    const due = dueNow(world.state.messages, world.now, {
      pressed,
      deduplicates: () => deduplicates,
    }).find((one) => one.notice.id === errand.record.id && one.channel.id === channel);
    if (due === undefined) return [];
    attempt = due.channel.attempts + 1;
    return [{ type: "notification.begun", data: { notice: errand.record.id, channel, attempt } }];
  });
  return attempt;
}

/** The next try of this process, on record before it is made; undefined when somebody else has tried, or told it, while this one waited. */
async function beginAgain(app: App, errand: Errand, last: number): Promise<number | undefined> {
  const { incident, channel, record: of } = errand;
  let attempt: number | undefined;
  await change(app, incident, ({ state }) => {
    attempt = undefined;
    const stands = state.messages
      .find(({ id }) => id === of.id)
      ?.channels.find(({ id }) => id === channel);
    const isOurs = stands?.state === "waiting" || stands?.state === "unknown";
    if (!isOurs || stands.attempts !== last) return [];
    attempt = last + 1;
    return [{ type: "notification.begun", data: { notice: of.id, channel, attempt } }];
  });
  return attempt;
}

/** Send once and say what came of it. */
async function sendOnce(
  app: App,
  errand: Errand,
  notifier: Notifier,
  attempt: number,
): Promise<Ended> {
  const began = app.clock.now();
  const about = { notice: errand.record.id, channel: errand.channel, attempt };
  const timeoutMs = Math.max(SECOND, Math.min(CHANNEL_BUDGET, errand.until - began));
  try {
    const sent = await notifier.send(errand.notice, timeoutMs);
    const { status, remoteId } = sent;
    const detail = sent.detail === null ? null : app.clean(sent.detail);
    return {
      type: "notification.sent",
      data: { ...about, status, ms: took(app, began), remoteId, detail },
    };
  } catch (error) {
    const failure = failureOf(error);
    const { status, certain, again, retryAfter } = failure;
    const answered = { ...about, status, ms: took(app, began), detail: app.clean(failure.message) };
    if (!certain) return { type: "notification.unknown", data: answered };
    const notBefore =
      retryAfter === undefined ? null : toInstant(app.clock.now() + retryAfter * SECOND);
    return { type: "notification.failed", data: { ...answered, again, notBefore } };
  }
}

function took(app: App, began: number): number {
  return Math.max(0, Math.round(app.clock.now() - began));
}

/** How long to wait before the next try, in ms; undefined when there is none in this go. */
function pauseAfter(
  app: App,
  ended: Ended,
  errand: Errand,
  tries: number,
  isSafe: boolean,
): number | undefined {
  if (ended.type === "notification.sent") return undefined;
  // A server that failed (5xx) may have passed the message on; a lost answer may be a message that arrived.
  const mayTry =
    ended.type === "notification.failed"
      ? ended.data.again
      : isSafe || (ended.data.status !== null && ended.data.status >= 500);
  const usual = WAITS[tries];
  if (!mayTry || usual === undefined || app.signal.aborted) return undefined;
  const asked =
    ended.type === "notification.failed" && ended.data.notBefore !== null
      ? Date.parse(ended.data.notBefore) - app.clock.now()
      : 0;
  const pause = Math.max(usual, asked);
  return app.clock.now() + pause + SECOND > errand.until ? undefined : pause;
}

function stateOf(ended: Ended): ChannelState {
  if (ended.type === "notification.sent") return "sent";
  if (ended.type === "notification.unknown") return "unknown";
  return ended.data.again ? "waiting" : "failed";
}

/** Bring one message to one channel: a fresh one with some tries, one that waited with a single try. Never throws for what the channel does. */
export async function deliver(
  app: App,
  errand: Errand,
  notifier: Notifier,
): Promise<Outcome | undefined> {
  const isFresh = errand.record.channels.some(
    ({ id, attempts }) => id === errand.channel && attempts === 0,
  );
  let attempt = await begin(app, errand, notifier.deduplicates);
  for (let tries = 0; attempt !== undefined; tries += 1) {
    const ended = await sendOnce(app, errand, notifier, attempt);
    await record(app, errand.incident, [ended]);
    const pause = isFresh
      ? pauseAfter(app, ended, errand, tries, notifier.deduplicates)
      : undefined;
    if (pause === undefined || !(await waited(app, pause)))
      return {
        channel: errand.channel,
        notice: errand.record.id,
        state: stateOf(ended),
        detail: ended.data.detail,
      };
    attempt = await beginAgain(app, errand, attempt);
  }
  return undefined;
}

/** A wait; false when the program or the session is ended meanwhile. */
async function waited(app: App, ms: number): Promise<boolean> {
  try {
    await app.clock.sleep(ms, app.signal);
    return true;
  } catch (error) {
    if (app.signal.aborted) return false;
    throw error;
  }
}
