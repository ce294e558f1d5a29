// Keys that were kept in a list or in a .env, onto the register. All of them or none: half an import is two lists to compare.
import { ClaroIrError } from "../core/error.ts";
import { importedRow, type ImportedRow, type ImportField } from "../core/credential/import-row.ts";
import { suggestName } from "../core/credential/naming.ts";
import { rotationDue, type RegisterEntry } from "../core/credential/register.ts";
import { Secret } from "../core/credential/secret.ts";
import { vendorsOf } from "../core/credential/vendor.ts";
import { requireKeyManager } from "../core/incident/decide/world.ts";
import type { Environment } from "../core/incident/event.ts";
import { toInstant } from "../core/instant.ts";
import { findKeys } from "../core/redaction/find-keys.ts";
import { variableHolding } from "../core/session/place-input.ts";
import type { App } from "./context.ts";
import { traits } from "./keys.ts";
import { changeRegister, readRegister } from "./register.ts";

/** What came of an import: entries made, keys that were known, and what was not taken, each with its reason. */
export interface Imported {
  readonly added: readonly RegisterEntry[];
  readonly known: readonly string[];
  readonly refused: readonly string[];
}

interface Plan {
  readonly entries: readonly RegisterEntry[];
  readonly known: readonly string[];
  readonly refused: readonly string[];
}

function entryFrom(app: App, row: ImportedRow): RegisterEntry {
  const createdAt = row.createdAt ?? toInstant(app.clock.now());
  return {
    id: row.name,
    name: app.clean(row.name),
    environment: row.environment,
    provider: row.provider ?? app.config.providers[0]?.id ?? "claro",
    purpose: row.purpose === undefined ? null : app.clean(row.purpose),
    owner: row.owner === undefined ? null : app.clean(row.owner),
    serviceAccount: row.serviceAccount ?? null,
    keyId: row.keyId ?? null,
    last4: null,
    prefix: null,
    fingerprint: null,
    consumers: row.consumers,
    scopes: row.scopes,
    siblings: row.siblings,
    createdAt,
    rotatedAt: null,
    nextDueAt: rotationDue(row.environment, createdAt),
    status: "active",
    incident: null,
  };
}

/** Record a plan; with anything refused nothing is recorded. */
async function carryOut(app: App, plan: Plan, dryRun: boolean): Promise<Imported> {
  const { entries, known, refused } = plan;
  if (refused.length > 0)
    throw new ClaroIrError(
      "usage",
      "not-imported",
      `Nothing was imported: ${refused.slice(0, 5).join("; ")}${refused.length > 5 ? `; and ${String(refused.length - 5)} more` : ""}.`,
      { hint: "Mend these lines and import the file again" },
    );
  if (!dryRun)
    await changeRegister(app, (before) =>
      entries
        .filter((entry) => !before.some((one) => one.id === entry.id))
        .map((entry) => ({ type: "key.registered", data: { entry } })),
    );
  return { added: entries, known, refused };
}

/** Rows of a table. `fields` says what each column holds; a cell that is a secret is refused, never kept. */
export async function importTable(
  app: App,
  table: { readonly rows: readonly { readonly line: number; readonly cells: readonly string[] }[] },
  fields: readonly (ImportField | null)[],
  options: { readonly looksLikeSecret: (text: string) => boolean; readonly dryRun: boolean },
): Promise<Imported> {
  requireKeyManager(app.actor, "Importing keys");
  const before = await readRegister(app);
  const now = toInstant(app.clock.now());
  const entries: RegisterEntry[] = [];
  const known: string[] = [];
  const refused: string[] = [];
  for (const { line, cells } of table.rows) {
    const at = `line ${String(line)}`;
    if (cells.some((cell) => options.looksLikeSecret(cell))) {
      refused.push(`${at}: it holds a key's value, which no list should`);
      continue;
    }
    const row = importedRow(named(fields, cells), now);
    if (typeof row === "string") refused.push(`${at}: ${row}`);
    else if (before.some((one) => one.id === row.name)) known.push(row.name);
    else if (entries.some((one) => one.id === row.name))
      refused.push(`${at}: ${row.name} is there twice`);
    else entries.push(entryFrom(app, row));
  }
  return carryOut(app, { entries, known, refused }, options.dryRun);
}

function named(
  fields: readonly (ImportField | null)[],
  cells: readonly string[],
): Partial<Record<ImportField, string>> {
  const row: Partial<Record<ImportField, string>> = {};
  for (const [index, field] of fields.entries())
    if (field !== null) row[field] = cells[index] ?? "";
  return row;
}

/** Keys recognised in a live or leaked `.env`, by fingerprint; their values are forgotten at once. */
export async function importEnv(
  app: App,
  text: string,
  options: {
    readonly environment: Environment;
    readonly owner: string | undefined;
    readonly consumer: string | undefined;
    readonly dryRun: boolean;
  },
): Promise<Imported & { readonly lookAlikes: readonly number[] }> {
  requireKeyManager(app.actor, "Importing keys");
  const before = await readRegister(app);
  const found = findKeys(text);
  const entries: RegisterEntry[] = [];
  const known: string[] = [];
  for (const { value } of found.keys) {
    const seen = await traits(app, new Secret(value));
    const same = [...before, ...entries].find((one) => one.fingerprint === seen.fingerprint);
    if (same !== undefined) {
      known.push(same.name);
      continue;
    }
    const vendors = vendorsOf(value);
    const name = freeName(
      suggestName(variableHolding(text, value) ?? vendors[0] ?? "key", options.environment),
      [...before, ...entries],
    );
    const row: ImportedRow = {
      name,
      environment: options.environment,
      provider: vendors.length === 1 ? vendors[0] : undefined,
      purpose: undefined,
      owner: options.owner,
      serviceAccount: undefined,
      keyId: undefined,
      consumers: options.consumer === undefined ? [] : [options.consumer],
      scopes: [],
      siblings: [],
      createdAt: undefined,
    };
    entries.push({ ...entryFrom(app, row), ...seen });
  }
  const result = await carryOut(
    app,
    { entries: withSiblings(entries), known, refused: [] },
    options.dryRun,
  );
  return { ...result, lookAlikes: found.lookAlikes.map((one) => one.line) };
}

/** Keys of one file are exposed together. */
function withSiblings(entries: readonly RegisterEntry[]): readonly RegisterEntry[] {
  return entries.map((entry) => ({
    ...entry,
    siblings: entries.filter((one) => one !== entry).map((one) => one.name),
  }));
}

function freeName(wanted: string, taken: readonly RegisterEntry[]): string {
  for (let number = 1; ; number += 1) {
    const name = number === 1 ? wanted : `${wanted}-${String(number)}`;
    if (!taken.some((one) => one.id === name)) return name;
  }
}
