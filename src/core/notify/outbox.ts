// What lies in the outbox: messages on record, what became of each on its channel, and what is still to be tried.
import type { IncidentEvent } from "../incident/event.ts";
import type { IncidentState } from "../incident/state.ts";
import type { Head } from "../journal/event.ts";
import { between, SECOND, type Instant } from "../instant.ts";
import { calledOnChannels, dedupKey, type Notice, type Occasion } from "./notice.ts";
import type { Told } from "./news.ts";

/**
 * `queued`: to be tried. `begun`: asked, no outcome on record. `sent`. `waiting`: not taken, and may be tried again. `failed`: refused
 * for certain. `unknown`: the answer was lost. `spared`: another channel has told it in its place.
 */
export const CHANNEL_STATES = [
  "queued",
  "begun",
  "sent",
  "waiting",
  "failed",
  "unknown",
  "spared",
] as const;
export type ChannelState = (typeof CHANNEL_STATES)[number];

export interface ChannelRecord {
  readonly id: string;
  readonly state: ChannelState;
  readonly attempts: number;
  readonly at: Instant;
  readonly detail: string | null;
  /** The channel that did not take it, so that this one is told; null = it was meant for this one. */
  readonly insteadOf: string | null;
  /** The service asked for silence until then. */
  readonly notBefore: Instant | null;
}

export interface NoticeRecord {
  readonly id: string;
  readonly seq: number;
  readonly at: Instant;
  readonly by: string;
  readonly occasion: Exclude<Occasion, "test">;
  readonly title: string;
  readonly lines: readonly string[];
  readonly told: Told;
  readonly channels: readonly ChannelRecord[];
}

/** A message that waits to be tried at a channel. */
export interface Due {
  readonly notice: NoticeRecord;
  readonly channel: ChannelRecord;
}

/** A channel that did not take a message is asked again at the earliest after so long, in ms. */
const QUIET = 30 * SECOND;

type NoticeEvent = Extract<IncidentEvent, { type: `notification.${string}` }>;

/** What somebody learns late of an earlier attempt says nothing about the newest; that people were told stands whenever it comes. */
function isOutdated({ attempts, state }: ChannelRecord, event: NoticeEvent): boolean {
  if (event.type !== "notification.failed" && event.type !== "notification.unknown") return false;
  return event.data.attempt < attempts || state === "sent";
}

function channelAfter(channel: ChannelRecord, event: NoticeEvent): ChannelRecord {
  if (isOutdated(channel, event)) return channel;
  switch (event.type) {
    case "notification.begun":
      return { ...channel, state: "begun", attempts: event.data.attempt, at: event.at };
    case "notification.sent":
      return {
        ...channel,
        state: "sent",
        at: event.at,
        detail: event.data.detail,
        notBefore: null,
      };
    case "notification.failed": {
      const { again, detail, notBefore } = event.data;
      return { ...channel, state: again ? "waiting" : "failed", at: event.at, detail, notBefore };
    }
    case "notification.unknown":
      return { ...channel, state: "unknown", at: event.at, detail: event.data.detail };
    default:
      return channel;
  }
}

function fresh(id: string, at: Instant, insteadOf: string | null): ChannelRecord {
  return { id, state: "queued", attempts: 0, at, detail: null, insteadOf, notBefore: null };
}

function queued(event: Extract<NoticeEvent, { type: "notification.queued" }>): NoticeRecord {
  const { notice, occasion, title, lines, told, channels } = event.data;
  return {
    id: notice,
    seq: event.seq,
    at: event.at,
    by: event.by,
    occasion,
    title,
    lines,
    told,
    channels: channels.map((id) => fresh(id, event.at, null)),
  };
}

/** A channel and its stand-in both wait: whichever takes the message spares the other. */
function spare(channels: readonly ChannelRecord[], sent: string): readonly ChannelRecord[] {
  const stoodInFor = channels.find(({ id }) => id === sent)?.insteadOf;
  return channels.map((one) =>
    (one.id === stoodInFor || one.insteadOf === sent) &&
    (one.state === "waiting" || one.state === "queued")
      ? { ...one, state: "spared" }
      : one,
  );
}

function noticeAfter(notice: NoticeRecord, event: NoticeEvent): NoticeRecord {
  if (event.type === "notification.queued") return notice;
  if (event.type === "notification.rerouted") {
    const { from, to } = event.data;
    const isThere = notice.channels.some(({ id }) => id === to);
    return isThere
      ? notice
      : { ...notice, channels: [...notice.channels, fresh(to, event.at, from)] };
  }
  const channels = notice.channels.map((one) =>
    one.id === event.data.channel ? channelAfter(one, event) : one,
  );
  return {
    ...notice,
    channels: event.type === "notification.sent" ? spare(channels, event.data.channel) : channels,
  };
}

function isNoticeEvent(event: IncidentEvent): event is NoticeEvent {
  return event.type.startsWith("notification.");
}

/** The outbox after an event; the same array when it is about something else. */
export function recordNotice(
  messages: readonly NoticeRecord[],
  event: IncidentEvent,
): readonly NoticeRecord[] {
  if (!isNoticeEvent(event)) return messages;
  if (event.type === "notification.queued") return [...messages, queued(event)];
  const { notice } = event.data;
  return messages.map((one) => (one.id === notice ? noticeAfter(one, event) : one));
}

/** Messages that no channel has taken for certain yet: not tried, to be tried again, or of unknown outcome. */
export function unsettled(messages: readonly NoticeRecord[]): readonly Due[] {
  return messages.flatMap((notice) =>
    notice.channels
      .filter(({ state }) => !["sent", "failed", "spared"].includes(state))
      .map((channel) => ({ notice, channel })),
  );
}

/**
 * What may be tried now, oldest first. A lost answer is asked again only at a channel that tells repeats apart (`deduplicates`), or when a
 * person asks for it (`pressed`), who can: each message carries its operation id. Then a channel's rest is not waited for either, unless
 * the service itself asked for silence.
 */
export function dueNow(
  messages: readonly NoticeRecord[],
  now: Instant,
  how: { readonly pressed: boolean; readonly deduplicates: (channel: string) => boolean },
): readonly Due[] {
  return unsettled(messages).filter(({ channel }) => {
    if (channel.state === "queued") return true;
    const isLost = channel.state === "unknown" || channel.state === "begun";
    if (isLost && !how.pressed && !how.deduplicates(channel.id)) return false;
    if (channel.notBefore !== null && between(now, channel.notBefore) > 0) return false;
    // What was begun may still be under way in another process.
    return (how.pressed && channel.state !== "begun") || between(channel.at, now) >= QUIET;
  });
}

/** A message on record as it is sent, the same at every attempt. `hash` is the SHA-256 of the event that queued it. */
export function noticeOf(
  record: NoticeRecord,
  state: Pick<IncidentState, "id" | "restricted" | "codename">,
  hash: Head["hash"],
): Notice {
  const { restricted, id: incident } = state;
  return {
    id: record.id,
    occasion: record.occasion,
    incident,
    called: calledOnChannels(state),
    dedupKey: dedupKey(incident),
    severity: restricted ? null : record.told.severity,
    phase: restricted ? null : record.told.phase,
    status: restricted ? null : record.told.state,
    title: record.title,
    lines: record.lines,
    anchor: `#${String(record.seq)} ${hash.slice(0, 8)}`,
    at: record.at,
  };
}
