// The sandbox as a program of its own: says where it is on the first line, then stays up until it is told to end.
import { manual, paced } from "./clock.ts";
import { startSandbox } from "./sandbox.ts";

export interface SandboxRun {
  readonly port?: number;
  readonly seed: number;
  readonly scenario?: string;
  /** Sandbox seconds in a real second; 1 = real pace. Without meaning for a manual clock. */
  readonly speed: number;
  readonly workspace: string;
  /** Time moves only by `POST /_clock`. */
  readonly manualClock?: boolean;
  /** Where sandbox time begins, epoch ms; default: now. */
  readonly start?: number;
}

/** Run until SIGTERM or SIGINT, then close; resolves when all is written. */
export async function runSandbox(run: SandboxRun): Promise<void> {
  const { seed, workspace, start, port, scenario } = run;
  const clock = run.manualClock === true ? manual(start ?? Date.now()) : paced(run.speed, start);
  const sandbox = await startSandbox({
    seed,
    workspace,
    clock,
    ...(port === undefined ? {} : { port }),
    ...(scenario === undefined ? {} : { scenario }),
  });
  const ended = new Promise<void>((resolve) => {
    process.once("SIGTERM", () => resolve());
    process.once("SIGINT", () => resolve());
  });
  const { url, dashboard, requestLog, accessLog, oldKeyId } = sandbox;
  const line = {
    url,
    dashboard,
    workspace: sandbox.workspace,
    requestLog,
    accessLog,
    oldKeyId,
    scenario: sandbox.scenario,
  };
  process.stdout.write(`${JSON.stringify(line)}\n`);
  await ended;
  await sandbox.close();
}
