// A channel in memory that takes messages, or does not, as it is told.
import type { Notice } from "../../src/core/notify/notice.ts";
import type { AdapterConfig } from "../../src/ports/config.ts";
import type { Notifier } from "../../src/ports/notifier.ts";
import { OutsideError } from "../../src/ports/outside.ts";

export class Channel implements Notifier {
  readonly id: string;
  readonly kind = "fake";
  readonly config: AdapterConfig;
  readonly got: Notice[] = [];
  deduplicates = false;
  isLoopback = false;
  /** What the next messages meet, in turn; when none is left they are taken. */
  readonly troubles: Error[] = [];
  /** Called at every attempt, before its end is decided. */
  asked: () => void | Promise<void> = () => undefined;

  constructor(id: string, options: Readonly<Record<string, unknown>> = {}) {
    this.id = id;
    this.config = { id, kind: "fake", options };
  }

  body(notice: Notice) {
    return notice;
  }

  whither() {
    return Promise.resolve({ host: "chat.example", isLoopback: this.isLoopback });
  }

  async send(notice: Notice) {
    await this.asked();
    const trouble = this.troubles.shift();
    if (trouble !== undefined) throw trouble;
    this.got.push(notice);
    return { status: 200, remoteId: null, detail: null };
  }

  look() {
    return Promise.resolve("it answers");
  }
}

/** The channel of that id. */
export function channelIn(channels: ReadonlyMap<string, Channel>, id: string): Promise<Channel> {
  const found = channels.get(id);
  return found === undefined
    ? Promise.reject(new OutsideError(true, `${id}: no such channel`))
    : Promise.resolve(found);
}
