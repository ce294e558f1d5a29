// What to do next, and why: the path to containment first, then core steps by deadline. Three lines at most.
import { shellWord } from "../shell-word.ts";
import { toEpoch, type Instant } from "../instant.ts";
import { missingToBlock } from "../credential/guard.ts";
import { ceilingQuestions, cutReason, heldUp, isCut, isCutAlready } from "./next-cut.ts";
import { mayGoFrom, minuteOf } from "../credential/rotation.ts";
import { findStep, type Runbook, type Step } from "../runbook/runbook.ts";
import { isEarly, wholeReason, wordCommand } from "./next-logs.ts";
import { openItems, type ChecklistItem } from "./checklist.ts";
import { adviceFacts, factValue, replacementMinutes } from "./facts.ts";
import type { CredentialState, IncidentState } from "./state.ts";
import { advise } from "../credential/advise.ts";

export interface NextStep {
  readonly step: string;
  readonly credential: string | null;
  readonly why: string;
  readonly command: string;
}

/** How a step is done whose command only records that a person did it; null for every other. */
export function howTo({ step, credential, command }: NextStep): string | null {
  if (!command.startsWith("claro-ir step done ")) return null;
  return `claro-ir step show ${step}${credential === null ? "" : ` --credential ${credential}`}`;
}

const CUT = ["capture-usage", "block-key", "prove-dead"];
const ROTATE = [
  "capture-usage",
  "create-key",
  "store-key",
  "deploy-staging",
  "deploy-key",
  "prove-in-use",
  "watch-rotation",
  "block-key",
  "prove-dead",
  "update-register",
];
const REPLACE = ["create-key", "store-key", "deploy-key", "prove-in-use"];

const CONTAIN_FIRST = [...CUT, ...REPLACE];
const REPLACE_FIRST = ["capture-usage", ...REPLACE, "block-key", "prove-dead"];

/** Effects in the order that a credential's strategy asks for. */
function pathOf(credential: CredentialState): readonly string[] {
  if (credential.strategy === "safe-rotation") return ROTATE;
  return credential.strategy === "contain-first" ? CONTAIN_FIRST : REPLACE_FIRST;
}

/** What a key can do, worst first; unknown counts as writing. */
const POWERS = ["delete", "spend", "write", "unknown", "read"];

/** Worst first: what still works before what is dead, production before the rest, what can write before what can read, then in order of arrival. */
export function worstFirst(state: IncidentState, a: CredentialState, b: CredentialState): number {
  function weight(one: CredentialState): number {
    const environment = ["production", "staging", "development"].indexOf(one.environment);
    const power = POWERS.indexOf(factValue(state, "keyCan", one) ?? "unknown");
    return (one.old.state === "dead" ? 100 : 0) + environment * 10 + power;
  }
  // Not compared as words: c10 comes after c9, and no collator is loaded for it.
  const arrived = Object.keys(state.credentials);
  return weight(a) - weight(b) || arrived.indexOf(a.id) - arrived.indexOf(b.id);
}

function quoted(text: string): string {
  return `"${text.replaceAll('"', "'")}"`;
}

/** The command that performs a step. Findings that wait for a word get the one that is right while nobody knows better. */
function automation(state: IncidentState, step: Step, on: string, confirmName: string): string {
  const word = step.effect === "review-logs" ? wordCommand(state) : undefined;
  if (word !== undefined) return word;
  const confirm = step.effect === "block-key" ? ` --confirm ${shellWord(confirmName)}` : "";
  return `claro-ir run ${step.id}${on}${confirm}`;
}

