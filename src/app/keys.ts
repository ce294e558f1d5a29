// The key register by hand.
import { ClaroIrError } from "../core/error.ts";
import { nameProblems } from "../core/credential/naming.ts";
import {
  foldRegister,
  rotationDue,
  type RegisterEntry,
  type RegisterEvent,
} from "../core/credential/register.ts";
import type { Secret } from "../core/credential/secret.ts";
import { requireKeyManager } from "../core/incident/decide/world.ts";
import type { Environment } from "../core/incident/event.ts";
import { parseInstant, toInstant } from "../core/instant.ts";
import type { App } from "./context.ts";
import type { Reader } from "./list.ts";
import { changeRegister } from "./register.ts";

export interface RegisterRequest {
  readonly name: string;
  readonly environment: Environment;
  readonly provider: string | undefined;
  readonly purpose: string | undefined;
  readonly owner: string | undefined;
  readonly serviceAccount: boolean | undefined;
  readonly keyId: string | undefined;
  readonly consumers: readonly string[];
  readonly createdAt: string | undefined;
  readonly secret: Secret | undefined;
  readonly dryRun: boolean;
}

/** All entries, in order of arrival. */
export async function registerEntries(
  app: Pick<Reader, "journal">,
): Promise<readonly RegisterEntry[]> {
  const { events } = await app.journal.read("register");
  return [...foldRegister(events as readonly RegisterEvent[]).values()];
}

/** What may be shown of a value, and its fingerprint. */
async function traits(
  app: App,
  secret: Secret | undefined,
): Promise<Pick<RegisterEntry, "last4" | "prefix" | "fingerprint">> {
  if (secret === undefined) return { last4: null, prefix: null, fingerprint: null };
  app.remember(secret);
  const fingerprint = (await app.fingerprint())(secret.reveal());
  return { last4: secret.last4, prefix: secret.prefix, fingerprint };
}

async function entryOf(app: App, request: RegisterRequest): Promise<RegisterEntry> {
  const createdAt =
    request.createdAt === undefined ? toInstant(app.clock.now()) : parseInstant(request.createdAt);
  if (createdAt === undefined)
    throw new ClaroIrError("usage", "bad-instant", "--created-at is no instant.", {
      hint: "--created-at 2026-11-23",
    });
  return {
    id: request.name,
    name: request.name,
    environment: request.environment,
    provider: request.provider ?? app.config.providers[0]?.id ?? "claro",
    purpose: request.purpose === undefined ? null : app.clean(request.purpose),
    owner: request.owner ?? null,
    serviceAccount: request.serviceAccount ?? null,
    keyId: request.keyId ?? null,
    ...(await traits(app, request.secret)),
    consumers: request.consumers,
    createdAt,
    nextDueAt: rotationDue(request.environment, createdAt),
    status: "active",
    incident: null,
  };
}

/** Put a key on the register. Exit 4 when one of that name is there, 3 when the operator may not manage keys. */
export async function registerKey(
  app: App,
  request: RegisterRequest,
): Promise<{ readonly entry: RegisterEntry; readonly warnings: readonly string[] }> {
  requireKeyManager(app.actor, "Registering a key");
  const entry = await entryOf(app, request);
  const warnings = nameProblems(entry.name, entry.environment);
  if (request.dryRun) return { entry, warnings };
  await changeRegister(app, (before) => {
    if (before.some((one) => one.id === entry.id))
      throw new ClaroIrError("conflict", "already-there", `${entry.name} is on the register.`, {
        hint: `claro-ir keys show ${entry.name}`,
      });
    return [{ type: "key.registered", data: { entry } }];
  });
  return { entry, warnings };
}
