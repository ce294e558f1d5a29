// One look of the watch after the cut; the step is done once the window of every key is clean.
import { cleanFrom, missingToClean } from "../../core/credential/lookout.ts";
import { minuteOf } from "../../core/credential/rotation.ts";
import { isSettled, liveCredentials } from "../../core/incident/checklist.ts";
import { confirmWord } from "../../core/incident/next.ts";
import type { IncidentState } from "../../core/incident/state.ts";
import { shellWord } from "../../core/shell-word.ts";
import { EXIT } from "../../core/error.ts";
import { refuse } from "../../core/incident/decide/world.ts";
import { wantedLogs } from "../log-places.ts";
import type { LogFile } from "../logs.ts";
import { beginWatch, cutKeys, lookOut } from "../watch.ts";
import type { RunResult, WholeEffect, WholeRun } from "./effect.ts";
import { ManualStepError } from "./manual.ts";

/** The cut that is missing: it may have been skipped, and is in no list of what is next then. */
function cutCommand(state: IncidentState): string {
  const [credential] = liveCredentials(state);
  if (credential === undefined) return "claro-ir next";
  const { id } = credential;
  return `claro-ir run block-compromised-key --credential ${id} --confirm ${shellWord(confirmWord(state, credential))}`;
}

async function logs({ app, state, step, options }: WholeRun): Promise<readonly LogFile[]> {
  if (cutKeys(state).length === 0)
    refuse("not-cut", "No key is cut yet: there is nothing to watch.", cutCommand(state));
  const files = await wantedLogs(app, state, options.files);
  if (files.length > 0) return files;
  throw new ManualStepError(
    "manual-step",
    "No log is known here to watch: add --file <log that shows requests with the key>.",
    ["Or search it yourself:"],
    `claro-ir step done ${step.id} --attest --because "<how you know>"`,
  );
}

async function perform(run: WholeRun): Promise<RunResult> {
  const { app, step } = run;
  const files = await logs(run);
  await beginWatch(app, run.state.id, undefined);
  const { lines, state } = await lookOut(app, run.state.id, files, true);
  const isDone = isSettled(state.steps[step.id]?.status ?? "started");
  // Who settled the step by word may have done so before the window ended.
  const isClean = liveCredentials(state).every((one) => missingToClean(one).length === 0);
  const last = isClean ? "the window is clean" : "settled by word; the logs do not show it yet";
  return {
    lines: isDone ? [...lines, last] : lines,
    exitCode: isDone && isClean ? EXIT.done : EXIT.found,
  };
}

/** verify-eradication */
export const watchKey: WholeEffect = {
  id: "watch-key",
  async plan(run) {
    const files = await logs(run);
    return cutKeys(run.state).map((one) => {
      const from = cleanFrom(one);
      const ends = from === null ? "once it is proved dead" : `from ${minuteOf(from)}`;
      return `look for ${one.name} in ${files.map((file) => file.name).join(", ")}; it can be clean ${ends}`;
    });
  },
  perform,
};
