// Every change made and judged: it is found, with a noted head at the latest, and both verifiers say the same; clean records pass.
import { simulate } from "../../sim/simulate.ts";
import { exchange, graft, remove, spoil } from "./bytes.ts";
import { isSame, type Changed, type Kind } from "./change.ts";
import { disguise, eventPath, misnumber, rechain, rewrite, shift, tail } from "./forge.ts";
import { ownVerdict, secondVerdict } from "./judge.ts";
import { lay, makeRecord, type Given, type Stored } from "./record.ts";
import { bagKinds, playBag } from "./bag.ts";
import type { Part, Swept } from "./sweep.ts";

/** Clean journals that must pass. */
const CLEAN = { short: 60, long: 1000 };
/** Of the runbook's 55,000 bytes only some: one digest guards them all. */
const RUNBOOK_STRIDE = 97;

type Broken = Swept["broken"][number];

export function storeKinds({ files, head }: Given, other: Stored) {
  const events = Array.from({ length: head.seq }, (_, at) => eventPath(at + 1));
  const beside = [...files.keys()].filter((path) => path.startsWith("evidence/"));
  return {
    event: spoil(files, events, 1, events.at(-1)),
    evidence: spoil(files, beside),
    runbook: spoil(files, ["runbook.json"], RUNBOOK_STRIDE),
    exchange: exchange(files, [...events, ...beside]),
    remove: remove(files, [...beside, "runbook.json"]),
    graft: graft(files, other.files),
    rewrite: rewrite(files, head.seq),
    rechain: rechain(files, head.seq),
    misnumber: misnumber(files, head.seq),
    shift: shift(files, head.seq),
    tail: tail(files, head.seq),
    disguise: disguise(files, head.seq),
  } satisfies Record<string, Kind>;
}

/** What is wrong with how a change was judged; undefined = nothing. */
async function judged(record: Given, { files, needsAnchor }: Changed): Promise<string | undefined> {
  const { id, head } = record;
  for (const anchor of [head, undefined]) {
    const known = anchor === undefined ? "alone" : "with the noted head";
    const own = await ownVerdict(id, files, anchor);
    const second = secondVerdict(files, anchor);
    if ((own === null) !== (second === null))
      return `${known}, verify says ${own ?? "whole"}, the second verifier ${second ?? "whole"}`;
    if (own === null && (anchor !== undefined || !needsAnchor)) return `${known}, it passed`;
  }
  return undefined;
}

/** Of a kind with more changes than this the short form plays every so-manyth; prime, so that all ways of spoiling a byte come up. */
const MANY = 1000;
const LEAP = 47;

/** The changes that a part plays, in turn. */
function* turns(
  kinds: Readonly<Record<string, Kind>>,
  { isShort, from, step, only }: Omit<Part, "mutant">,
) {
  let turn = 0;
  for (const [name, kind] of Object.entries(kinds)) {
    const leap = isShort && kind.count > MANY ? LEAP : 1;
    for (let n = 0; n < kind.count; n += leap) {
      const replay = `${name}:${String(n)}`;
      if (only === null ? turn % step === from : replay === only)
        yield { replay, changed: kind.change(n) };
      turn += 1;
    }
  }
}

async function told(
  replay: string,
  work: () => Promise<string | undefined>,
): Promise<readonly Broken[]> {
  try {
    const what = await work();
    return what === undefined ? [] : [{ what: `${replay}: ${what}`, replay }];
  } catch (error) {
    return [{ what: `${replay}: verify crashed (${String(error)})`, replay }];
  }
}

/** Records of histories full of faults and crashes: none may be found fault with. */
async function playClean(seeds: readonly number[]): Promise<readonly Broken[]> {
  const broken: Broken[] = [];
  for (const seed of seeds) {
    let laid: (() => Promise<Stored>) | undefined;
    await simulate(seed, null, (site, incident) => {
      laid = () => lay(site, incident);
    });
    if (laid === undefined) throw new Error(`seed ${String(seed)} declared nothing`);
    const { id, files, head } = await laid();
    broken.push(
      ...(await told(`clean:${String(seed)}`, async () => {
        const said = (await ownVerdict(id, files, head)) ?? secondVerdict(files, head);
        return said === null ? undefined : `a clean record is called damaged: ${said}`;
      })),
    );
  }
  return broken;
}

/** Play a part; see `Part`. */
export async function playChanges(part: Omit<Part, "mutant">): Promise<Swept> {
  const { isShort, from, step, only } = part;
  const record = await makeRecord();
  const other = await makeRecord("another summary");
  const broken: Broken[] = [];
  let changes = 0;
  for (const { replay, changed } of turns(storeKinds(record, other), part)) {
    if (isSame(changed.files, record.files)) continue;
    changes += 1;
    broken.push(...(await told(replay, () => judged(record, changed))));
  }
  for (const { replay, changed } of turns(bagKinds(record, other), part)) {
    if (isSame(changed.files, record.bag)) continue;
    changes += 1;
    broken.push(...(await told(replay, async () => playBag(record, changed))));
  }
  const all = Array.from({ length: isShort ? CLEAN.short : CLEAN.long }, (_, seed) => seed);
  const seeds = all.filter((seed) =>
    only === null ? seed % step === from : only === `clean:${String(seed)}`,
  );
  broken.push(...(await playClean(seeds)));
  return { changes, clean: seeds.length, broken };
}
