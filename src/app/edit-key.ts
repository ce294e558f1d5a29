// Correcting an entry of the register, and taking a key out of service. Nothing is erased: both are facts of their own.
import { ClaroIrError } from "../core/error.ts";
import type { RegisterChanges, RegisterEntry } from "../core/credential/register.ts";
import type { Secret } from "../core/credential/secret.ts";
import { requireKeyManager } from "../core/incident/decide/world.ts";
import { OutsideError } from "../ports/outside.ts";
import type { App } from "./context.ts";
import { pastInstant, traits, unknownOf } from "./keys.ts";
import { changeRegister, readRegister } from "./register.ts";

/** What is to be changed; what is undefined stays. */
export interface EditRequest {
  readonly name: string;
  readonly changes: Omit<RegisterChanges, "createdAt" | "rotatedAt">;
  readonly createdAt: string | undefined;
  readonly secret: Secret | undefined;
  readonly because: string | undefined;
  readonly dryRun: boolean;
}

/** The entry of that name or id. Exit 2 when there is none. */
export function entryNamed(entries: readonly RegisterEntry[], name: string): RegisterEntry {
  const found = entries.find((one) => one.name === name || one.id === name);
  if (found !== undefined) return found;
  throw new ClaroIrError("usage", "unknown-key", `There is no key "${name}" on the register.`, {
    hint: "claro-ir keys list",
  });
}

/** Change an entry. Exit 3 when the operator may not manage keys, 2 when nothing would change. */
export async function editKey(app: App, request: EditRequest): Promise<RegisterEntry> {
  requireKeyManager(app.actor, "Changing a key's entry");
  const given = Object.entries(request.changes).filter(([, value]) => value !== undefined);
  const changes: RegisterChanges = {
    ...(Object.fromEntries(given) as RegisterChanges),
    ...(request.createdAt === undefined ? {} : { createdAt: pastInstant(app, request.createdAt) }),
    ...(request.secret === undefined ? {} : await traits(app, request.secret)),
  };
  if (Object.keys(changes).length === 0)
    throw new ClaroIrError("usage", "nothing-to-change", "Nothing was said to change.", {
      hint: "claro-ir keys edit --help",
    });
  const { id } = entryNamed(await readRegister(app), request.name);
  const because = request.because === undefined ? null : app.clean(request.because);
  if (request.dryRun) return { ...entryNamed(await readRegister(app), id), ...changes };
  const entries = await changeRegister(app, () => [
    { type: "key.edited", data: { id, changes, because } },
  ]);
  const entry = entryNamed(entries, id);
  for (const warning of unknownOf(app, entry)) app.say(`warning: ${warning}`);
  return entry;
}

export interface RetireRequest {
  readonly name: string;
  readonly to: "retiring" | "deleted" | "lost";
  readonly because: string;
  readonly dryRun: boolean;
}

/** Take a key out of service on the register. `deleted` is refused while its vendor still lists it. */
export async function retireKey(app: App, request: RetireRequest): Promise<RegisterEntry> {
  requireKeyManager(app.actor, "Retiring a key");
  const { to, because } = request;
  const entry = entryNamed(await readRegister(app), request.name);
  if (entry.status === to)
    throw new ClaroIrError("conflict", "already-there", `${entry.name} is ${to} already.`, {
      hint: `claro-ir keys show ${entry.name}`,
    });
  if (to === "deleted") await refuseListed(app, entry);
  if (request.dryRun) return { ...entry, status: to };
  const entries = await changeRegister(app, () => [
    {
      type: "key.marked",
      data: { id: entry.id, status: to, incident: null, because: app.clean(because) },
    },
  ]);
  return entryNamed(entries, entry.id);
}

/** The register never says deleted of a key that its vendor shows. Where the vendor cannot be asked, the person's word stands. */
async function refuseListed(app: App, entry: RegisterEntry): Promise<void> {
  if (!app.config.providers.some((one) => one.id === entry.provider)) return;
  const provider = await app.provider(entry.provider);
  try {
    const keys = await provider.admin.list?.();
    const found = keys?.find((key) =>
      entry.keyId === null ? key.name === entry.name : key.id === entry.keyId,
    );
    if (found === undefined) return;
  } catch (error) {
    if (!(error instanceof OutsideError)) throw error;
    app.say(`${provider.title} could not be asked whether it is gone: ${error.message}`);
    return;
  }
  throw new ClaroIrError(
    "refused",
    "still-there",
    `${entry.name} is still listed by ${provider.title}: it is not deleted.`,
    { hint: `claro-ir keys rotate ${entry.name}, or claro-ir start --key ${entry.name}` },
  );
}
