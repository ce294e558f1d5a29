// Playbooks for SOAR tools: every shipped runbook and a played incident, by OASIS's schemas where they are at hand, else by rules of its own.
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { listRunbooks, loadRunbook } from "../../../src/adapters/runbook/shipped.ts";
import { cacaoIds } from "../../../src/adapters/exchange/format-tools.ts";
import { cacaoPlay } from "../../../src/core/report/cacao-play.ts";
import { toCacao } from "../../../src/core/runbook/cacao.ts";
import { toPattern } from "../../../src/core/runbook/stix-pattern.ts";
import { plan, SMALL_RUNBOOK, stateOf, toEvents } from "../../support/incident-events.ts";
import { NIGHT } from "../../support/night.ts";
import { oasisChecks } from "../../support/oasis.ts";

interface Playbook {
  readonly id: string;
  readonly created: string;
  readonly playbook_activities: readonly string[];
  readonly workflow_start: string;
  readonly workflow: Readonly<Record<string, WorkflowStep>>;
  readonly agent_definitions: Readonly<Record<string, object>>;
  readonly playbook_variables?: Readonly<Record<string, { readonly value: string }>>;
  readonly derived_from?: readonly string[];
}

interface WorkflowStep {
  readonly type: string;
  readonly name?: string;
  readonly description?: string;
  readonly condition?: string;
  readonly on_completion?: string;
  readonly on_true?: string;
  readonly agent?: string;
  readonly commands?: readonly { readonly playbook_activity: string }[];
  readonly step_variables?: Readonly<Record<string, { readonly value: string }>>;
}

const root = join(import.meta.dirname, "..", "..", "..");
const NOW = "2026-11-26T02:00:00.000Z";
const ids = await cacaoIds();
const runbooks = await Promise.all(
  (await listRunbooks(root)).map(async (id) => (await loadRunbook(id, root)).runbook),
);
const schema = oasisChecks("cacao/schemas", [
  "/playbook.json",
  "/action.json",
  "/if-condition.json",
  "/start.json",
  "/end.json",
  "/manual.json",
  "/group.json",
]);

/** What OASIS's schemas say; nothing where they are not at hand. */
function schemaProblems(playbook: Playbook): string[] {
  if (schema === undefined) return [];
  return [
    ...schema.get("/playbook.json")!(playbook),
    ...Object.values(playbook.workflow).flatMap((step) => schema.get(`/${step.type}.json`)!(step)),
    ...Object.values(playbook.workflow).flatMap(({ commands = [] }) =>
      commands.flatMap((command) => schema.get("/manual.json")!(command)),
    ),
  ];
}