function commandFor(state: IncidentState, item: ChecklistItem, confirmName: string): string {
  const { step, credential } = item;
  const on = credential === null ? "" : ` --credential ${credential.id}`;
  if (item.state === "unknown") return "claro-ir reconcile";
  if (step.decides === "outage" && credential !== null) {
    const minutes = replacementMinutes(state, credential, false);
    const because = advise(adviceFacts(state, credential)).why;
    return `claro-ir decide outage ${String(minutes)}${on} --because ${quoted(because)}`;
  }
  if (step.decides === "strategy" && credential !== null)
    return `claro-ir decide strategy ${advise(adviceFacts(state, credential)).strategy}${on} --because ${quoted(advise(adviceFacts(state, credential)).why)}`;
  if (isCutAlready(item)) return `claro-ir step done ${step.id}${on}`;
  if (step.effect !== null) return automation(state, step, on, confirmName);
  if (step.kind === "verification")
    return `claro-ir step done ${step.id}${on} --attest --because "<how you know>"`;
  if (step.decides === "personal-data")
    return `claro-ir decide personal-data not-yet --because "<why>"`;
  // The answer that is right while nobody knows better; benign and confirmed stand in the step's help.
  if (step.decides === "verdict") return `claro-ir decide verdict unclear --because "<why>"`;
  if (step.decides === "stand-down") return `claro-ir stand-down --because "<why>"`;
  if (step.decides === "close") return `claro-ir close --because "<why>"`;
  return `claro-ir step done ${step.id}${on}`;
}

/** Why an open step comes now, or what holds it up, in one line. */
export function reason(
  runbook: Runbook,
  state: IncidentState,
  item: ChecklistItem,
  now: Instant,
): string {
  const { credential, step } = item;
  if (item.state === "unknown") return "its outcome is unknown: look before anything else";
  if (item.state === "failed") return `it failed: ${item.record?.reason ?? "try again"}`;
  if (credential !== null && step.effect === "watch-rotation") return watchReason(credential);
  if (credential === null) return wholeReason(runbook, state, step);
  if (isCutAlready(item)) return "it is proved dead: look at it once more, and say that it is done";
  if (credential !== null && step.effect === "block-key") return cutReason(state, credential, now);
  return runbook.help[step.id]?.why ?? step.title;
}

function watchReason(credential: CredentialState): string {
  const from = mayGoFrom(credential);
  const [problem] = credential.watch?.problems ?? [];
  const until = from === null ? "" : `the old key may go from ${minuteOf(from)}; `;
  const seen =
    credential.watch === null
      ? "nobody has looked yet"
      : `last look ${minuteOf(credential.watch.at)}`;
  return `${until}${problem ?? seen}`;
}

/** Whether something can be done about an open item. */
function isActionable(state: IncidentState, item: ChecklistItem, now: Instant): boolean {
  if (item.state === "unknown") return true;
  if (item.credential !== null && isCut(item))
    return missingToBlock(state, item.credential, now).length === 0;
  return item.blockedBy.length === 0;
}

function rank(item: ChecklistItem): number {
  const { credential, step } = item;
  if (credential === null) return -1;
  if (step.decides === "strategy") return 0;
  if (step.decides === "outage") return 1;
  const place = step.effect === null ? -1 : pathOf(credential).indexOf(step.effect);
  return place === -1 ? -1 : place + 2;
}

function isOnPath(item: ChecklistItem): boolean {
  return rank(item) >= 1 || (item.credential !== null && item.step.decides === "strategy");
}

function inOrder(state: IncidentState, path: readonly ChecklistItem[]): readonly ChecklistItem[] {
  return path.toSorted((a, b) => {
    if (a.credential === null || b.credential === null) return 0;
    return worstFirst(state, a.credential, b.credential) || rank(a) - rank(b);
  });
}

/** Cuts to be made that nothing open leads to, not even what has to wait for its turn. */
function cutsAhead(open: readonly ChecklistItem[]): readonly ChecklistItem[] {
  return open.filter(
    (cut) =>
      isCut(cut) &&
      !open.some(
        (one) =>
          one.credential?.id === cut.credential?.id && isOnPath(one) && rank(one) < rank(cut),
      ),
  );
}

