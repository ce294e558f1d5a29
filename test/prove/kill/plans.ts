// The commands that are killed: what must have happened before, what is typed, and what it owes once all is over.
import { existsSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { judge } from "../../acceptance/robust/kill.ts";
import type { Point, Status } from "../../acceptance/robust/point.ts";
import type { Stage } from "../../acceptance/robust/stage.ts";
import type { Hands } from "../../support/hands.ts";
import { COMMANDS, freshPoint, PLACES, type CommandId } from "../disk/commands.ts";
import { eventsOf, incidentsOf } from "./journal.ts";
import { goOnToClose } from "./go-on.ts";

/** A sandbox, hands, and points that stand ready to be copied. */
export interface Ground {
  readonly stage: Stage;
  readonly hands: Hands;
  readonly ready: Map<string, Promise<Point>>;
}

export interface Plan {
  readonly id: CommandId;
  prepare(ground: Ground): Promise<Point>;
  /** Whether what the command is for has come about: what exit 0 promises. */
  isDone(point: Point): Promise<boolean>;
  /** Type what a person would type to the end; `again` is the command itself. */
  goOn(point: Point, again: () => Promise<void>): Promise<void>;
  /** What is wrong at the end, beyond what must hold for every command. */
  judge(point: Point): Promise<readonly string[]>;
}

async function started(ground: Ground, ...more: readonly CommandId[]): Promise<Point> {
  const point = await freshPoint(ground.stage, ground.hands);
  for (const id of ["start", ...more] as const) await point.ok([...COMMANDS[id](point), "--json"]);
  return point;
}

/** A copy of a point that is made once. */
async function copyOf(ground: Ground, name: string, make: () => Promise<Point>): Promise<Point> {
  const made = ground.ready.get(name) ?? make();
  ground.ready.set(name, made);
  return ground.stage.copyOf(await made, ground.hands);
}

function copyOfStarted(ground: Ground): Promise<Point> {
  return copyOf(ground, "started", () => started(ground, "capture", "create"));
}

async function follow(point: Point): Promise<void> {
  await point.follow();
}

async function judgeKey(point: Point): Promise<readonly string[]> {
  const held = new Set(PLACES.map((file) => point.holds(file)));
  return [...(await judge(point)), ...(held.size === 1 ? [] : ["the places hold several values"])];
}

/** A command about a key: who was killed looks, follows `next`, and ends with one key in all places. */
function aboutKey(parts: Pick<Plan, "id" | "prepare" | "isDone">): Plan {
  return { ...parts, goOn: follow, judge: judgeKey };
}

/** A command that only writes: it is typed again. */
function ofRecord(parts: Omit<Plan, "prepare" | "goOn"> & Partial<Pick<Plan, "prepare">>): Plan {
  return { prepare: copyOfStarted, goOn: (_point, again) => again(), ...parts };
}

async function credential(point: Point): Promise<Status["credentials"][number] | undefined> {
  return (await point.status()).credentials[0];
}

function countOf(point: Point, type: string, has = ""): number {
  return eventsOf(point).filter(
    (event) => event.type === type && JSON.stringify(event.data).includes(has),
  ).length;
}

function once(point: Point, type: string, has: string): readonly string[] {
  const count = countOf(point, type, has);
  return count === 1 ? [] : [`${type} is on record ${String(count)} times`];
}

function bagOf(point: Point): string {
  return join(point.folder, "bag");
}

export const PLANS: readonly Plan[] = [
  aboutKey({
    id: "start",
    prepare: ({ stage, hands }) => freshPoint(stage, hands),
    isDone: async (point) => (await credential(point)) !== undefined,
  }),
  aboutKey({
    id: "create",
    prepare: (ground) => started(ground),
    isDone: async (point) => (await credential(point))?.new.state !== "none",
  }),
  aboutKey({
    id: "deploy",
    prepare: (ground) => started(ground, "create"),
    async isDone(point) {
      const places = (await credential(point))?.targets ?? [];
      return places.every(({ state }) => state !== "pending" && state !== "unknown");
    },
  }),
  aboutKey({
    id: "delete",
    prepare: (ground) => started(ground, "outage", "capture"),
    isDone: async (point) => (await credential(point))?.old.state !== "alive",
  }),
  ofRecord({
    id: "step-done",
    isDone: (point) =>
      Promise.resolve(countOf(point, "step.completed", "stop-exposure-source") > 0),
    judge: (point) => Promise.resolve(once(point, "step.completed", "stop-exposure-source")),
  }),
  ofRecord({
    id: "note",
    isDone: (point) => Promise.resolve(countOf(point, "note.added") > 0),
    judge: (point) => Promise.resolve(once(point, "note.added", "gateway")),
  }),
  ofRecord({
    id: "add-key",
    isDone: async (point) => (await point.status()).credentials.length === 2,
    judge: (point) => Promise.resolve(once(point, "credential.added", "production-other")),
  }),
  ofRecord({
    id: "evidence",
    isDone: (point) => Promise.resolve(countOf(point, "evidence.added", "access.log") > 0),
    judge: (point) => Promise.resolve(once(point, "evidence.added", "access.log")),
  }),
  ofRecord({
    id: "export",
    isDone: (point) => Promise.resolve(existsSync(join(bagOf(point), "manifest-sha256.txt"))),
    judge(point) {
      const left = readdirSync(point.folder).filter((name) => name.startsWith("bag"));
      return Promise.resolve(left.length === 1 ? [] : [`${left.join(" and ")} are left`]);
    },
  }),
  ofRecord({
    id: "close",
    prepare: (ground) =>
      copyOf(ground, "closable", async () => {
        const point = await started(ground);
        await goOnToClose(point, false);
        const [incident = ""] = incidentsOf(point);
        point.env = { CLARO_IR_INCIDENT: incident };
        return point;
      }),
    isDone: async (point) => (await point.status()).state === "closed",
    judge(point) {
      const [incident = ""] = incidentsOf(point);
      const sealed = join(point.store, "incidents", incident, "sealed");
      const left = existsSync(sealed) ? readdirSync(sealed) : [];
      const faults = left.length === 0 ? [] : [`closed, and ${left.join(" and ")} still sealed`];
      return Promise.resolve([...faults, ...once(point, "incident.closed", "")]);
    },
  }),
];
