// One row of a list of keys that somebody kept elsewhere, as an entry of the register: which column says what, and what is wrong with it.
import { parseInstant, toEpoch, type Instant } from "../instant.ts";
import type { Environment } from "../incident/event.ts";

/** Fields of an entry that a column may give. */
export const IMPORT_FIELDS = [
  "name",
  "environment",
  "provider",
  "purpose",
  "owner",
  "serviceAccount",
  "keyId",
  "consumers",
  "scopes",
  "siblings",
  "createdAt",
] as const;
export type ImportField = (typeof IMPORT_FIELDS)[number];

/** What people call the columns, in small letters without signs. */
const HEADERS: Readonly<Record<string, ImportField>> = {
  name: "name",
  key: "name",
  keyname: "name",
  environment: "environment",
  env: "environment",
  stage: "environment",
  provider: "provider",
  vendor: "provider",
  issuer: "provider",
  purpose: "purpose",
  description: "purpose",
  usedfor: "purpose",
  owner: "owner",
  team: "owner",
  owningteam: "owner",
  serviceaccount: "serviceAccount",
  keyid: "keyId",
  id: "keyId",
  consumers: "consumers",
  places: "consumers",
  usedby: "consumers",
  scopes: "scopes",
  permissions: "scopes",
  siblings: "siblings",
  createdat: "createdAt",
  created: "createdAt",
  creationdate: "createdAt",
};

const ENVIRONMENTS: Readonly<Record<string, Environment>> = {
  production: "production",
  prod: "production",
  live: "production",
  staging: "staging",
  stage: "staging",
  development: "development",
  dev: "development",
  test: "development",
};

const YES = ["yes", "y", "true", "1", "x"];

/** Field of each column; null = nobody knows what it says. `named` is what the person said about columns. */
export function fieldsOf(
  columns: readonly string[],
  named: ReadonlyMap<string, ImportField>,
): readonly (ImportField | null)[] {
  return columns.map(
    (column) =>
      named.get(column) ?? HEADERS[column.toLowerCase().replaceAll(/[^a-z0-9]/g, "")] ?? null,
  );
}

export interface ImportedRow {
  readonly name: string;
  readonly environment: Environment;
  readonly provider: string | undefined;
  readonly purpose: string | undefined;
  readonly owner: string | undefined;
  readonly serviceAccount: boolean | undefined;
  readonly keyId: string | undefined;
  readonly consumers: readonly string[];
  readonly scopes: readonly string[];
  readonly siblings: readonly string[];
  readonly createdAt: Instant | undefined;
}

function list(text: string | undefined): readonly string[] {
  return (text ?? "").split(/[;,\s]+/).filter((word) => word !== "");
}

/** The entry that a row describes, or what is wrong with it in one sentence. `now`: what was created later is a mistake. */
export function importedRow(
  cells: Readonly<Partial<Record<ImportField, string>>>,
  now: Instant,
): ImportedRow | string {
  function said(field: ImportField): string | undefined {
    const text = cells[field]?.trim();
    return text === "" ? undefined : text;
  }
  const name = said("name");
  const environment =
    ENVIRONMENTS[(said("environment") ?? name?.split("-")[0] ?? "").toLowerCase()];
  const created = said("createdAt");
  const createdAt = created === undefined ? undefined : parseInstant(created);
  if (name === undefined) return "it has no name";
  if (environment === undefined)
    return `its environment is not production, staging or development: "${said("environment") ?? ""}"`;
  if (created !== undefined && createdAt === undefined) return `"${created}" is no date`;
  if (createdAt !== undefined && toEpoch(createdAt) > toEpoch(now))
    return `${created ?? ""} lies in the future`;
  const service = said("serviceAccount");
  return {
    name,
    environment,
    provider: said("provider"),
    purpose: said("purpose"),
    owner: said("owner"),
    serviceAccount: service === undefined ? undefined : YES.includes(service.toLowerCase()),
    keyId: said("keyId"),
    consumers: list(said("consumers")),
    scopes: list(said("scopes")),
    siblings: list(said("siblings")),
    createdAt,
  };
}