/** First path step of each credential, worst credential first. */
function firstOfEach(items: readonly ChecklistItem[]): readonly ChecklistItem[] {
  const seen = new Set<string>();
  return items.filter((item) => {
    const id = item.credential?.id ?? "";
    if (seen.has(id)) return false;
    seen.add(id);
    return true;
  });
}

/** `declared` and the answer as epoch ms. */
function dueAt(runbook: Runbook, declared: number, step: Step): number {
  const phase = runbook.phases.find((candidate) => candidate.id === step.phase);
  return Math.min(
    declared + (phase?.until ?? Infinity),
    step.budget === null ? Infinity : declared + (phase?.from ?? 0) + step.budget,
  );
}

/** `--confirm` word of a credential: its key's name, prefixed where several share it. */
export function confirmWord(state: IncidentState, credential: CredentialState): string {
  const sharing = Object.values(state.credentials).filter(
    (one) => one.dropped === null && one.name === credential.name,
  );
  return sharing.length > 1 ? `${credential.id}:${credential.name}` : credential.name;
}

/** What core steps wait for comes first; the end comes after everything else. */
function weightOf(
  state: IncidentState,
  item: ChecklistItem,
  now: Instant,
  awaited: ReadonlySet<string>,
): number {
  if (item.step.decides === "close") return 3;
  if (isEarly(state, item, now)) return 2;
  return awaited.has(item.step.id) ? 0 : 1;
}

/** More at a time would be a list to read instead of a thing to do. */
const MOST = 3;

/**
 * At most three recommended steps. Every command can be typed as it stands, save a `<why>` that only a person knows. `isBusy` leaves out
 * what needs no hands at the moment.
 */
export function nextSteps(
  runbook: Runbook,
  state: IncidentState,
  now: Instant,
  isBusy: (item: ChecklistItem) => boolean = () => false,
): readonly NextStep[] {
  if (state.state !== "open") return [];
  const open = [...openItems(runbook, state, runbook.steps)];
  const items = open.filter((item) => !isBusy(item));
  const actionable = items.filter((item) => isActionable(state, item, now));
  const path = firstOfEach(inOrder(state, actionable.filter(isOnPath)));
  const awaited = awaitedByCore(runbook, items);
  const declared = toEpoch(state.declaredAt);
  const others = actionable
    .filter((item) => !isOnPath(item))
    .map((item, index) => ({
      item,
      index,
      due: dueAt(runbook, declared, item.step),
      weight: weightOf(state, item, now, awaited),
    }))
    .sort((a, b) => a.weight - b.weight || a.due - b.due || a.index - b.index)
    .map(({ item }) => item);
  const urgent = others.filter((item) => item.step.first);
  const rest = others.filter((item) => !item.step.first);
  const asked = [
    ...ceilingQuestions(runbook, state, now),
    ...heldUp(runbook, state, cutsAhead(open), now),
  ];
  const left = [...urgent, ...path, ...rest].filter(({ step, credential }) =>
    asked.every((other) => other.step !== step.id || other.credential !== (credential?.id ?? null)),
  );
  // Words only for what is shown.
  const listed = left.slice(0, MOST).map((item) => ({
    step: item.step.id,
    credential: item.credential?.id ?? null,
    why: reason(runbook, state, item, now),
    command: commandFor(
      state,
      item,
      item.credential === null ? "" : confirmWord(state, item.credential),
    ),
  }));
  return [...asked, ...listed].slice(0, MOST);
}

/** Open core steps, conditional ones that apply, and everything that one of them waits for: as urgent as that step itself. */
function awaitedByCore(runbook: Runbook, items: readonly ChecklistItem[]): ReadonlySet<string> {
  const open = new Set(items.map((item) => item.step.id));
  const awaited = new Set<string>();
  function add(id: string): void {
    if (awaited.has(id) || !open.has(id)) return;
    awaited.add(id);
    for (const need of findStep(runbook, id)?.needs ?? []) add(need);
  }
  for (const item of items) if (item.step.tier !== "support") add(item.step.id);
  return awaited;
}
