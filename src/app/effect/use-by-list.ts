// Proof of use by the vendor's list of keys, which asks without the key: its last use moves more often than our own calls explain.
import { movedByAnother } from "../../core/credential/use.ts";
import type { Instant } from "../../core/instant.ts";
import type { KeyProvider } from "../../ports/key-provider.ts";
import { OutsideError } from "../../ports/outside.ts";
import { loadIncident } from "../incident.ts";
import type { Run } from "./effect.ts";

type KeyList = NonNullable<KeyProvider["admin"]["list"]>;

/** Last use as listed; undefined when the list gives no answer about the key. */
async function lastUse(list: KeyList, keyId: string): Promise<Instant | null | undefined> {
  try {
    return (await list()).find((key) => key.id === keyId)?.lastUsedAt;
  } catch (error) {
    if (error instanceof OutsideError) return undefined;
    throw error;
  }
}

/** Calls of ours with the new key, from any terminal, that are on record beyond `seq`. */
async function ownCalls(run: Run, seq: number): Promise<number> {
  const { events } = await loadIncident(run.app, run.state.id);
  return events.filter(
    (event) =>
      event.seq > seq &&
      event.type === "key.probed" &&
      event.data.lane === "new" &&
      event.data.credential === run.credential.id,
  ).length;
}

/** Begin before the new key is asked: what the list shows then is where its last use stands without us. Looks once each time it is called. */
export async function listWatch(
  run: Run,
  list: KeyList,
  keyId: string,
): Promise<() => Promise<string | undefined>> {
  const before = await lastUse(list, keyId);
  const seen = before === undefined ? [] : [before];
  // A list that shows nothing of our earlier calls lags: they may still appear in it.
  const since = before === null || before === undefined ? 0 : run.state.head.seq;
  return async () => {
    const at = await lastUse(list, keyId);
    if (at === undefined) return undefined;
    if (seen.length === 0 || seen.at(-1) !== at) seen.push(at);
    if (at === null || !movedByAnother(seen, await ownCalls(run, since))) return undefined;
    return `the key's last use moved to ${at}, after the deploy`;
  };
}
