// What people on the channels know, and what they are still owed: a part of `status`.
import type { IncidentState } from "../incident/state.ts";
import { toEpoch, type Instant } from "../instant.ts";
import { nextUpdateAt } from "./cadence.ts";
import { unsettled, type ChannelState } from "./outbox.ts";

/** A message that a channel has not taken for certain. */
interface StatusMessage {
  readonly notice: string;
  readonly channel: string;
  readonly state: ChannelState;
  readonly since: Instant;
  readonly title: string;
  readonly detail: string | null;
}

/** What people on the channels know, and when they want to hear more. */
export interface StatusTelling {
  readonly lastAt: Instant | null;
  readonly nextUpdateAt: Instant | null;
  /** Milliseconds; null while there is time, or where only milestones are told. */
  readonly overdueBy: number | null;
  readonly waiting: readonly StatusMessage[];
}

/** What is on record about telling people, at a moment. */
export function tellingOf(state: IncidentState, now: Instant): StatusTelling {
  const dueAt = nextUpdateAt(state);
  const over = dueAt === null ? 0 : toEpoch(now) - toEpoch(dueAt);
  return {
    lastAt: state.messages.at(-1)?.at ?? null,
    nextUpdateAt: dueAt,
    overdueBy: over > 0 ? over : null,
    waiting: unsettled(state.messages).map(({ notice, channel }) => ({
      notice: notice.id,
      channel: channel.id,
      state: channel.state,
      since: notice.at,
      title: notice.title,
      detail: channel.detail,
    })),
  };
}
