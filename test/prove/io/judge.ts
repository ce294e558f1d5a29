// What a command may say and do when the disk fails it, and what must be true afterwards.
import { dirname } from "node:path";
import { parsed, type Point, type Ran } from "../../acceptance/robust/point.ts";
import { PLACES } from "../disk/commands.ts";
import { StrictDisk } from "../disk/strict.ts";
import type { Call } from "../disk/trace.ts";

/** The world outside, as far as the command may change it. */
export async function worldOf(point: Point): Promise<string> {
  const keys = (await point.stage.keys()).filter(({ name }) => name.startsWith(point.name));
  return JSON.stringify([keys, PLACES.map((file) => point.holds(file))]);
}

/** Requests sent while something of the record was not safe. */
function looseActs(calls: readonly Call[], store: string): readonly string[] {
  const disk = new StrictDisk();
  const faults: string[] = [];
  for (const call of calls) {
    disk.see([call]);
    if (call.name !== "connect" || !call.text.includes("AF_INET")) continue;
    const loose = disk.mayLose(store);
    if (loose.length > 0) faults.push(`asks the outside while the disk may lose ${loose.join()}`);
  }
  return faults;
}

function isAcknowledged({ stdout }: Ran): boolean {
  return parsed(stdout)?.["durable"] === true;
}

const CLEAR =
  /disk|quota|file|record|hard link|read-only|could not be|cannot be|cannot replace|cannot read/i;

/** An error in one or two short lines that names what is wrong with the disk, and what to type. */
function wordFaults({ stdout, code }: Ran): readonly string[] {
  const error = parsed(stdout)?.["error"] as { message?: string; hint?: string } | undefined;
  if (code === 0) return [];
  if (error?.message === undefined) return ["it says nothing"];
  const faults: string[] = [];
  if (!CLEAR.test(error.message) || error.message.length > 400)
    faults.push(`it says: ${error.message}`);
  if (error.hint === undefined) faults.push("it says nothing to type next");
  return faults;
}

/** Exit codes that a failing disk may give: not durable, and once the outside was asked also unknown; a place that cannot be written is a remote failure. */
function codeFaults({ code, stdout, stderr }: Ran, hitsPlace: boolean): readonly string[] {
  const allowed = hitsPlace ? [0, 5, 6, 8] : [0, 5, 6];
  return allowed.includes(code ?? -1) ? [] : [`ended ${String(code)}: ${stdout}${stderr}`];
}

/** What is wrong right after a command that suffered a fault; `before` is the world as it was. */
export async function faultsAfter(
  point: Point,
  ran: Ran,
  calls: readonly Call[],
  before: string,
): Promise<readonly string[]> {
  const disk = new StrictDisk();
  disk.see(calls);
  const loose = isAcknowledged(ran) ? disk.mayLose(point.store) : [];
  const lost = point.lostAcknowledgements();
  const hit = calls.filter(({ isInjected }) => isInjected);
  const hitsPlace = hit.some(({ text }) => !text.includes(point.store));
  const changed = ran.code === 6 && (await worldOf(point)) !== before;
  return [
    ...codeFaults(ran, hitsPlace),
    ...wordFaults(ran),
    ...(loose.length > 0 ? [`acknowledged, and the disk may lose ${loose.join()}`] : []),
    ...(lost.length > 0 ? ["acknowledged and not there"] : []),
    ...(changed ? ["exit 6, and the world outside is another"] : []),
    ...looseActs(calls, point.store),
  ].map((fault) => fault.replaceAll(dirname(point.folder), ""));
}
