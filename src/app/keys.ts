// The key register by hand.
import { ClaroIrError } from "../core/error.ts";
import type { ImportedRow } from "../core/credential/import-row.ts";
import { nameProblems, suggestName } from "../core/credential/naming.ts";
import {
  foldRegister,
  rotationDue,
  type RegisterEntry,
  type RegisterEvent,
} from "../core/credential/register.ts";
import type { Secret } from "../core/credential/secret.ts";
import { requireKeyManager } from "../core/incident/decide/world.ts";
import { parseInstant, toEpoch, toInstant, type Instant } from "../core/instant.ts";
import type { App } from "./context.ts";
import type { Reader } from "./list.ts";
import { changeRegister, readRegister } from "./register.ts";

export interface RegisterRequest extends Omit<ImportedRow, "createdAt"> {
  /** As typed. */
  readonly createdAt: string | undefined;
  readonly secret: Secret | undefined;
  /** Refuse a name that breaks the naming rule, instead of warning about it. */
  readonly strict: boolean;
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
export async function traits(
  app: App,
  secret: Secret | undefined,
): Promise<Pick<RegisterEntry, "last4" | "prefix" | "fingerprint">> {
  if (secret === undefined) return { last4: null, prefix: null, fingerprint: null };
  app.remember(secret);
  const fingerprint = (await app.fingerprint())(secret.reveal());
  return { last4: secret.last4, prefix: secret.prefix, fingerprint };
}

/** An instant that a person gave, which must have passed. Exit 2 otherwise. */
export function pastInstant(app: App, text: string): Instant {
  const at = parseInstant(text);
  if (at !== undefined && toEpoch(at) <= app.clock.now()) return at;
  throw new ClaroIrError(
    "usage",
    at === undefined ? "bad-instant" : "future",
    at === undefined ? `"${text}" is no instant.` : `${text} lies in the future.`,
    { hint: "--created-at 2026-11-23" },
  );
}

async function entryOf(app: App, request: RegisterRequest): Promise<RegisterEntry> {
  const createdAt =
    request.createdAt === undefined
      ? toInstant(app.clock.now())
      : pastInstant(app, request.createdAt);
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
    scopes: request.scopes,
    siblings: request.siblings,
    createdAt,
    rotatedAt: null,
    nextDueAt: rotationDue(request.environment, createdAt),
    status: "active",
    incident: null,
  };
}

/** Places and vendors that the configuration does not know: mistyped, or not configured yet. */
export function unknownOf(
  { config }: Pick<App, "config">,
  { consumers, provider }: Pick<RegisterEntry, "consumers" | "provider">,
): readonly string[] {
  const places = config.targets.map((one) => one.id);
  const vendors = config.providers.map((one) => one.id);
  return [
    ...consumers
      .filter((id) => places.length > 0 && !places.includes(id))
      .map((id) => `${id} is no configured place (${places.join(", ")})`),
    ...(vendors.length === 0 || vendors.includes(provider)
      ? []
      : [`${provider} is no configured vendor (${vendors.join(", ")})`]),
  ];
}

/** What a person should know before the entry stands: its name, and whether its value is another key's too. */
async function warningsOf(app: App, entry: RegisterEntry): Promise<readonly string[]> {
  const problems = nameProblems(entry.name, entry.environment).map(
    (problem) => `the name ${entry.name}: ${problem}`,
  );
  const better = suggestName(entry.name, entry.environment);
  const others = (await readRegister(app)).filter(
    (one) => one.fingerprint !== null && one.fingerprint === entry.fingerprint,
  );
  return [
    ...problems,
    ...(problems.length > 0 ? [`better: ${better}`] : []),
    ...others.map((one) => `it is the same value as ${one.name} (${one.environment})`),
    ...unknownOf(app, entry),
  ];
}

/** Put a key on the register. Exit 4 when one of that name is there, 3 when the operator may not manage keys. */
export async function registerKey(
  app: App,
  request: RegisterRequest,
): Promise<{ readonly entry: RegisterEntry; readonly warnings: readonly string[] }> {
  requireKeyManager(app.actor, "Registering a key");
  const entry = await entryOf(app, request);
  const warnings = await warningsOf(app, entry);
  if (request.strict && warnings.length > 0)
    throw new ClaroIrError("usage", "bad-name", `${entry.name}: ${warnings.join("; ")}.`, {
      hint: `claro-ir keys add ${suggestName(entry.name, entry.environment)} --environment ${entry.environment}`,
    });
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
