// The guided session played by script: the real use cases, a person who answers, virtual time that passes between two screens.
import { expect } from "vitest";
import { guidedSession } from "../../src/app/guided/session.ts";
import type { StartInput } from "../../src/app/declare.ts";
import type { App } from "../../src/app/context.ts";
import type { Room } from "./memory-app.ts";
import { person, type Person, type Reply } from "./person.ts";

/** What `start` is given when no flag says anything. */
export const NOTHING_SAID: StartInput = {
  claims: [],
  answers: {
    environment: undefined,
    provider: undefined,
    targets: [],
    facts: { outageTolerance: "unknown" },
    strategy: undefined,
    because: undefined,
  },
  facts: { data: "unknown" },
  severity: undefined,
  runbook: undefined,
  detectedAt: undefined,
  summary: "key on a public page",
  codename: undefined,
  restricted: false,
  drill: false,
};

/** Play a session to its end; every reply must have been asked for. */
export async function play(
  room: Room,
  app: App,
  id: string,
  replies: readonly Reply[],
): Promise<{ person: Person; shown: readonly string[] }> {
  // Proofs run beside the person: let virtual time pass between two screens.
  const someone = person(replies, () => room.clock.sleep(70_000));
  await guidedSession(app, id, someone);
  expect(someone.left()).toBe(0);
  return { person: someone, shown: someone.said };
}
