// How steps are shown: one line each, or one step with its help.
import { pinnedRunbook, readState } from "../app/list.ts";
import { checklist, liveCredentials, type ChecklistItem } from "../core/incident/checklist.ts";
import { filled, knownFor } from "../core/session/fill-words.ts";
import { factValue } from "../core/incident/facts.ts";
import type { IncidentState } from "../core/incident/state.ts";
import { requireCredential } from "../core/incident/decide/world.ts";
import { describe } from "../core/runbook/condition.ts";
import type { Runbook, StepHelp } from "../core/runbook/runbook.ts";
import { ClaroIrError } from "../core/error.ts";
import type { GlobalOptions } from "./host.ts";
import { chooseToRead } from "./choose-to-read.ts";
import type { Cli } from "./cli.ts";

interface View {
  readonly id: string;
  readonly state: IncidentState;
  readonly runbook: Runbook;
  readonly items: readonly ChecklistItem[];
}

async function view(cli: Cli, options: GlobalOptions): Promise<View> {
  const reading = await cli.host.openReading(options);
  const id = await chooseToRead(cli, reading, options);
  const state = await readState(reading, id);
  const runbook = await pinnedRunbook(reading, state);
  return { id, state, runbook, items: checklist(runbook, state) };
}

const MARKS: Readonly<Record<string, string>> = {
  done: "x",
  skipped: "-",
  waived: "-",
  "not-applicable": "-",
  started: ">",
  failed: "!",
  unknown: "?",
  locked: ".",
};

interface ShowOptions extends GlobalOptions {
  readonly credential?: string;
}

/** `step list` */
export async function listSteps(cli: Cli, options: ShowOptions): Promise<void> {
  const { id, state, runbook, items: all } = await view(cli, options);
  const only =
    options.credential === undefined ? undefined : requireCredential(state, options.credential);
  const items = all.filter((item) => only === undefined || item.credential?.id === only.id);
  const { output } = cli.host;
  if (options.json === true) {
    output.json({
      incident: id,
      steps: items.map((item) => ({
        id: item.step.id,
        credential: item.credential?.id ?? null,
        phase: item.step.phase,
        title: item.step.title,
        kind: item.step.kind,
        tier: item.step.tier,
        state: item.state,
        blockedBy: item.blockedBy,
        by: item.record?.by ?? null,
        at: item.record?.at ?? null,
        reason: item.record?.reason ?? null,
      })),
    });
    return;
  }
  for (const phase of runbook.phases) {
    const here = items.filter((one) => one.step.phase === phase.id);
    if (here.length > 0) output.out([{ text: phase.title, style: "bold" }]);
    for (const item of here) {
      const on = item.credential === null ? "" : `/${item.credential.id}`;
      const who = item.record === null ? "" : `  ${item.record.by} ${item.record.at.slice(11, 16)}`;
      output.out(`[${MARKS[item.state] ?? " "}] ${item.step.id}${on}  ${item.state}${who}`);
    }
  }
}

/** `step show` */
export async function showStep(cli: Cli, named: string, options: ShowOptions): Promise<void> {
  const { id, state, runbook, items } = await view(cli, options);
  const found = items.filter(
    (item) =>
      item.step.id === named &&
      (options.credential === undefined ||
        item.credential?.id === options.credential ||
        item.credential?.name === options.credential),
  );
  const [item] = found;
  if (item === undefined)
    throw new ClaroIrError("usage", "unknown-step", `There is no step "${named}" here.`, {
      hint: "claro-ir step list",
    });
  const { step } = item;
  const help = runbook.help[step.id];
  const facts = step.inputs.map((name) => ({
    name,
    title: runbook.facts[name]?.title ?? name,
    type: runbook.facts[name]?.type ?? "text",
    values: runbook.facts[name]?.values ?? [],
    value: factValue(state, name, item.credential ?? undefined) ?? null,
  }));
  if (options.json === true) {
    cli.host.output.json({
      incident: id,
      step: { ...step, when: step.when === null ? null : describe(step.when) },
      credentials: liveCredentials(state).map((one) => one.id),
      state: item.state,
      blockedBy: item.blockedBy,
      record: item.record,
      facts,
      help: help ?? null,
    });
    return;
  }
  const shown = help && { ...help, how: filled(help.how, state, item.credential) };
  showPage(cli, item, shown, facts, knownFor(state, step.id));
}

interface ShownFact {
  readonly name: string;
  readonly title: string;
  readonly values: readonly string[];
  readonly value: string | null;
}

function factLine(fact: ShownFact): string {
  const choices = fact.values.length > 0 ? ` (${fact.values.join(", ")})` : "";
  return `  ${fact.name}=${fact.value ?? "?"}  ${fact.title}${choices}`;
}

function showPage(
  cli: Cli,
  item: ChecklistItem,
  help: StepHelp | undefined,
  facts: readonly ShownFact[],
  known: readonly string[],
): void {
  const { step } = item;
  const { output } = cli.host;
  output.out([{ text: `${step.title}  (${step.id}, ${item.state})`, style: "bold" }]);
  output.out(`why: ${help?.why ?? ""}`);
  for (const line of help?.how ?? []) output.out(`  ${line}`);
  for (const line of known) output.out(`  ${line}`);
  for (const fact of facts) output.out(factLine(fact));
  if (item.blockedBy.length > 0) output.out(`needs first: ${item.blockedBy.join(", ")}`);
  output.out(`who: ${step.role}; cannot? ${help?.cannot ?? "ask the incident commander"}`);
}
