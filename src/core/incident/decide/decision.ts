// Typed answers of decision steps: strategy, outage, severity, personal data, notices, override, ceiling.
import { ADVICE, advise } from "../../credential/advise.ts";
import { durationWords, MINUTE, parseDuration } from "../../instant.ts";
import type { IncidentFact, Severity, Strategy } from "../event.ts";
import { adviceFacts } from "../facts.ts";
import type { CredentialState } from "../state.ts";
import { conflict, misuse, refuse, requireCredential, requireOpen, type World } from "./world.ts";

export const DECIDABLE = [
  "strategy",
  "outage",
  "severity",
  "personal-data",
  "notify",
  "override",
  "ceiling",
] as const;
export type Decidable = (typeof DECIDABLE)[number];

export interface DecideCommand {
  readonly kind: Decidable;
  readonly value: string;
  readonly because: string;
  readonly credential?: string | undefined;
}

/** A ceiling may be moved twice, by no more than its own length (domain rule). */
const MAX_EXTENSIONS = 2;
/** Life of the old key under replace-first where the table advises contain-first: its shortest ceiling, in ms. */
const UNADVISED_CEILING = 15 * MINUTE;

function refuseBlocked(credential: CredentialState, what: string): void {
  if (credential.old.state === "alive") return;
  conflict(
    "already-blocked",
    `${what} comes too late: ${credential.name} was blocked by ${credential.old.blockedBy ?? "somebody"} at ${credential.old.blockedAt ?? "an unknown time"}.`,
    "claro-ir status",
  );
}

/** Choose or switch a key's strategy; legal until the old key is blocked. Also used when an incident is declared, with the advice itself. */
export function strategyFacts(
  world: Pick<World, "state">,
  credential: CredentialState,
  chosen: Strategy | undefined,
  because: string | undefined,
): readonly IncidentFact[] {
  const advice = advise(adviceFacts(world.state, credential));
  const strategy = chosen ?? advice.strategy;
  const differs = strategy !== advice.strategy;
  const ceilingMs = strategy === "contain-first" ? 0 : advice.ceilingMs || UNADVISED_CEILING;
  return [
    {
      type: "strategy.chosen",
      data: {
        credential: credential.id,
        strategy,
        recommended: advice.strategy,
        rule: advice.rule,
        because: because ?? (differs ? "chosen against the advice" : advice.why),
        ceilingMs,
      },
    },
  ];
}

/** An answer that is none; the page of help names those there are. */
function badValue(message: string): never {
  return misuse("bad-value", message, "claro-ir decide --help");
}

/** A rotation has no strategy to advise or to choose. Exit 3. */
export function refuseFixedOrder(id: string, { strategy, name }: CredentialState): void {
  if (strategy !== "safe-rotation") return;
  refuse(
    "rotation",
    `${id} is a planned rotation, whose order is fixed. A key that leaked is an incident.`,
    `claro-ir start --key ${name}`,
  );
}

function decideStrategy(world: World, command: DecideCommand): readonly IncidentFact[] {
  const credential = requireCredential(world.state, command.credential);
  refuseBlocked(credential, "A switch of strategy");
  refuseFixedOrder(world.state.id, credential);
  if (command.value !== "contain-first" && command.value !== "replace-first")
    badValue(`A strategy is contain-first or replace-first, not "${command.value}".`);
  return strategyFacts(world, credential, command.value, command.because);
}

function decideOutage(world: World, command: DecideCommand): readonly IncidentFact[] {
  const credential = requireCredential(world.state, command.credential);
  const minutes = Number(command.value);
  if (!Number.isInteger(minutes) || minutes < 0 || minutes > 100_000)
    badValue(`An outage is a whole number of minutes, not "${command.value}".`);
  return [
    {
      type: "outage.accepted",
      data: { credential: credential.id, minutes, because: command.because },
    },
  ];
}

function decideSeverity(command: DecideCommand): readonly IncidentFact[] {
  const severity = (["P1", "P2", "P3", "P4"] as const).find((level) => level === command.value);
  if (severity === undefined)
    return badValue(`A severity is P1, P2, P3 or P4, not "${command.value}".`);
  return [
    {
      type: "severity.set",
      data: { severity: severity satisfies Severity, because: command.because, derived: false },
    },
  ];
}

function decideOverride(world: World, command: DecideCommand): readonly IncidentFact[] {
  const credential = requireCredential(world.state, command.credential);
  if (command.value !== "delete-old")
    badValue(`The only override is delete-old, not "${command.value}".`);
  refuseBlocked(credential, "An override");
  return [
    {
      type: "override.recorded",
      data: { credential: credential.id, allows: "delete-old", because: command.because },
    },
  ];
}

/** How long the old key may live from the choice on, as the rule that fired says; in ms. */
function ceilingLength({ rule, recommended }: CredentialState): number {
  const row = ADVICE.find((one) => one.id === rule && one.strategy === recommended);
  return row?.ceilingMs || UNADVISED_CEILING;
}

function decideCeiling(world: World, command: DecideCommand): readonly IncidentFact[] {
  const credential = requireCredential(world.state, command.credential);
  const byMs = parseDuration(command.value.replace(/^\+/, ""));
  if (byMs === undefined || byMs === 0)
    return badValue(`A ceiling is moved by a duration such as +15m, not "${command.value}".`);
  refuseBlocked(credential, "A new ceiling");
  if (credential.ceilingAt === null)
    conflict(
      "no-ceiling",
      `${credential.id} is ${credential.strategy ?? "undecided"}: its old key has no ceiling.`,
    );
  const longest = ceilingLength(credential);
  if (byMs > longest)
    badValue(`A ceiling is moved by no more than its own length, ${durationWords(longest)}.`);
  if (credential.extensions >= MAX_EXTENSIONS)
    conflict(
      "ceiling-spent",
      `The ceiling of ${credential.id} has been moved ${String(MAX_EXTENSIONS)} times.`,
      `claro-ir decide strategy contain-first --credential ${credential.id} --because "<why>"`,
    );
  return [
    {
      type: "ceiling.extended",
      data: { credential: credential.id, byMs, because: command.because },
    },
  ];
}

function decidePlain(command: DecideCommand): readonly IncidentFact[] {
  const patterns = {
    "personal-data": /^(yes|no|not-yet)$/,
    notify: /^[a-z][a-z0-9-]*(\.[a-z][a-z0-9-]*)?:(yes|no|unknown)$/,
  } as const;
  const kind = command.kind === "notify" ? "notify" : "personal-data";
  if (!patterns[kind].test(command.value))
    badValue(
      kind === "notify"
        ? `A notice is <regime>:yes, <regime>:no or <regime>:unknown (or <regime>.<notice>:no), not "${command.value}".`
        : `Personal data is yes, no or not-yet, not "${command.value}".`,
    );
  return [
    {
      type: "decision.recorded",
      data: { kind, value: command.value, because: command.because, credential: null },
    },
  ];
}

/** Facts of a typed decision. Every decision carries a reason. */
export function decide(world: World, command: DecideCommand): readonly IncidentFact[] {
  requireOpen(world.state);
  if (command.because.trim() === "")
    misuse("reason-missing", "A decision needs its reason.", `add --because "<why>"`);
  switch (command.kind) {
    case "strategy":
      return decideStrategy(world, command);
    case "outage":
      return decideOutage(world, command);
    case "severity":
      return decideSeverity(command);
    case "override":
      return decideOverride(world, command);
    case "ceiling":
      return decideCeiling(world, command);
    case "personal-data":
    case "notify":
      return decidePlain(command);
    default:
      return command.kind satisfies never;
  }
}
