// `notify test`: one marked message to each channel, to see that it arrives. No incident, no record.
import { toInstant } from "../../core/instant.ts";
import { testNotice, type Notice } from "../../core/notify/notice.ts";
import { NotDelivered } from "../../ports/notifier.ts";
import { OutsideError } from "../../ports/outside.ts";
import type { App } from "../context.ts";
import { CHANNEL_BUDGET } from "./attempt.ts";
import { channelOf } from "./channels.ts";

export interface Tested {
  readonly id: string;
  readonly kind: string;
  readonly outcome: "sent" | "failed" | "unknown";
  /** HTTP status or SMTP code; null = no answer. */
  readonly status: number | null;
  readonly ms: number;
  readonly detail: string | null;
}

function messageFor(app: App): Notice {
  return testNotice(app.random.uuid(), app.actor.id, toInstant(app.clock.now()));
}

/** Ids of the channels that are meant: the one, or all. */
function meant(app: App, id: string | undefined): readonly string[] {
  return id === undefined ? app.config.notifiers.map((one) => one.id) : [id];
}

async function test(app: App, id: string): Promise<Tested> {
  const notifier = await channelOf(app, id);
  const { kind } = notifier;
  const began = app.clock.now();
  function after(): number {
    return Math.max(0, Math.round(app.clock.now() - began));
  }
  try {
    const { status, detail } = await notifier.send(messageFor(app), CHANNEL_BUDGET);
    return { id, kind, outcome: "sent", status, ms: after(), detail };
  } catch (error) {
    if (!(error instanceof NotDelivered) && !(error instanceof OutsideError)) throw error;
    const status = error instanceof NotDelivered ? error.status : null;
    const outcome = error.certain ? "failed" : "unknown";
    return { id, kind, outcome, status, ms: after(), detail: app.clean(error.message) };
  }
}

/** Send a test to one channel, or to all at once. Exit 2 for an id that is none. */
export function testChannels(app: App, id: string | undefined): Promise<readonly Tested[]> {
  return Promise.all(meant(app, id).map((one) => test(app, one)));
}

/** A message as a channel would get it. */
export interface Body {
  readonly id: string;
  readonly kind: string;
  readonly body: unknown;
}

/** What a test would look like on each channel; nothing is sent and no secret is looked up. */
export async function testBodies(app: App, id: string | undefined): Promise<readonly Body[]> {
  const notice = messageFor(app);
  const notifiers = await Promise.all(meant(app, id).map((one) => channelOf(app, one)));
  return notifiers.map((one) => ({ id: one.id, kind: one.kind, body: one.body(notice) }));
}
