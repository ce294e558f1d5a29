// Running a step's automation for a person: in front of them, or beside them where it takes a minute.
import { runningName } from "../../core/session/open-items.ts";
import type { Step } from "../../core/runbook/runbook.ts";
import type { CredentialState } from "../../core/incident/state.ts";
import type { World } from "../../core/incident/decide/world.ts";
import { NO_OPTIONS, type RunOptions, type RunResult } from "../effect/effect.ts";
import { runStep } from "../run-step.ts";
import { changeStep, type StepVerb } from "../step.ts";
import { asCommand, sayAll, worldNow, type Guide } from "./guide.ts";
import { tellBeside } from "./telling.ts";

/** A step that somebody opened, and the incident as it stood then. */
export interface Opened {
  readonly world: World;
  readonly step: Step;
  readonly credential: CredentialState | undefined;
}

/** Run it now; its words are shown as they come. */
export async function runHere(
  guide: Guide,
  { step, credential }: Opened,
  options: Partial<RunOptions> = {},
): Promise<RunResult> {
  const result = await runStep(asCommand(guide), {
    incident: guide.incident,
    step: step.id,
    credential: credential?.id,
    options: { ...NO_OPTIONS, ...options },
  });
  sayAll(guide, result.lines);
  tellBeside(guide, await worldNow(guide));
  return result;
}

/** Steps of the two lanes that run beside the person, by their automation. */
export function runBeside(
  guide: Guide,
  step: string,
  credential: string,
  more: {
    readonly options?: Partial<RunOptions>;
    readonly heard?: (text: string) => void;
    /** Called when it ended well. */
    readonly after?: () => Promise<void>;
  } = {},
): void {
  guide.besides.start(
    runningName(step, credential),
    async (app) => {
      const { lines } = await runStep(app, {
        incident: guide.incident,
        step,
        credential,
        options: { ...NO_OPTIONS, ...more.options },
      });
      await more.after?.();
      tellBeside(guide, await worldNow(guide));
      return lines;
    },
    more.heard,
  );
}

/** Change a step by hand: the same rules as the command of that name. */
export async function change(
  guide: Guide,
  { step, credential }: Opened,
  verb: StepVerb,
  more: {
    readonly because?: string;
    readonly note?: string;
    readonly facts?: readonly string[];
    readonly target?: string;
    readonly takeOver?: boolean;
  },
): Promise<void> {
  await changeStep(asCommand(guide), verb, {
    incident: guide.incident,
    step: step.id,
    credential: credential?.id,
    target: more.target,
    note: more.note,
    because: more.because,
    evidence: [],
    facts: more.facts ?? [],
    attest: verb === "done" && step.kind === "verification",
    takeOver: more.takeOver ?? false,
    occurred: undefined,
    dryRun: false,
  });
}
