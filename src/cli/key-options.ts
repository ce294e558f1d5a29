// How keys are named on the command line: by name, by value from a file or descriptor, or found in a text.
import { Option, type Command } from "commander";
import type { KeyAnswers, KeyClaim } from "../app/match-key.ts";
import { ClaroIrError } from "../core/error.ts";
import { vendorsOf } from "../core/credential/vendor.ts";
import { Secret } from "../core/credential/secret.ts";
import { parseDuration } from "../core/instant.ts";
import type { Cli } from "./cli.ts";
import type { Host } from "./host.ts";
import { collect } from "./session.ts";

export interface KeyOptions {
  readonly key?: readonly string[];
  readonly keyId?: string;
  readonly secretFile?: string;
  readonly secretFd?: string;
  readonly fromText?: string;
  readonly environment?: "production" | "staging" | "development";
  readonly provider?: string;
  readonly target?: readonly string[];
  readonly outageTolerance?: string;
  readonly replaceEta?: string;
  readonly standby?: boolean;
  readonly strategy?: "contain-first" | "replace-first";
  readonly because?: string;
}

/** Options that describe keys; the same for `start` and `credential add`. */
export function addKeyOptions(command: Command): Command {
  command
    .optionsGroup("The key:")
    .option("--key <name>", "name of the key (repeatable)", collect)
    .option("--key-id <id>", "its id at the vendor");
  return addSecretOptions(command)
    .option("--from-text <file>", "find keys in a .env, log or paste (- = stdin)")
    .optionsGroup("Whose it is, and where:")
    .addOption(
      new Option("--environment <name>", "where it is used").choices([
        "production",
        "staging",
        "development",
      ]),
    )
    .option("--provider <id>", "who issued it")
    .option("--target <id>", "a configured place that holds it (repeatable)", collect)
    .optionsGroup("The order of the cut:")
    .addOption(
      new Option("--outage-tolerance <answer>", "may it fail while it is replaced?").choices([
        "none",
        "minutes",
        "hours",
        "unknown",
      ]),
    )
    .option("--replace-eta <duration>", "how long replacing takes, e.g. 20m")
    .addOption(
      new Option("--strategy <name>", "else the decision table says").choices([
        "contain-first",
        "replace-first",
      ]),
    )
    .option("--because <text>", "why that strategy");
}

/** Options that hand over a value; never as an argument. */
export function addSecretOptions(command: Command): Command {
  return command
    .optionsGroup("The value, never an argument:")
    .option("--secret-file <file>", "a file that holds it (mode 0600)")
    .option("--secret-fd <n>", "an open descriptor, e.g. 3 3< <(pass show key)");
}

/** The value handed over, if any. Exit 2 when both ways are used or the file is open to others. */
export async function secretOf(
  cli: Cli,
  options: Pick<KeyOptions, "secretFile" | "secretFd">,
): Promise<Secret | undefined> {
  const { secretFile, secretFd } = options;
  if (secretFile !== undefined && secretFd !== undefined)
    throw new ClaroIrError("usage", "two-secrets", "Use --secret-file or --secret-fd, not both.");
  if (secretFile !== undefined)
    return new Secret(await cli.host.files.readSecret({ file: secretFile }));
  if (secretFd === undefined) return undefined;
  if (!/^\d{1,7}$/.test(secretFd))
    throw new ClaroIrError("usage", "bad-fd", "--secret-fd is no descriptor's number.", {
      hint: "--secret-fd 3 3< <(pass show <name>)",
    });
  return new Secret(await cli.host.files.readSecret({ fd: Number(secretFd) }));
}

type Reading = Pick<Host, "files" | "output">;

async function textOf({ files }: Reading, file: string): Promise<string> {
  if (file === "-") return files.stdin();
  return new TextDecoder().decode(await files.read(file));
}

/** Every key in a .env, log or paste (- = stdin); what only looks like one is pointed at. */
export async function claimsInText(host: Reading, file: string): Promise<readonly KeyClaim[]> {
  const { findKeys } = await import("../core/redaction/find-keys.ts");
  const found = findKeys(await textOf(host, file));
  for (const other of found.lookAlikes)
    host.output.err(
      `line ${String(other.line)}: looks secret, kind unknown (${String(other.length)} characters); add it with --secret-file if it is`,
    );
  for (const { line, title, value } of found.ids)
    host.output.err(
      `line ${String(line)}: ${title} ..${value.slice(-4)}, which is no secret; name its key with --key <name> --key-id <id> --provider ${vendorsOf(value)[0] ?? "<id>"}`,
    );
  return found.keys.map((key) => ({
    name: undefined,
    secret: new Secret(key.value),
    keyId: undefined,
  }));
}

/** Every key that the options name. Exit 2 when a value is given for more than one name. */
export async function claimsOf(cli: Cli, options: KeyOptions): Promise<readonly KeyClaim[]> {
  const names = options.key ?? [];
  const secret = await secretOf(cli, options);
  if (names.length > 1 && (secret !== undefined || options.keyId !== undefined))
    throw new ClaroIrError(
      "usage",
      "one-key-only",
      "--secret-file and --key-id go with one --key only.",
      { hint: "add the others with: claro-ir credential add" },
    );
  const named: readonly KeyClaim[] =
    names.length === 0 && secret !== undefined
      ? [{ name: undefined, secret, keyId: options.keyId }]
      : names.map((name) => ({ name, secret, keyId: options.keyId }));
  const inText =
    options.fromText === undefined ? [] : await claimsInText(cli.host, options.fromText);
  return [...named, ...inText];
}

/** What was answered about the keys. */
export function answersOf(options: KeyOptions): KeyAnswers {
  const eta = options.replaceEta;
  if (eta !== undefined && parseDuration(eta) === undefined)
    throw new ClaroIrError("usage", "bad-duration", "--replace-eta is no duration.", {
      hint: "--replace-eta 20m",
    });
  return {
    environment: options.environment,
    provider: options.provider,
    targets: options.target ?? [],
    facts: {
      outageTolerance: options.outageTolerance ?? "unknown",
      ...(eta === undefined ? {} : { replacementEta: eta }),
    },
    strategy: options.strategy,
    because: options.because,
  };
}
