// A record of ten thousand events for the reports, made by the program's own first command and its own chain.
import { spawnSync } from "node:child_process";
import { readdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { sha256 } from "../../src/adapters/system/digest.ts";
import { eventFileName, sealEvents } from "../../src/core/journal/chain.ts";
import type { EventDraft } from "../../src/core/journal/event.ts";
import { NIGHT } from "../support/night.ts";

/** A key that stands in some notes as if somebody had pasted it, in pieces so that no scanner takes it for a leak. */
export const PASTED = ["sk_", "live_4eC39HqLyjWDarjtT1zdp7dcAbC123"].join("");

const NOTE_EVERY = 4;
const KEY_EVERY = 52;
/** What happens to a key that is under treatment; the declaration is the program's own. */
const FACTS = NIGHT.filter(
  ({ type }) => type !== "incident.declared" && type !== "credential.added",
);

/** The kinds of fact that a real night leaves, over and over; every fourth is a note with a log line: an address, a mail address, an id, at times a key that must go. */
function draft(index: number, declared: number): EventDraft {
  const at = new Date(declared + index * 1000).toISOString();
  const uuid = `00000000-0000-4000-8000-${String(index).padStart(12, "0")}`;
  const key = index % KEY_EVERY === 0 ? ` with ${PASTED}` : "";
  const text = `GET /v1/prompts/${String(index)} from 203.0.113.${String(index % 250)} answered 200, user alice${String(index)}@example.com, request ${uuid}${key}`;
  const note = { type: "note.added", data: { text, credential: null } };
  const { type, data } = index % NOTE_EVERY === 0 ? note : FACTS[index % FACTS.length]!;
  return {
    id: uuid,
    type,
    at,
    occurredAt: at,
    precision: "second",
    by: "dana",
    via: { host: "bench", pid: 1, started: "0", terminal: null, osUser: "bench", version: "0" },
    op: uuid,
    data: { ...data },
  };
}

/** Declare an incident in `store` with the program at `file` and add events until there are `count`. Gives the journal's folder. */
export async function fillStore(
  file: string,
  env: NodeJS.ProcessEnv,
  store: string,
  count: number,
): Promise<string> {
  const args = ["start", "--no-input", "--json", "--key", "production-web-app", "--abuse", "yes"];
  const ended = spawnSync(process.execPath, [file, ...args], { env, encoding: "utf8" });
  if (ended.status !== 0)
    throw new Error(`start ended with ${String(ended.status)}: ${ended.stderr}`);
  const { incident } = JSON.parse(ended.stdout) as { readonly incident: string };
  const folder = join(store, "incidents", incident, "journal");
  const seq = (await readdir(folder)).length;
  const hash = sha256(await readFile(join(folder, eventFileName(seq))));
  const now = Date.now();
  const drafts = Array.from({ length: count - seq }, (_, index) => draft(index, now));
  for (const { head, text } of sealEvents(incident, { seq, hash }, drafts, sha256))
    await writeFile(join(folder, eventFileName(head.seq)), text, { mode: 0o600 });
  return folder;
}
