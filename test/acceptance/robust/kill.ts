// Ends the program with SIGKILL at a chosen moment of a command, goes on as a person would, and judges what is left.
import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { Hands } from "../../support/hands.ts";
import { parsed, type Point } from "./point.ts";
import type { Stage } from "./stage.ts";

/** Preload that ends a process at a chosen moment. */
const KILL_AT = join(import.meta.dirname, "..", "..", "support", "kill-at.mjs");

const OUTAGE = ["decide", "outage", "10", "--because", "the key is public"];
const CAPTURE = ["run", "capture-minimum-evidence"];
const CREATE = ["run", "create-replacement-key", "--json"];

interface Plan {
  readonly before: readonly (readonly string[])[];
  command(point: Point): readonly string[];
}

/** What is killed, and what must have been done before it can be begun. */
export const PLANS: Readonly<Record<"create" | "deploy" | "block", Plan>> = {
  create: { before: [], command: () => CREATE },
  deploy: { before: [CREATE], command: () => ["run", "deploy-replacement-key", "--json"] },
  block: {
    before: [OUTAGE, CAPTURE],
    command: (point) => ["run", "block-compromised-key", "--confirm", point.name, "--json"],
  },
};

export type Planned = keyof typeof PLANS;

export interface KillResult {
  readonly point: string;
  readonly killed: boolean;
  /** Outcomes that `reconcile` found, e.g. `create-key failed`. */
  readonly settled: string;
  /** Everything that is not as it must be; empty = passed. */
  readonly faults: readonly string[];
}

/** A point at which the planned command can be run. */
export async function prepared(stage: Stage, hands: Hands, planned: Planned): Promise<Point> {
  const point = await stage.point({ hands });
  await point.start("--strategy", "contain-first", "--because", "it is public");
  for (const command of PLANS[planned].before) await point.ok(command);
  return point;
}

/** Environment that loads the preload with these settings. */
export function preload(more: Readonly<Record<string, string>>): { env: Record<string, string> } {
  return { env: { ...more, NODE_OPTIONS: `--import=${KILL_AT}` } };
}

/** All moments that the command has when nothing ends it, in order, each by its name: `link`, `after link`. */
export async function momentsOf(
  stage: Stage,
  hands: Hands,
  planned: Planned,
): Promise<readonly string[]> {
  const point = await prepared(stage, hands, planned);
  const file = join(point.folder, "moments");
  const ran = await point.run(
    PLANS[planned].command(point),
    preload({ CLARO_TEST_KILL_COUNT: file }),
  );
  if (ran.code !== 0) throw new Error(`${planned} failed without being killed: ${ran.stderr}`);
  return readFileSync(file, "utf8").trimEnd().split("\n");
}

/** Where the world changes: an event or a sealed value has become part of the record, the vendor has answered. */
const TURNING_POINTS = ["after link", "after push"];

/** Numbers of the moments at which what a kill leaves behind is another than before. */
export function turningPoints(moments: readonly string[]): readonly number[] {
  return moments.flatMap((name, index) => (TURNING_POINTS.includes(name) ? [index + 1] : []));
}

/** At most `count` of these, evenly spread, first and last included. */
export function spread<T>(all: readonly T[], count: number): readonly T[] {
  const step = Math.max(1, (all.length - 1) / Math.max(1, count - 1));
  const places = Array.from({ length: Math.min(count, all.length) }, (_, at) =>
    Math.round(at * step),
  );
  return all.filter((_, at) => places.includes(at));
}

/** Kill the planned command at a moment, reconcile, follow `next` to the end; gives what is wrong then. */
async function killAndGoOn(
  stage: Stage,
  hands: Hands,
  planned: Planned,
  moment: number,
): Promise<KillResult> {
  const point = await prepared(stage, hands, planned);
  const before = point.journal();
  const killed = await point.run(
    PLANS[planned].command(point),
    preload({ CLARO_TEST_KILL_AT: String(moment) }),
  );
  const reconciled = await point.by(["reconcile", "--json"]);
  const faults: string[] = [];
  if (killed.signal !== "SIGKILL" && killed.code !== 0) faults.push(`ended ${String(killed.code)}`);
  if (reconciled.code !== 0)
    faults.push(
      `reconcile ended ${String(reconciled.code)}: ${reconciled.stdout}${reconciled.stderr}`,
    );
  try {
    await point.follow();
  } catch (error) {
    faults.push(error instanceof Error ? error.message : "stuck");
  }
  const after = point.journal();
  if (before.some((event, index) => after[index]?.sha256 !== event.sha256))
    faults.push("an event that was there before is lost");
  faults.push(...(await judge(point)));
  const lines = parsed(reconciled.stdout)?.["lines"];
  return {
    point: `${planned} at ${String(moment)}`,
    killed: killed.signal === "SIGKILL",
    settled: Array.isArray(lines) ? lines.join("; ") : "",
    faults,
  };
}

/** What must be true at the end of every point, whatever happened on the way. */
export async function judge(point: Point): Promise<readonly string[]> {
  const faults: string[] = [];
  const status = await point.status();
  const [credential] = status.credentials;
  if (status.contained.at === null) faults.push("not contained");
  if (status.restored.at === null) faults.push("not restored");
  if (status.unknown.length > 0) faults.push("something is unknown");
  if (credential?.targets.some((target) => target.state !== "in-use") === true)
    faults.push("the place does not use the new key");
  faults.push(...(await judgeKeys(point, credential?.new.keyId)));
  const lost = point.lostAcknowledgements();
  if (lost.length > 0) faults.push(`acknowledged and lost: ${JSON.stringify(lost)}`);
  const verified = await point.by(["verify"]);
  if (verified.code !== 0) faults.push(`verify ended ${String(verified.code)}: ${verified.stdout}`);
  return faults;
}

async function judgeKeys(point: Point, keyId: string | undefined): Promise<readonly string[]> {
  const faults: string[] = [];
  const keys = await point.stage.keys();
  const live = await point.liveReplacements();
  if (live.length !== 1) faults.push(`${String(live.length)} new keys live`);
  if (live[0]?.id !== keyId) faults.push("the live key is not the recorded one");
  if (live[0]?.last4 !== point.holds().slice(-4)) faults.push("the place holds another value");
  if (keys.find((key) => key.id === point.old.id)?.status !== "deleted")
    faults.push("the old key is not deleted");
  return faults;
}

export interface Job {
  readonly planned: Planned;
  readonly moment: number;
}

/** Do all jobs, as many at a time as there are hands; results in the jobs' order. */
export async function killAll(
  stage: Stage,
  team: readonly Hands[],
  jobs: readonly Job[],
): Promise<readonly KillResult[]> {
  const results: KillResult[] = [];
  let next = 0;
  async function work(hands: Hands): Promise<void> {
    for (;;) {
      const index = next++;
      const job = jobs[index];
      if (job === undefined) return;
      results[index] = await killAndGoOn(stage, hands, job.planned, job.moment);
    }
  }
  await Promise.all(team.map((hands) => work(hands)));
  return results;
}
