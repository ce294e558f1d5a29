// A runbook as a CACAO 2.0 playbook (OASIS): for SOAR tools. One chain of steps in the order of the runbook; a step that applies on a
// condition is a branch of its own.
import type { Instant } from "../instant.ts";
import { describe, mentions } from "./condition.ts";
import { findStep, type Role, type Runbook, type Step } from "./runbook.ts";
import { toPattern, variableOf } from "./stix-pattern.ts";

/** Ids made of names, computed outside the core. */
export interface CacaoIds {
  /** UUID version 5 of a name. */
  named(namespace: string, name: string): string;
  /** UUID in the form of version 4 whose bits are a digest of a name: CACAO wants version 4 for steps, and an export must say the same twice. */
  drawn(name: string): string;
}

export interface CacaoInput {
  readonly runbook: Runbook;
  /** Creation of a playbook that says no day of review. */
  readonly now: Instant;
  /** What became of the steps, where an incident was played by it. */
  readonly played?: CacaoPlay;
}

/** An incident as the playbook's own copy: which one, and what became of each step. */
export interface CacaoPlay {
  readonly name: string;
  readonly declaredAt: Instant;
  readonly modifiedAt: Instant;
  readonly restricted: boolean;
  /** Values of facts by name. */
  readonly facts: Readonly<Record<string, string>>;
  /** Lines about a step, and its state as a variable to value. */
  outcome(step: string): { readonly lines: readonly string[]; readonly variables: Variables };
}

type Variables = Readonly<Record<string, string>>;
type Json = Readonly<Record<string, unknown>>;

/** CACAO's namespace for ids of playbooks; name and types are what they are made of. */
const PLAYBOOKS = "aa7caf3a-d55a-4e9a-b34e-056215fba56a";
const OURS = "5d3f9c62-7a14-5e0b-9c1d-4b8e2f60a7d3";
const TYPES = ["mitigation", "investigation", "remediation"] as const;

/** What people of a role do, in CACAO's vocabulary of activities. */
const ACTIVITY: Readonly<Record<Role, string>> = {
  any: "identify-steps",
  ic: "step-sequence",
  scribe: "compose-content",
  "key-admin": "restrict-access",
  deployer: "configure-systems",
  investigator: "analyze-collected-data",
  approver: "step-sequence",
  comms: "deliver-content",
  legal: "deliver-content",
  "service-owner": "eliminate-risk",
};

/** Steps in an order in which no need comes after its step; else as the runbook has them. */
function inOrder(runbook: Runbook): readonly Step[] {
  const placed = new Set<Step>();
  function place(step: Step): void {
    if (placed.has(step)) return;
    for (const need of step.needs) {
      const found = findStep(runbook, need);
      if (found !== undefined) place(found);
    }
    placed.add(step);
  }
  for (const step of runbook.steps) place(step);
  return [...placed];
}

function variables(values: Variables, external: boolean): Json {
  return Object.fromEntries(
    Object.entries(values).map(([name, value]) => [name, { type: "string", value, external }]),
  );
}

function descriptionOf(runbook: Runbook, step: Step, play: CacaoPlay | undefined): string {
  const help = runbook.help[step.id];
  const budget = step.budget === null ? [] : [`Within ${String(step.budget / 60_000)} min.`];
  return [
    ...(help === undefined ? [] : [help.why]),
    ...budget,
    ...(step.when === null ? [] : [`Applies if ${describe(step.when)}.`]),
    ...(step.evidence.length === 0 ? [] : [`Keep: ${step.evidence.join(", ")}.`]),
    ...(step.verify === "" ? [] : [`Verified when: ${step.verify}.`]),
    ...(play?.outcome(step.id).lines ?? []),
  ].join("\n");
}

function commandOf(runbook: Runbook, step: Step): string {
  const how = runbook.help[step.id]?.how ?? [];
  const ours = step.effect === null ? `claro-ir step done ${step.id}` : `claro-ir run ${step.id}`;
  return [...(how.length === 0 ? [step.title] : how), `On record by: ${ours}`].join("\n");
}

function agentId(role: Role, ids: CacaoIds): string {
  return `group--${ids.named(OURS, `role ${role}`)}`;
}

