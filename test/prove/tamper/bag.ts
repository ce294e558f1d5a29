// Changes to a bag that was given out: found by `sha256sum -c` and the second verifier, at the latest by the digest that was printed with it.
import { sha256 } from "../../../src/adapters/system/digest.ts";
import { exchange, graft, remove, spoil } from "./bytes.ts";
import { NOTHING, nth, replaced, type Changed, type Kind } from "./change.ts";
import { secondVerdict } from "./judge.ts";
import type { Files, Given } from "./record.ts";

const LISTS = ["manifest-sha256.txt", "tagmanifest-sha256.txt"] as const;
/** Of each large file only some bytes: one digest guards them all. */
const STRIDE = 5;

function listed(files: Files, list: string): readonly string[] {
  const lines = Buffer.from(files.get(list) ?? NOTHING)
    .toString("utf8")
    .split("\n");
  return lines.map((line) => line.slice(66)).filter((path) => path !== "");
}

/** Both lists written anew over what is there, as one does who knows how. */
function listedAnew(files: Files): Files {
  let now = files;
  for (const list of LISTS) {
    const lines = listed(now, list).map((path) => `${sha256(now.get(path) ?? NOTHING)}  ${path}\n`);
    now = replaced(now, list, Buffer.from(lines.join("")));
  }
  return now;
}

/** A file spoiled or removed, and the lists made to fit. */
function relist(kind: Kind): Kind {
  return {
    count: kind.count,
    change: (n) => ({ files: listedAnew(kind.change(n).files), needsAnchor: true }),
  };
}

function add(files: Files): Kind {
  const names = ["data/evidence/added.log", "data/journal/99999999.json", "note.txt"];
  return {
    count: names.length,
    change: (n) => ({
      files: replaced(files, nth(names, n), Buffer.from("x\n")),
      needsAnchor: false,
    }),
  };
}

export function bagKinds({ bag }: Given, other: Given): Readonly<Record<string, Kind>> {
  const paths = [...bag.keys()];
  const small = paths.filter((path) => path !== "data/runbook.json");
  return {
    bag: spoil(bag, small, STRIDE),
    "bag-runbook": spoil(bag, ["data/runbook.json"], STRIDE * 20),
    "bag-exchange": exchange(bag, paths),
    "bag-remove": remove(bag, paths),
    "bag-graft": graft(bag, other.bag),
    "bag-add": add(bag),
    "bag-relist": relist(spoil(bag, small, STRIDE * 4)),
  };
}

/** Whether `sha256sum -c` passes over both lists: every line a digest, two spaces, a path, and true. */
function sumsHold(files: Files): boolean {
  return LISTS.every((list) => {
    const lines = Buffer.from(files.get(list) ?? NOTHING)
      .toString("utf8")
      .split("\n");
    const checked = lines.filter((line) => /^[0-9a-f]{64} {2}./.test(line));
    return (
      checked.length > 0 &&
      checked.every((line) => {
        const bytes = files.get(line.slice(66));
        return bytes !== undefined && sha256(bytes) === line.slice(0, 64);
      })
    );
  });
}

/** What is wrong with how a changed bag was judged. */
export function playBag({ manifest }: Given, { files, needsAnchor }: Changed): string | undefined {
  const alone = secondVerdict(files);
  const known = secondVerdict(files, undefined, manifest);
  if (known === null) return "with the printed digest, it passed";
  if (alone === null && (!sumsHold(files) || !needsAnchor)) return "alone, it passed";
  return undefined;
}
