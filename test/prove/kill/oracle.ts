// What must hold after every kill, whatever was killed: the record, its fold, the acts it tells of, and where no secret may be.
import { readdirSync, readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import type { Point } from "../../acceptance/robust/point.ts";
import { eventsOf, incidentsOf, type Recorded } from "./journal.ts";

const OUTCOMES = ["effect.succeeded", "effect.failed", "effect.unknown"];
const SETTLED = ["effect.succeeded", "effect.failed"];

/** No outcome without its intent, at most one that settles it. */
function effectFaults(events: readonly Recorded[]): readonly string[] {
  const faults: string[] = [];
  const intended = new Set<string>();
  const settled = new Set<string>();
  for (const { type, data, seq } of events) {
    const op = data["opId"] ?? "";
    if (type === "effect.intended") intended.add(op);
    if (OUTCOMES.includes(type) && !intended.has(op))
      faults.push(`#${String(seq)} is an outcome without an intent`);
    if (!SETTLED.includes(type)) continue;
    if (settled.has(op)) faults.push(`#${String(seq)} settles once more`);
    settled.add(op);
  }
  return faults;
}

/** A step is completed once, unless it was reopened in between. */
function completionFaults(events: readonly Recorded[]): readonly string[] {
  const faults: string[] = [];
  const done = new Set<string>();
  for (const { type, data, seq } of events) {
    const step = `${data["step"] ?? ""} of ${data["credential"] ?? "all"}`;
    if (type === "step.reopened") done.delete(step);
    if (type !== "step.completed") continue;
    if (done.has(step)) faults.push(`#${String(seq)} completes ${step} once more`);
    done.add(step);
  }
  return faults;
}

/** The old key is cut only after the intent to cut it. */
async function cutFaults(point: Point, events: readonly Recorded[]): Promise<readonly string[]> {
  const old = (await point.stage.keys()).find(({ id }) => id === point.old.id);
  const isMeant = events.some(
    ({ type, data }) => type === "effect.intended" && data["effect"] === "block-key",
  );
  return old?.status === "active" || isMeant ? [] : ["the old key is cut, and nobody meant to"];
}

function filesBelow(folder: string): readonly string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name));
}

/** No key in clear in the store or in anything that was said. */
function secretFaults(point: Point): readonly string[] {
  const secrets = [...new Set([point.old.secret, point.holds()])];
  function holds(text: string): boolean {
    return secrets.some((secret) => text.includes(secret));
  }
  return [
    ...filesBelow(point.store).filter((file) => holds(readFileSync(file, "latin1"))),
    ...point.runs
      .filter(({ stdout, stderr }) => holds(stdout + stderr))
      .map(({ args }) => `the answer to ${args.join(" ")}`),
  ].map((place) => `a key in clear in ${place}`);
}

/** What `status` says, but for the times of asking. */
async function standing(point: Point): Promise<string> {
  const { stdout } = await point.ok(["status", "--json"]);
  return JSON.stringify(JSON.parse(stdout), (key, value: unknown) =>
    ["now", "overdueBy"].includes(key) ? undefined : value,
  );
}

/** The state is a fold of the journal: it comes out the same without the read model. */
async function foldFaults(point: Point): Promise<readonly string[]> {
  const before = await standing(point);
  rmSync(join(point.store, "index.json"), { force: true });
  return (await standing(point)) === before ? [] : ["another state without the read model"];
}

/** What is said right after the kill must be true, before anybody has looked: an act without an outcome is not done. */
export async function faultsAtOnce(point: Point): Promise<readonly string[]> {
  const incidents = incidentsOf(point);
  if (incidents.length === 0) return [];
  const verified = await point.by(["verify"]);
  const faults = verified.code === 0 ? [] : [`verify ended ${String(verified.code)}`];
  const shown = await point.by(["status", "--json"]);
  return shown.code === 0 ? faults : [...faults, `status ended ${String(shown.code)}`];
}

/** Everything that does not hold at the end. */
export async function faultsAtEnd(point: Point): Promise<readonly string[]> {
  const incidents = incidentsOf(point);
  if (incidents.length !== 1) return [`${String(incidents.length)} incidents are on record`];
  const events = eventsOf(point);
  const lost = point.lostAcknowledgements();
  const verified = await point.by(["verify"]);
  return [
    ...(verified.code === 0 ? [] : [`verify ended ${String(verified.code)}: ${verified.stdout}`]),
    ...lost.map(({ seq }) => `#${String(seq)} was acknowledged and is lost`),
    ...effectFaults(events),
    ...completionFaults(events),
    ...(await cutFaults(point, events)),
    ...secretFaults(point),
    ...(await foldFaults(point)),
  ];
}
