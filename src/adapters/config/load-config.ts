// The configuration file, read and checked, as the program uses it.
import { constants } from "node:fs";
import { open, type FileHandle } from "node:fs/promises";
import { dirname, resolve } from "node:path";
import type { z } from "zod";
import { shellWord } from "../../core/shell-word.ts";
import { ClaroIrError } from "../../core/error.ts";
import { DAY } from "../../core/instant.ts";
import type { AdapterConfig, AuditConfig, Config, TargetConfig } from "../../ports/config.ts";
import { defaultConfig, type Surroundings } from "./default-config.ts";
import { assertTrusted } from "./find-config.ts";
import { complianceOf } from "./compliance-shape.ts";
import { expandPath, identityPath } from "./paths.ts";
import { checkConfig, complaintsAt, type Complaint } from "./positioned.ts";
import type { ConfigFile } from "./schema.ts";

const MAX_BYTES = 256 * 1024;

/**
 * Read a configuration file (at most 256 kB). References stay references, paths become absolute. Throws ClaroIrError: `usage` naming
 * file, line, column and path of what is wrong, `refused` when another user could have written the file.
 */
export async function loadConfig(path: string, surroundings: Surroundings): Promise<Config> {
  const file = resolve(path);
  const checked = checkConfig(await readTrusted(file));
  if (checked.ok) return toConfig(file, checked.file, surroundings);
  throw badConfig(file, checked.complaints);
}

/** The refusal of entries whose options their kind does not take, at their place in the file; paths of the issues begin at its top. */
export async function badEntries(
  file: string,
  issues: readonly [z.core.$ZodIssue, ...z.core.$ZodIssue[]],
  hint: string | undefined,
): Promise<ClaroIrError> {
  return badConfig(file, complaintsAt(await readTrusted(file), issues), hint);
}

function badConfig(
  file: string,
  [first, ...rest]: readonly Complaint[],
  hint?: string,
): ClaroIrError {
  if (first === undefined) throw new Error("a configuration that fails has no complaint");
  const place = `${file}:${String(first.line)}:${String(first.column)}`;
  const more = rest.length === 0 ? "" : ` (and ${String(rest.length)} more)`;
  const what = first.path === "" ? first.message : `${first.path}: ${first.message}`;
  return new ClaroIrError("usage", "bad-config", `${place} ${what}${more}`, {
    hint:
      hint ??
      first.hint ??
      `mend line ${String(first.line)} of ${shellWord(file)}, or name another file with --config`,
  });
}

function toConfig(file: string, read: ConfigFile, surroundings: Surroundings): Config {
  const { home, env = {} } = surroundings;
  const folder = dirname(file);
  const usual = defaultConfig({ ...surroundings, cwd: folder });
  return {
    ...usual,
    file,
    workspace: read.workspace ?? null,
    store: read.store === undefined ? null : storePlace(read.store, folder, home),
    ...(read.operators === undefined ? {} : { operators: read.operators }),
    recipients: read.recipients ?? [],
    identity: identityPath(read.identity, folder, home, env),
    ...(read.providers === undefined ? {} : { providers: providersOf(read.providers) }),
    targets: (read.targets ?? []).map(targetOf),
    notifiers: (read.notifiers ?? []).map(({ id, kind, ...options }) => ({ id, kind, options })),
    compliance: complianceOf(read.compliance, (path) => expandPath(path, folder, home)),
    audit: auditOf(read.audit ?? {}, usual.audit, (path) => expandPath(path, folder, home)),
    endpoints: read.endpoints ?? {},
  };
}

function providersOf(providers: NonNullable<ConfigFile["providers"]>): AdapterConfig[] {
  return Object.entries(providers).map(([id, { kind, ...options }]) => ({ id, kind, options }));
}

function targetOf(target: NonNullable<ConfigFile["targets"]>[number]): TargetConfig {
  const { id, kind, key, environment, provider, ...options } = target;
  return { id, kind, key: key ?? null, environment, provider: provider ?? null, options };
}

/** When what is ours for a time ceases to be: a day counts to its end. */
function untilOf(
  entries: readonly { readonly value: string; readonly until?: string | undefined }[],
): Readonly<Record<string, number>> {
  return Object.fromEntries(
    entries.flatMap(({ value, until }) =>
      until === undefined
        ? []
        : [[value, Date.parse(until) + (until.includes("T") ? 0 : DAY)] as const],
    ),
  );
}

function auditOf(
  read: NonNullable<ConfigFile["audit"]>,
  usual: AuditConfig,
  expand: (path: string) => string,
): AuditConfig {
  const networks = (read.ownNetworks ?? []).map((one) =>
    typeof one === "string" ? { value: one } : { value: one.network, until: one.until },
  );
  const agents = (read.knownAgents ?? []).map((one) =>
    typeof one === "string" ? { value: one } : { value: one.agent, until: one.until },
  );
  return {
    ownNetworks: networks.map(({ value }) => value),
    baselineDays: read.baselineDays ?? usual.baselineDays,
    knownAgents: agents.map(({ value }) => value),
    until: untilOf([...networks, ...agents]),
    team: read.team ?? usual.team,
    // What is not set is not there at all, which the shape's type cannot say.
    thresholds: (read.thresholds ?? usual.thresholds) as AuditConfig["thresholds"],
    sources: (read.sources ?? []).map(({ path, format, columns, zone }) => ({
      path: expand(path),
      format: format ?? null,
      columns: columns ?? {},
      zone: zone ?? null,
    })),
    geo: read.geo === undefined ? usual.geo : expand(read.geo),
    singleLocation: read.singleLocation ?? usual.singleLocation,
  };
}

/** A folder as an absolute path; a database URL or a reference to one stays as it is. */
function storePlace(store: string, folder: string, home: string): string {
  return /^\$\{|^file:|:\/\//.test(store) ? store : expandPath(store, folder, home);
}

/** The text of a file, checked on the open file itself so that it cannot be exchanged in between. */
async function readTrusted(file: string): Promise<string> {
  const handle = await openFile(file);
  try {
    const found = await handle.stat();
    assertTrusted(file, found);
    if (!found.isFile())
      throw new ClaroIrError("usage", "bad-config", `${file} is not a file`, {
        hint: "name the file with --config",
      });
    const buffer = Buffer.alloc(MAX_BYTES + 1);
    let size = 0;
    for (;;) {
      const { bytesRead } = await handle.read(buffer, size, buffer.length - size);
      if (bytesRead === 0) break;
      size += bytesRead;
    }
    if (size > MAX_BYTES)
      throw new ClaroIrError("usage", "bad-config", `${file} is larger than 256 kB`, {
        hint: "name a configuration with --config; a big one is most likely another file",
      });
    return buffer.toString("utf8", 0, size);
  } finally {
    await handle.close();
  }
}

function hintFor(code: string, file: string): string {
  if (code === "ENOENT") return "claro-ir init";
  return code === "EACCES" || code === "EPERM" ? `chmod u+r ${file}` : `ls -l ${file}`;
}

async function openFile(file: string): Promise<FileHandle> {
  try {
    // Without O_NONBLOCK a named pipe that nobody writes to would hang here.
    return await open(file, constants.O_RDONLY | constants.O_NONBLOCK);
  } catch (error) {
    const code = error instanceof Error && "code" in error ? String(error.code) : "failed";
    throw new ClaroIrError("usage", "config-unreadable", `${file} cannot be read (${code})`, {
      hint: hintFor(code, shellWord(file)),
      cause: error,
    });
  }
}