const UUID4 = /--[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/;

/** What the schemas cannot see: every reference leads somewhere, every step is reached, once. */
function ownProblems(playbook: Playbook): string[] {
  const { workflow, workflow_start: start, agent_definitions: agents } = playbook;
  const problems: string[] = [];
  const reached = new Set<string>();
  const open = [start];
  for (let id = open.pop(); id !== undefined; id = open.pop()) {
    if (reached.has(id)) continue;
    reached.add(id);
    const step = workflow[id];
    if (step === undefined) {
      problems.push(`${id} leads nowhere`);
      continue;
    }
    if (!id.startsWith(`${step.type}--`) || !UUID4.test(id)) problems.push(`${id} is no id of it`);
    if (step.agent !== undefined && !(step.agent in agents)) problems.push(`${id} has no agent`);
    if (step.type !== "end" && step.on_completion === undefined) problems.push(`${id} has no next`);
    open.push(...[step.on_completion, step.on_true].filter((next) => next !== undefined));
  }
  const unreached = Object.keys(workflow).filter((id) => !reached.has(id));
  return [...problems, ...unreached.map((id) => `${id} is never reached`)];
}

function playbookOf(runbook: (typeof runbooks)[number]): Playbook {
  return JSON.parse(JSON.stringify(toCacao({ runbook, now: NOW }, ids))) as Playbook;
}

/** The actions in the order in which they come. */
function actionsOf({ workflow, workflow_start: start }: Playbook): readonly WorkflowStep[] {
  const actions: WorkflowStep[] = [];
  let at: string | undefined = start;
  while (at !== undefined) {
    const step: WorkflowStep = workflow[at]!;
    const action = step.on_true === undefined ? step : workflow[step.on_true]!;
    if (action.type === "action") actions.push(action);
    at = step.on_completion;
  }
  return actions;
}

describe("a runbook as a CACAO playbook", () => {
  it.each(runbooks.map((one) => [one.id, one] as const))("%s is valid", (_id, runbook) => {
    const playbook = playbookOf(runbook);
    expect(schemaProblems(playbook)).toEqual([]);
    expect(ownProblems(playbook)).toEqual([]);
    const actions = actionsOf(playbook);
    expect(new Set(actions.map((step) => step.name)).size).toBeGreaterThan(5);
    expect(actions.length).toBe(runbook.steps.length);
    expect(new Set(playbook.playbook_activities)).toEqual(
      new Set(actions.flatMap(({ commands = [] }) => commands.map((one) => one.playbook_activity))),
    );
  });

  it.each(runbooks.map((one) => [one.id, one] as const))("%s has needs first", (_id, runbook) => {
    const order = actionsOf(playbookOf(runbook)).map((step) => step.name);
    const title = new Map(runbook.steps.map((step) => [step.id, step.title]));
    for (const step of runbook.steps)
      for (const need of step.needs)
        expect([step.id, order.indexOf(title.get(need))]).toEqual([
          step.id,
          Math.min(order.indexOf(title.get(need)), order.indexOf(step.title)),
        ]);
  });

  it("says the same twice, and another thing of another runbook", () => {
    const [one, two] = runbooks;
    expect(playbookOf(one!)).toEqual(playbookOf(one!));
    expect(playbookOf(one!).id).not.toBe(playbookOf(two!).id);
  });

  it("would be told invalid by the schemas if it were", () => {
    const playbook = playbookOf(runbooks[0]!);
    const broken = { ...playbook, workflow_start: "start", spec_version: "cacao-3.0" };
    const found = schema === undefined ? ["not at hand"] : schemaProblems(broken);
    expect(found).not.toEqual([]);
    expect(ownProblems({ ...playbook, workflow_start: "start" })).not.toEqual([]);
  });
});

it("writes conditions in the grammar of STIX patterns", () => {
  function is(fact: string, ...values: string[]) {
    return { fact, is: values };
  }
  expect(toPattern(is("abuse", "yes"))).toBe("__abuse__:value = 'yes'");
  expect(toPattern({ not: is("abuse", "it's", "no") })).toBe(
    String.raw`__abuse__:value NOT IN ('it\'s', 'no')`,
  );
  expect(toPattern({ not: { all: [{ known: "a" }, { any: [is("b", "x"), is("c", "y")] }] } })).toBe(
    "(__a__:value = '' OR (__b__:value != 'x' AND __c__:value != 'y'))",
  );
});

describe("an incident's own playbook", () => {
  const events = toEvents(NIGHT);
  const input = {
    state: stateOf(SMALL_RUNBOOK, events),
    events,
    runbook: SMALL_RUNBOOK,
    now: NOW,
    version: "0.1.0",
    clean: (text: string) => text.replaceAll("public-exposure", "[cleaned]"),
    withNames: false,
  };

  function played(state = input.state): Playbook {
    const play = cacaoPlay({ ...input, state });
    const document = toCacao({ runbook: SMALL_RUNBOOK, now: NOW, played: play }, ids);
    return JSON.parse(JSON.stringify(document)) as Playbook;
  }

  it("is valid, derived from the runbook's, and says what became of each step by roles", () => {
    const playbook = played();
    expect(schemaProblems(playbook)).toEqual([]);
    expect(ownProblems(playbook)).toEqual([]);
    expect(playbook.derived_from).toEqual([playbookOf(SMALL_RUNBOOK).id]);
    const cut = actionsOf(playbook).find(({ name }) => name?.startsWith("Disable or delete"));
    expect(cut?.description).toContain(
      "c1: done, 2026-11-23 02:12:14 UTC by incident commander (E3)",
    );
    expect(cut?.step_variables).toMatchObject({
      __state_c1__: { value: "done" },
      __at_c1__: { value: "2026-11-23T02:12:14.000Z" },
    });
    expect(JSON.stringify(playbook)).not.toMatch(/dana|sam|duty phone|90 days|public-exposure/);
  });

  it("of a restricted one goes by its codename", () => {
    const document = JSON.stringify(
      played({ ...input.state, codename: "sapphire", restricted: true }),
    );
    expect(document).toContain("A compromised API key: sapphire");
    expect(document).toContain("TLP:RED");
    expect(document).not.toContain(input.state.id);
  });

  it("is another one for another incident", () => {
    const other = stateOf(
      SMALL_RUNBOOK,
      toEvents([...NIGHT.slice(0, 2), plan(9, "incident.closed", { because: "x" })]),
    );
    expect(played({ ...other, id: "INC-20261123-zzzz" }).id).not.toBe(played().id);
  });
});