/** The step as an action, and around one that has a condition a branch that ends by itself. `next` is the step after it. */
function chainLink(input: CacaoInput, ids: CacaoIds, scope: string, step: Step, next: string) {
  const { runbook, played } = input;
  function id(type: string): string {
    return `${type}--${ids.drawn(`${scope} ${type} ${step.id}`)}`;
  }
  const state = played?.outcome(step.id).variables ?? {};
  const [actionId, branchId, endId] = [id("action"), id("if-condition"), id("end")];
  const action = {
    type: "action",
    name: step.title,
    description: descriptionOf(runbook, step, played),
    ...(Object.keys(state).length === 0 ? {} : { step_variables: variables(state, false) }),
    commands: [
      { type: "manual", command: commandOf(runbook, step), playbook_activity: ACTIVITY[step.role] },
    ],
    agent: agentId(step.role, ids),
    on_completion: step.when === null ? next : endId,
  };
  if (step.when === null) return { first: actionId, steps: { [actionId]: action } };
  const branch = {
    type: "if-condition",
    name: `If ${describe(step.when)}`,
    condition: toPattern(step.when),
    on_true: actionId,
    on_completion: next,
  };
  return {
    first: branchId,
    steps: { [branchId]: branch, [actionId]: action, [endId]: { type: "end" } },
  };
}

function workflowOf(input: CacaoInput, ids: CacaoIds, scope: string) {
  const steps = inOrder(input.runbook);
  const end = `end--${ids.drawn(`${scope} end`)}`;
  let next = end;
  let workflow: Json = { [end]: { type: "end" } };
  // From the last to the first, because each names the one after it.
  for (const step of steps.toReversed()) {
    const link = chainLink(input, ids, scope, step, next);
    workflow = { ...link.steps, ...workflow };
    next = link.first;
  }
  const start = `start--${ids.drawn(`${scope} start`)}`;
  return {
    workflow_start: start,
    workflow: { [start]: { type: "start", on_completion: next }, ...workflow },
  };
}

/** Every fact that a condition asks for; unknown ones are empty. */
function factsOf({ runbook, played }: CacaoInput): Variables {
  const asked = runbook.steps.flatMap(({ when }) => (when === null ? [] : mentions(when)));
  const names = [...new Set(asked.map(({ fact }) => fact))].toSorted();
  return Object.fromEntries(names.map((name) => [variableOf(name), played?.facts[name] ?? ""]));
}

function markingsOf(ids: CacaoIds, by: string, created: Instant, restricted: boolean): Json {
  const tlp = restricted ? "TLP:RED" : "TLP:AMBER";
  const id = `marking-tlp--${ids.named(OURS, tlp)}`;
  return {
    markings: [id],
    data_marking_definitions: {
      [id]: { type: "marking-tlp", id, created_by: by, created, tlpv2_level: tlp },
    },
  };
}

/** The playbook. The same runbook gives the same document; an incident's is a copy of its own, derived from the runbook's. */
export function toCacao(input: CacaoInput, ids: CacaoIds): object {
  const { runbook, played, now } = input;
  const name = played === undefined ? runbook.title : `${runbook.title}: ${played.name}`;
  const general = ids.named(
    PLAYBOOKS,
    JSON.stringify({ name: runbook.title, playbook_types: TYPES }),
  );
  const own = ids.named(PLAYBOOKS, JSON.stringify({ name, playbook_types: TYPES }));
  const createdBy = `identity--${ids.named(OURS, "claro-ir")}`;
  const reviewed = runbook.reviewed === null ? now : `${runbook.reviewed}T00:00:00.000Z`;
  const created = played?.declaredAt ?? reviewed;
  const facts = factsOf(input);
  const roles = [...new Set(runbook.steps.map((step) => step.role))];
  return {
    type: "playbook",
    spec_version: "cacao-2.0",
    id: `playbook--${own}`,
    name,
    description: runbook.for === null ? runbook.title : `When ${runbook.for}.`,
    playbook_types: TYPES,
    playbook_activities: [...new Set(roles.map((role) => ACTIVITY[role]))],
    created_by: createdBy,
    created,
    modified: played?.modifiedAt ?? created,
    ...(played === undefined ? {} : { derived_from: [`playbook--${general}`] }),
    labels: ["api-key", "claro-ir", runbook.id],
    ...(played === undefined ? {} : markingsOf(ids, createdBy, created, played.restricted)),
    ...(Object.keys(facts).length === 0
      ? {}
      : { playbook_variables: variables(facts, played === undefined) }),
    ...workflowOf(input, ids, `${runbook.id} ${String(runbook.version)} ${played?.name ?? ""}`),
    agent_definitions: Object.fromEntries(
      roles.map((role) => [agentId(role, ids), { type: "group", name: role }]),
    ),
  };
}
