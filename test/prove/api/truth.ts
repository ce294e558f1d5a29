// What must hold after every command, judged by the vendor's own books and the bytes on the disk.
import { readFile, readdir } from "node:fs/promises";
import { join } from "node:path";
import { filesWithSecret, holdsSecret } from "../../acceptance/robust/secret-forms.ts";
import type { Status } from "../../acceptance/robust/point.ts";
import { KEY, type VendorKey, type World } from "./world.ts";

interface Written {
  readonly type: string;
  readonly data: { readonly effect?: string; readonly keyId?: string | null };
}

async function journal({ store }: World): Promise<readonly Written[]> {
  const [incident = ""] = await readdir(join(store, "incidents"));
  const folder = join(store, "incidents", incident, "journal");
  const names = (await readdir(folder)).filter((name) => /^\d+\.json$/.test(name)).toSorted();
  return Promise.all(
    names.map(async (name) => JSON.parse(await readFile(join(folder, name), "utf8")) as Written),
  );
}

/** Keys at the vendor that were made in this incident and work. */
export function replacements(keys: readonly VendorKey[]): readonly VendorKey[] {
  return keys.filter(({ name, status }) => name.startsWith(`${KEY}-ir-`) && status === "active");
}

/** Words of whatever is not true. `unknown` on record excuses what nobody can know yet. */
function lies(world: World, status: Status, keys: readonly VendorKey[]): readonly string[] {
  const [credential] = status.credentials;
  const old = keys.find(({ id }) => id === world.old.id);
  if (credential === undefined || old === undefined) return ["the key is on no record"];
  const open = status.unknown.length > 0;
  const known = credential.new.keyId;
  const strays = replacements(keys).filter(({ id }) => id !== known);
  const isGone = known !== null && !replacements(keys).some(({ id }) => id === known);
  const wrong: Readonly<Record<string, boolean>> = {
    "a new key works that nobody knows of": strays.length > 0 && !open,
    "the new key on record is none": isGone,
    "proved dead, and the vendor accepts it": credential.old.state === "dead" && old.accepted,
    "cut outside, and nobody knows":
      old.status !== "active" && credential.old.state === "alive" && !open,
  };
  return Object.entries(wrong).flatMap(([words, isSo]) => (isSo ? [words] : []));
}

/** Every request that changes something has an intent of its own on record, and none goes to a key that is not ours to change. */
async function repeats(world: World, keys: readonly VendorKey[]): Promise<readonly string[]> {
  const events = await journal(world);
  function intents(effect: string): number {
    return events.filter(({ type, data }) => type === "effect.intended" && data.effect === effect)
      .length;
  }
  const asked = (await world.requests()).filter(({ path }) => path.startsWith("/v1/keys"));
  // The first one was ours: it made the key that leaked.
  const creates = asked.filter(({ method }) => method === "POST").length - 1;
  const ends = asked.filter(({ method }) => method === "DELETE" || method === "PATCH");
  const cuts = ends.filter(({ path }) => path.endsWith(world.old.id)).length;
  const foreign = ends.filter(({ path }) => {
    const id = path.slice("/v1/keys/".length);
    const name = keys.find((key) => key.id === id)?.name ?? "";
    return id !== world.old.id && !name.startsWith(`${KEY}-ir-`);
  });
  const wrong: Readonly<Record<string, boolean>> = {
    [`${String(creates)} creates were sent for ${String(intents("create-key"))} intents`]:
      creates > intents("create-key"),
    [`${String(cuts)} cuts were sent for ${String(intents("block-key"))} intents`]:
      cuts > intents("block-key"),
    "a key was cut that is nobody's here": foreign.length > 0,
    "a redirect was followed": (await world.elsewhere()) > 0,
  };
  return Object.entries(wrong).flatMap(([words, isSo]) => (isSo ? [words] : []));
}

/** Everything that does not hold now. */
export async function untrue(world: World): Promise<readonly string[]> {
  const keys = await world.keys();
  return [...lies(world, await world.status(), keys), ...(await repeats(world, keys))];
}

/** Values of keys and of the admin credential that were printed, or lie in the store. */
export async function leaks(world: World): Promise<readonly string[]> {
  const state = await readFile(world.path("vendor/.sandbox/state.json"), "utf8");
  const { keys, adminToken } = JSON.parse(state) as {
    keys: { secret: string; name: string }[];
    adminToken: string;
  };
  const secrets = [
    adminToken,
    ...keys.filter(({ name }) => name.startsWith(KEY)).map(({ secret }) => secret),
  ];
  const said = world.runs.map(({ stdout, stderr }) => stdout + stderr).join("\n");
  return [
    ...(holdsSecret(said, secrets) ? ["a secret was printed"] : []),
    ...filesWithSecret(world.store, secrets).map((file) => `a secret lies in ${file}`),
  ];
}
