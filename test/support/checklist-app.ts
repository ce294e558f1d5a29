// The checklist in the app's tests: commands with little to say, and an incident with everything settled.
import type { App } from "../../src/app/context.ts";
import { change } from "../../src/app/incident.ts";
import { changeStep, type StepRequest, type StepVerb } from "../../src/app/step.ts";
import { checklist, isRequired, isSettled } from "../../src/core/incident/checklist.ts";
import type { IncidentFact } from "../../src/core/incident/event.ts";
import { RUNBOOK } from "./given.ts";
import { begin, Room, run } from "./memory-app.ts";

export const KIM = { id: "kim", role: "admin" } as const;

/** One checklist command. */
export function step(
  app: App,
  incident: string,
  verb: StepVerb,
  given: Partial<StepRequest> & { readonly step: string },
) {
  return changeStep(app, verb, {
    incident,
    credential: undefined,
    target: undefined,
    note: undefined,
    because: undefined,
    evidence: [],
    facts: [],
    attest: false,
    takeOver: false,
    occurred: undefined,
    dryRun: false,
    ...given,
  });
}

export function note(text: string): IncidentFact {
  return { type: "note.added", data: { text, credential: null } };
}

/** An open incident with two operators. */
export async function open(room: Room = new Room()) {
  const dana = room.app();
  const id = await begin(dana);
  return { room, dana, id, kim: room.app({ actor: KIM }) };
}

/** Everything required settled: the automations run, the rest waived. */
export async function settleAll(app: App, id: string): Promise<void> {
  await run(app, id, "create-replacement-key");
  await settleRest(app, id);
}

/** The same with a replacement that is there already. */
export async function settleRest(app: App, id: string): Promise<void> {
  for (const one of [
    "capture-minimum-evidence",
    "deploy-replacement-key",
    "verify-replacement-live",
    "block-compromised-key",
    "verify-key-rejected",
  ])
    await run(app, id, one);
  await change(app, id, (world) =>
    checklist(RUNBOOK, world.state)
      .filter((one) => isRequired(one.step) && !isSettled(one.state))
      .map((one): IncidentFact => ({
        type: "step.waived",
        data: { step: one.step.id, credential: one.credential?.id ?? null, because: "test" },
      })),
  );
}
