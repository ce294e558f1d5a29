// Evidence given out: a BagIt bag with every file (of a sealed one its twin), the journal and the custody table.
import { ClaroIrError } from "../core/error.ts";
import type { EvidenceRecord } from "../core/incident/audit-state.ts";
import type { IncidentEvent } from "../core/incident/event.ts";
import { toState } from "../core/incident/fold.ts";
import type { IncidentState } from "../core/incident/state.ts";
import { toInstant } from "../core/instant.ts";
import { eventFileName } from "../core/journal/chain.ts";
import { encodeEvent } from "../core/journal/codec.ts";
import {
  BAG_DECLARATION,
  BAG_README,
  bagInfo,
  manifest,
  type BagEntry,
} from "../core/report/bag.ts";
import { custodyCsv, custodyRows } from "../core/report/custody.ts";
import type { Bag, BagFile } from "../ports/bag.ts";
import type { App } from "./context.ts";
import { change, loadIncident, type Loaded } from "./incident.ts";
import { readableFile } from "./logs.ts";

function textFile(path: string, text: string): BagFile {
  const bytes = new TextEncoder().encode(text);
  async function* pieces(): AsyncGenerator<Uint8Array> {
    yield bytes;
  }
  return { path, size: bytes.length, pieces };
}

/** A stored file under its own name; undefined for a sealed one that has no twin. */
function evidenceFile(app: App, incident: string, one: EvidenceRecord): BagFile | undefined {
  const file = readableFile(one);
  if (file === null) return undefined;
  const size = one.sealed === undefined ? one.size : (one.redacted?.size ?? 0);
  return { path: `data/${file}`, size, pieces: () => app.vault.pieces(incident, file) };
}

/** Each file once, however often it was handed in. */
function payload(
  app: App,
  state: IncidentState,
  loaded: Loaded,
  runbook: string,
): readonly BagFile[] {
  const files = new Map<string, BagFile>();
  for (const one of state.evidence) {
    const file = evidenceFile(app, state.id, one);
    if (file === undefined) app.say(`${one.name} stays sealed: it has no copy without its key`);
    else files.set(file.path, file);
  }
  const events = loaded.events.map((event) =>
    textFile(`data/journal/${eventFileName(event.seq)}`, encodeEvent(event)),
  );
  return [
    ...files.values(),
    ...events,
    textFile("data/runbook.json", runbook),
    textFile("data/custody.csv", custodyCsv(custodyRows(loaded.events), app.clean)),
    textFile("data/README.txt", BAG_README),
  ];
}

async function addAll(bag: Bag, files: readonly BagFile[]): Promise<readonly BagEntry[]> {
  const entries: BagEntry[] = [];
  for (const file of files)
    entries.push({ path: file.path, size: file.size, sha256: await bag.add(file) });
  return entries;
}

/** A stored file is named by its digest: one that is not what its name says never leaves as evidence. */
function refuseDamaged(entries: readonly BagEntry[]): void {
  const bad = entries.find(({ path, sha256 }) => {
    const name = /^data\/evidence\/([0-9a-f]{64})\./.exec(path)?.[1];
    return name !== undefined && name !== sha256;
  });
  if (bad === undefined) return;
  throw new ClaroIrError("damaged", "file-changed", `${bad.path} is not as it was recorded.`, {
    hint: "claro-ir verify",
  });
}

/** Fill it, and give the digest that stands for all of it: of the list that lists the other list. */
async function fill(app: App, bag: Bag, loaded: Loaded): Promise<string> {
  const state = toState(loaded.folded);
  const { sha256 } = state.runbook;
  const runbook = await app.vault.getRunbook(state.id, sha256, state.runbookChanged);
  const entries = await addAll(bag, payload(app, state, loaded, runbook));
  refuseDamaged(entries);
  const about = {
    incident: state.id,
    now: toInstant(app.clock.now()),
    by: app.actor.id,
    head: state.head,
    version: app.version,
    workspace: app.config.workspace,
  };
  const list = manifest(entries);
  const tags = await addAll(bag, [
    textFile("bagit.txt", BAG_DECLARATION),
    textFile("bag-info.txt", bagInfo(about, entries)),
    textFile("manifest-sha256.txt", list),
  ]);
  const tagList = manifest(tags);
  await addAll(bag, [textFile("tagmanifest-sha256.txt", tagList)]);
  return app.sha256(tagList);
}

/** Which evidence leaves. */
function digests(events: readonly IncidentEvent[]): readonly string[] {
  const all = events.flatMap((event) =>
    event.type === "evidence.added" ? [event.data.sha256] : [],
  );
  return [...new Set(all)];
}

/** Write the bag. It gets its name only after it is on record that it leaves. Gives the result in words. */
export async function exportEvidence(
  app: App,
  incident: string,
  output: string,
): Promise<readonly string[]> {
  const loaded = await loadIncident(app, incident);
  const bag = await app.openBag(output, `${incident}-evidence`);
  try {
    const digest = await fill(app, bag, loaded);
    // The export itself is recorded behind the bag's last event.
    const { seq, hash } = toState(loaded.folded).head;
    const evidence = digests(loaded.events);
    await change(app, incident, () => [
      {
        type: "evidence.exported",
        data: { evidence, to: app.clean(output), manifest: digest },
      },
    ]);
    await bag.finish();
    return [
      `${String(evidence.length)} pieces of evidence, ${String(loaded.events.length)} events: ${output}`,
      "check it there: sha256sum -c manifest-sha256.txt",
      `sha256sum tagmanifest-sha256.txt must give ${digest}`,
      `with the chain: node verify-record.mjs . ${String(seq)}:${hash.slice(0, 8)} ${digest}`,
    ];
  } catch (error) {
    await bag.abandon();
    throw error;
  }
}
