// `e`: what was answered or passed by, and changing it. An answer that changes the advice changes the plan, as long as nobody chose otherwise.
import { concernsPeople } from "../../core/compliance/open-clocks.ts";
import { START_FACTS } from "../../core/compliance/start-facts.ts";
import { liveCredentials } from "../../core/incident/checklist.ts";
import type { World } from "../../core/incident/decide/world.ts";
import { factValue } from "../../core/incident/facts.ts";
import type { CredentialState, IncidentState } from "../../core/incident/state.ts";
import { namedFact } from "../fact.ts";
import { refuseMissingLogs } from "../log-places.ts";
import { change } from "../incident.ts";
import { askFact } from "./ask-fact.ts";
import { browse } from "./browse.ts";
import { asCommand, orSay, worldNow, type Guide } from "./guide.ts";
import { describeKey } from "./question-whose.ts";
import { pasteAgain } from "./paste-again.ts";
import { settleAdvice } from "./settle-advice.ts";

interface Answer {
  readonly text: string;
  /** Null: it was asked, and nobody has answered yet. */
  readonly value: string | null;
  readonly by: string;
  change(): Promise<void>;
}

/** Whether a question was asked and passed by: a step that asks it is done without. */
function isPassedBy({ compiled }: World, name: string, steps: StepRecords): boolean {
  return compiled.runbook.steps.some(
    ({ id, inputs }) => inputs.includes(name) && steps[id]?.status === "done",
  );
}

type StepRecords = IncidentState["steps"];

/** Facts that people gave or passed by and that the runbook knows, of the incident or of one key. */
function factsOf(
  guide: Guide,
  world: World,
  credential: CredentialState | undefined,
): readonly Answer[] {
  const { runbook } = world.compiled;
  const records = credential === undefined ? world.state.facts : credential.facts;
  const steps = (credential ?? world.state).steps;
  const on = credential === undefined ? "" : `${credential.id}: `;
  return Object.entries(runbook.facts).flatMap(([name, definition]): readonly Answer[] => {
    if ((definition.scope === "credential") !== (credential !== undefined)) return [];
    const record = records[name];
    const value = factValue(world.state, name, credential);
    const isOpen = value === undefined && isPassedBy(world, name, steps);
    if (!isOpen && (record === undefined || value === undefined)) return [];
    async function ask(): Promise<void> {
      const answer = await askFact(guide, definition);
      if (answer === "") return;
      const fact = namedFact(guide.app, await worldNow(guide), name, answer, credential?.id);
      await refuseMissingLogs(guide.app, [fact]);
      await change(asCommand(guide), guide.incident, () => [fact]);
    }
    const text = `${on}${definition.title}`;
    return [{ text, value: value ?? null, by: record?.by ?? "", change: ask }];
  });
}

const AWARE = START_FACTS.find(({ term }) => term === "aware_personal_data_at");

/** From when the duties to tell somebody count, as long as nobody has said so: it begins with the answer on data about people. */
function awareOf(guide: Guide, { state }: World): readonly Answer[] {
  if (AWARE === undefined || !concernsPeople(state)) return [];
  const { name, term, title } = AWARE;
  if (state.facts[name] !== undefined) return [];
  async function ask(): Promise<void> {
    const { askStart } = await import("./duties.ts");
    await orSay(guide, () => askStart(guide, term));
  }
  return [{ text: `Since when? ${title}`, value: null, by: "", change: ask }];
}

function valueOf(guide: Guide, credential: CredentialState): Answer {
  const { sealed, last4 } = credential.old;
  return {
    text: `${credential.id}: the leaked value`,
    value: sealed === null ? "not at hand" : `..${last4 ?? "????"}`,
    by: "",
    change: () => pasteAgain(guide, credential),
  };
}

function whoseOf(guide: Guide, credential: CredentialState): Answer {
  return {
    text: `${credential.id}: whose, which environment`,
    value: `${credential.provider} ${credential.environment}`,
    by: "",
    change: () => describeKey(guide.app, guide.ask, guide.incident, credential),
  };
}

/** Show the answers; the one that is opened is asked again. */
export async function answers(guide: Guide): Promise<void> {
  for (;;) {
    const world = await worldNow(guide);
    const all = [
      ...awareOf(guide, world),
      ...factsOf(guide, world, undefined),
      ...liveCredentials(world.state).flatMap((one) => [
        valueOf(guide, one),
        whoseOf(guide, one),
        ...factsOf(guide, world, one),
      ]),
    ];
    const items = all.map((one) => ({
      text: one.text,
      mark: one.value ?? "later",
      style: null,
      heading: null,
      detail: one.by === "" ? "" : `${one.value ?? ""} (said by ${one.by})`,
    }));
    const index = await browse(guide, "What was answered", items, "change");
    const answer = all[index ?? -1];
    if (answer === undefined) return;
    await answer.change();
    await settleAdvice(asCommand(guide), guide.incident);
  }
}
