// One incident on a disk whose power is cut in every command, at a moment that a seed chooses, and which then goes on from what is left.
import { randomUUID } from "node:crypto";
import { join } from "node:path";
import { judge } from "../../acceptance/robust/kill.ts";
import { parsed, type Point, type Ran } from "../../acceptance/robust/point.ts";
import type { Stage } from "../../acceptance/robust/stage.ts";
import type { Hands } from "../../support/hands.ts";
import type { Draw } from "../../sim/draw.ts";
import { COMMANDS, freshPoint, type CommandId } from "../disk/commands.ts";
import { StrictDisk } from "../disk/strict.ts";
import { CALLS, readTrace, strace, TRACED_ENV, type Injection } from "../disk/trace.ts";
import { eventsOf, incidentsOf } from "../kill/journal.ts";
import { faultsAtEnd } from "../kill/oracle.ts";
import type { Disk } from "./disk.ts";

export interface World {
  readonly stage: Stage;
  readonly hands: Hands;
  readonly disk: Disk;
  /** Done to every traced run, e.g. a sync that does nothing. */
  readonly always: readonly Injection[];
  say(text: string): void;
}

export interface Life {
  readonly cuts: number;
  /** Acknowledgements that the power was cut right after. */
  readonly acknowledged: number;
  readonly faults: readonly string[];
}

const SCRIPT = [
  ...(["start", "note", "outage", "capture", "create"] as const),
  ...(["evidence", "deploy", "delete", "step-done", "note"] as const),
] satisfies readonly CommandId[];

/** Calls at which a command may be cut short, and how many of them a short command makes. */
const MOMENTS: readonly (readonly [call: string, most: number])[] = [
  ...([
    ["fsync", 6],
    ["link", 3],
    ["unlink", 3],
    ["mkdir", 2],
  ] as const),
  ...([
    ["rename", 1],
    ["writev", 1],
    ["connect", 3],
  ] as const),
];

/** Half of the commands come to their end, and the power goes with their answer. */
function momentOf(draw: Draw): Injection | undefined {
  if (draw.chance(0.5)) return undefined;
  const [call, most] = draw.pick(MOMENTS);
  return { call, nth: draw.between(1, most), what: "signal=SIGKILL" };
}

/** What the vendor was asked for must be on the record that is left: the intent comes before the act. */
async function meantFaults(point: Point): Promise<readonly string[]> {
  const meant = new Set(
    eventsOf(point).flatMap(({ type, data }) =>
      type === "effect.intended" ? [data["keyName"]] : [],
    ),
  );
  const made = await point.liveReplacements();
  return made
    .filter(({ name }) => !meant.has(name))
    .map(({ name }) => `${name} is made, and nobody meant to`);
}

/** What must hold the moment the power is back. */
async function faultsAfterCut(point: Point): Promise<readonly string[]> {
  const lost = point
    .lostAcknowledgements()
    .map(({ seq }) => `#${String(seq)} was acknowledged and is lost`);
  if (incidentsOf(point).length === 0) return lost;
  const verified = await point.by(["verify"]);
  const shown = await point.by(["status", "--json"]);
  const value = point.holds();
  const known = [
    point.old.secret.slice(-4),
    ...(await point.stage.keys()).map(({ last4 }) => last4),
  ];
  return [
    ...lost,
    ...(verified.code === 0 ? [] : [`verify ended ${String(verified.code)}: ${verified.stdout}`]),
    ...(shown.code === 0 ? [] : [`status ended ${String(shown.code)}: ${shown.stdout}`]),
    ...(known.includes(value.slice(-4)) ? [] : ["the place holds half a value"]),
    ...(await meantFaults(point)),
  ];
}

function isAcknowledged({ stdout }: Ran): boolean {
  return parsed(stdout)?.["durable"] === true;
}

/** Live through one incident; every command of it ends with a power cut. */
export async function live(world: World, draw: Draw): Promise<Life> {
  const { stage, hands, disk, always, say } = world;
  const point = await freshPoint(stage, hands);
  // In folders that are not there yet: they must be safe, too.
  point.env = { CLARO_IR_IDENTITY: join(point.folder, "config", "claro-ir", "identity.txt") };
  const strict = new StrictDisk();
  const faults: string[] = [];
  let acknowledged = 0;
  await disk.sync();
  for (const id of SCRIPT) {
    const typed = [...COMMANDS[id](point), "--json", "--op-id", randomUUID()];
    const moment = momentOf(draw);
    const log = join(stage.home.folder, "trace");
    const under = strace(log, CALLS, [...always, ...(moment === undefined ? [] : [moment])]);
    const ran = await point.run(typed, { env: TRACED_ENV, under });
    strict.see(readTrace(log));
    if (isAcknowledged(ran)) {
      acknowledged += 1;
      const loose = strict.mayLose(point.folder);
      if (loose.length > 0) faults.push(`${id}: acknowledged, and a disk may lose ${loose.join()}`);
    }
    await disk.cut();
    strict.restart();
    const after = await faultsAfterCut(point);
    say(
      `${id} ${moment === undefined ? "to its end" : `${moment.call}:${String(moment.nth)}`}: ${ran.signal ?? String(ran.code)} ${after.join(" | ")}`,
    );
    faults.push(...after.map((fault) => `${id}: ${fault}`));
    await goOn(point, typed);
  }
  await point.follow();
  faults.push(...(await judge(point)), ...(await faultsAtEnd(point)));
  return { cuts: SCRIPT.length, acknowledged, faults };
}

/** Look, then type it again; it says what it said, does what is left, or refuses because it is done. */
async function goOn(point: Point, typed: readonly string[]): Promise<void> {
  if (incidentsOf(point).length > 0) await point.ok(["reconcile", "--json"]);
  const again = await point.by(typed);
  if (again.code !== 8 && again.code !== 5) return;
  // Begun, broken off, and now known: it is done anew.
  await point.by(["reconcile", "--json"]);
  await point.by(typed.slice(0, -2));
}
