// Facts about telling people on their channels: what is said, each attempt, what came of it. Names and figures, never an address or a key.
import type { Instant } from "../instant.ts";
import type { Told } from "../notify/news.ts";
import type { Occasion } from "../notify/notice.ts";

/** One attempt to tell a channel: the message, the notifier's id, and the how-manieth attempt it is, from 1. */
interface AttemptRef {
  readonly notice: string;
  readonly channel: string;
  readonly attempt: number;
}

/** What came back: HTTP status or SMTP code (null = no answer), and how long it took in ms. */
interface Answered {
  readonly status: number | null;
  readonly ms: number;
}

/** Type of event to its data. */
export interface NotificationData {
  /** A message to people, with the words as they are sent and the channels it goes to. It is sent after this, and again until it is taken. */
  "notification.queued": {
    readonly notice: string;
    readonly occasion: Exclude<Occasion, "test">;
    readonly title: string;
    readonly lines: readonly string[];
    readonly told: Told;
    readonly channels: readonly string[];
    /** Why a person sent it; null = it follows from the record. */
    readonly because: string | null;
  };
  /** A channel did not take it, so that another is told instead. */
  "notification.rerouted": {
    readonly notice: string;
    readonly from: string;
    readonly to: string;
  };
  "notification.begun": AttemptRef;
  "notification.sent": AttemptRef &
    Answered & { readonly remoteId: string | null; readonly detail: string | null };
  /** Nobody got it, for certain. `again`: it will be tried again, not before `notBefore` where the service asked for silence. */
  "notification.failed": AttemptRef &
    Answered & {
      readonly detail: string;
      readonly again: boolean;
      readonly notBefore: Instant | null;
    };
  "notification.unknown": AttemptRef & Answered & { readonly detail: string };
}
