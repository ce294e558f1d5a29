// What is known already, filled into the words of a runbook: messages to send, and what a step is to look at.
import { liveCredentials } from "../incident/checklist.ts";
import { spanWords } from "../incident/finding-words.ts";
import { misuseOf, type MisuseUse } from "../incident/misuse.ts";
import type { CredentialState, IncidentState } from "../incident/state.ts";
import { between, MINUTE } from "../instant.ts";
import { notOursWords } from "../audit/words.ts";

/** The key that is meant where there is only one it can be. */
function keyOf(
  state: IncidentState,
  credential: CredentialState | null,
): CredentialState | undefined {
  const keys = liveCredentials(state);
  return credential ?? (keys.length === 1 ? keys[0] : undefined);
}

function perMinute({ requests, first, last }: MisuseUse): number {
  return Math.max(1, Math.round(requests / Math.max(1, between(first, last) / MINUTE)));
}

function addressesIn({ callers, more }: MisuseUse): string {
  return `${callers.join(", ")}${more > 0 ? ` and ${String(more)} more` : ""}`;
}

/** Lines of a message with name, time, rate, addresses and agent, as far as the record and the newest audit know them. */
export function filled(
  lines: readonly string[],
  state: IncidentState,
  credential: CredentialState | null,
): readonly string[] {
  const key = keyOf(state, credential);
  if (key === undefined || !lines.some((line) => line.startsWith("Send:"))) return lines;
  const { use } = misuseOf(state, key.id);
  const since = use?.first ?? state.detectedAt;
  return lines.map((line) => {
    const named = line
      .replace("<name>", key.name)
      .replace("since <time>", `since ${since.slice(0, 16)}Z`);
    if (use === null) return named;
    return named
      .replace("<n> requests a minute", `${String(perMinute(use))} requests a minute`)
      .replace("<addresses>", addressesIn(use))
      .replace("agent <agent>", `agent ${use.agents.join(", ") || "not logged"}`);
  });
}

/** What a room offers by a key, so that nobody needs another terminal for it. */
export interface Offers {
  /** How the step is done, without the commands that the room itself stands for. */
  readonly how: readonly string[];
  readonly file: boolean;
  readonly note: boolean;
}

const BY_THE_ROOM = /^claro-ir (?:step done|decide|close|stand-down) /;

/** The lines of a step's help as they are to be read in its room. */
export function inRoom(how: readonly string[]): Offers {
  return {
    how: how
      .filter((line) => !BY_THE_ROOM.test(line))
      .map((line) => line.replace(/claro-ir note <([^>]*)>/, "n = note ($1)")),
    file: how.some((line) => line.includes("--evidence <file>")),
    note: how.some((line) => line.includes("claro-ir note ")),
  };
}

const NOT_AUDITED =
  "No log was looked through yet: claro-ir run collect-access-logs, then review-audit-logs";

type Audited = NonNullable<IncidentState["audit"]>["credentials"][number];

function listOf(state: IncidentState, title: string, of: (one: Audited) => readonly string[]) {
  const { audit } = state;
  if (audit === null) return [NOT_AUDITED];
  const lines = audit.credentials.flatMap((one) =>
    of(one).map((what) => `  ${audit.credentials.length > 1 ? `${one.credential} ` : ""}${what}`),
  );
  if (lines.length > 0) return [`${title}:`, ...lines];
  return [`${title}: nothing, as far as these logs show (that is no proof that nothing was)`];
}

/** How often it was used by what is not ours, and how much of it got through: told beside what was read. */
function useLines(state: IncidentState): readonly string[] {
  return (state.audit?.credentials ?? []).flatMap(({ credential, notOurs }) =>
    notOurs === undefined || notOurs.requests === 0
      ? []
      : [`${credential}: ${notOursWords(notOurs)}`],
  );
}

/** An older audit did not tell apart what was refused. */
function reachedTitle({ audit }: IncidentState): string {
  return audit?.credentials.some(({ notOurs }) => notOurs === undefined) === true
    ? "Reached by what is not ours (requests, refused ones among them)"
    : "Read or changed by what is not ours (requests that got through)";
}

function window(state: IncidentState): readonly string[] {
  return liveCredentials(state).flatMap(({ id }) => {
    const { use } = misuseOf(state, id);
    return use === null ? [] : [`${id} by the logs: ${spanWords(use.first, use.last)}`];
  });
}

/** What the record knows for a step that is about the thief's deeds; nothing for any other. */
export function knownFor(state: IncidentState, step: string): readonly string[] {
  switch (step) {
    case "identify-data-accessed":
      return [...listOf(state, reachedTitle(state), ({ reached }) => reached), ...useLines(state)];
    case "check-persistence":
      return listOf(state, "Made with the key", ({ derived }) => derived);
    case "establish-window":
      return window(state);
    default:
      return [];
  }
}
