// What a command may say and do when the disk fails it, and what must be true afterwards.
import { dirname } from "node:path";
import { parsed, type Point, type Ran } from "../../acceptance/robust/point.ts";
import { PLACES } from "../disk/commands.ts";
import { StrictDisk } from "../disk/strict.ts";
import type { Call } from "../disk/trace.ts";

/** The world outside, as far as the command may change it. */
export async function worldOf(point: Point): Promise<string> {
  const mine = (await point.stage.keys()).filter(({ name }) => name.startsWith(point.name));
  // When a key was last used is no change: it may be looked at.
  const keys = mine.map(({ id, name, status }) => [id, name, status]);
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
  /disk|quota|files are open|cannot be read|cannot be looked at|could not be made safe|cannot replace/i;

/** An error in a line or two that names what is wrong with the disk, and what to type. */
function wordFaults({ stdout, stderr, code }: Ran): readonly string[] {
  if (code === 0) return [];
  const error = parsed(stdout)?.["error"] as { message?: string; hint?: string } | undefined;
  // Before the program is loaded nobody knows that a document is wanted.
  const said = error?.message ?? stderr;
  const faults = CLEAR.test(said) && said.length < 500 ? [] : [`it says: ${said}`];
  const hint = error === undefined ? /^next: ./m.test(stderr) : error.hint;
  return hint === undefined || hint === false ? [...faults, "it says nothing to type"] : faults;
}

/** Calls that write. */
const WRITING = ["write", "fsync", "link", "rename", "mkdir", "unlink"];

/**
 * What a failing disk may come to. Of the record: not durable (6), or unknown (5) once the outside was asked. Of a place: a failure for
 * certain (8). Of what is read: damage (7) where a file of the record cannot be read; of the program itself, or where the machine has run out of
 * something: a known failure (1), of the configuration 2.
 */
function allowedCodes(hit: readonly Call[], store: string): readonly number[] {
  // An open beside the main thread, which is not in the trace, or a full disk.
  if (hit.length === 0) return [0, 5, 6, 7];
  const isOfRecord = hit.some(({ text }) => text.includes(store));
  const writes = hit.some(({ name, text }) => WRITING.includes(name) || text.includes("O_CREAT"));
  if (writes) return isOfRecord ? [0, 5, 6] : [0, 5, 6, 8];
  return isOfRecord ? [0, 1, 5, 6, 7] : [0, 1, 2, 5, 6, 8];
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
  const changed = ran.code === 6 && (await worldOf(point)) !== before;
  return [
    ...(allowedCodes(hit, point.store).includes(ran.code ?? -1)
      ? []
      : [`ended ${String(ran.code)}: ${ran.stdout}${ran.stderr}`]),
    ...wordFaults(ran),
    ...(loose.length > 0 ? [`acknowledged, and the disk may lose ${loose.join()}`] : []),
    ...(lost.length > 0 ? ["acknowledged and not there"] : []),
    ...(changed ? ["exit 6, and the world outside is another"] : []),
    ...looseActs(calls, point.store),
  ].map((fault) => fault.replaceAll(dirname(point.folder), ""));
}
