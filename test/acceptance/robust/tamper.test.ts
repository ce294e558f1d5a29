// What somebody changes in the record afterwards shows; the read model is never believed more than the journal.
import {
  chmodSync,
  cpSync,
  readFileSync,
  readdirSync,
  renameSync,
  rmSync,
  unlinkSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { jsonOf, tempHome, type Ended, type Home } from "../../support/cli.ts";
import { expectCode } from "./expect-code.ts";
import { sharedHands, type Hands } from "../../support/hands.ts";

// Real processes on a busy machine take their time.
vi.setConfig({ testTimeout: 60_000, hookTimeout: 60_000 });

interface Head {
  readonly seq: number;
  readonly head: string;
}

let home: Home;
let hands: Hands;
let incident = "";
let last: Head = { seq: 0, head: "" };

function command(args: readonly string[], store = home.store): Promise<Ended> {
  return hands.run(args, { home, cwd: home.folder, env: { CLARO_IR_STORE: store } });
}

beforeAll(async () => {
  home = await tempHome();
  hands = sharedHands();
  writeFileSync(join(home.folder, "shot.txt"), "what was seen");
  ({ incident } = jsonOf<{ incident: string }>(
    await command(["start", "--key", "prod-x", "--json"]),
  ));
  for (const text of ["one", "two", "three"]) await command(["note", text]);
  await command(["evidence", "add", "shot.txt"]);
  last = jsonOf<Head>(await command(["note", "last", "--json"]));
});

afterAll(async () => {
  await home[Symbol.asyncDispose]();
});

function file(seq: number): string {
  return `${String(seq).padStart(8, "0")}.json`;
}

/** Verify a copy of the store with something done to it. */
async function verifyAfter(
  change: (folder: string) => void,
  more: readonly string[] = [],
): Promise<{ readonly verified: Ended; readonly store: string }> {
  const store = join(home.folder, `copy-${String(readdirSync(home.folder).length)}`);
  cpSync(home.store, store, { recursive: true });
  chmodSync(store, 0o700);
  change(join(store, "incidents", incident));
  const verified = await command(["verify", ...more], store);
  return { verified, store };
}

describe("verify", () => {
  it("is satisfied with what was recorded", async () => {
    const { verified } = await verifyAfter(() => undefined);
    expect(verified.code).toBe(0);
    const { verified: anchored } = await verifyAfter(
      () => undefined,
      ["--anchor", `${String(last.seq)}:${last.head}`],
    );
    expectCode(anchored, 0);
  });

  it.each<[string, (folder: string) => void, string]>([
    [
      "one byte of an event changed",
      (folder) => {
        const path = join(folder, "journal", file(3));
        const text = readFileSync(path, "utf8");
        writeFileSync(path, text.replace(/"at":"2/, '"at":"3'));
      },
      file(3),
    ],
    ["an event deleted", (folder) => unlinkSync(join(folder, "journal", file(4))), file(4)],
    [
      "two events swapped",
      (folder) => {
        const [a, b, c] = [5, 6, 99].map((seq) => join(folder, "journal", file(seq)));
        renameSync(a ?? "", c ?? "");
        renameSync(b ?? "", a ?? "");
        renameSync(c ?? "", b ?? "");
      },
      file(5),
    ],
    [
      "an event added",
      (folder) =>
        cpSync(
          join(folder, "journal", file(last.seq)),
          join(folder, "journal", file(last.seq + 1)),
        ),
      file(last.seq + 1),
    ],
    ["an event emptied", (folder) => writeFileSync(join(folder, "journal", file(7)), ""), file(7)],
    [
      "evidence changed",
      (folder) => {
        const [name] = readdirSync(join(folder, "evidence"));
        writeFileSync(join(folder, "evidence", name ?? ""), "what was never seen");
      },
      "evidence/",
    ],
    [
      "evidence deleted",
      (folder) => rmSync(join(folder, "evidence"), { recursive: true }),
      "evidence/",
    ],
    [
      "the pinned runbook changed",
      (folder) => {
        const path = join(folder, "runbook.json");
        writeFileSync(path, readFileSync(path, "utf8").replace("immediate", "imminent "));
      },
      "runbook.json",
    ],
  ])("%s: exit 7, named", async (name, change, named) => {
    const { verified, store } = await verifyAfter(change);
    expectCode(verified, 7);
    // The number of the last event is only known once it is recorded.
    expect(verified.stdout).toContain(name === "an event added" ? file(last.seq + 1) : named);
    if (!named.endsWith(".json") || named === "runbook.json") return;
    const refused = await command(["note", "more"], store);
    expect(refused.code).toBe(7);
  });

  it("sees a cut end only with an anchor", async () => {
    function cut(folder: string): void {
      unlinkSync(join(folder, "journal", file(last.seq)));
    }
    expect((await verifyAfter(cut)).verified.code).toBe(0);
    for (const hash of [last.head, last.head.slice(0, 8)]) {
      const { verified } = await verifyAfter(cut, ["--anchor", `${String(last.seq)}:${hash}`]);
      expect(verified.code).toBe(7);
      expect(verified.stdout).toContain(String(last.seq));
    }
  });
});

describe("index.json", () => {
  const ways: readonly [string, (path: string) => void][] = [
    ["deleted", (path) => rmSync(path)],
    ["garbage", (path) => writeFileSync(path, "\u0000not json")],
    ["cut", (path) => writeFileSync(path, readFileSync(path).subarray(0, 100))],
    [
      "newer",
      (path) =>
        writeFileSync(path, readFileSync(path, "utf8").replace('"format":1', '"format":99')),
    ],
    ["empty", (path) => writeFileSync(path, "")],
    ["a list", (path) => writeFileSync(path, "[]")],
    ["someone else's", (path) => writeFileSync(path, '{"format":1,"streams":{}}')],
  ];

  it(
    "changes nothing, whatever is done to it between two commands",
    { timeout: 30_000 },
    async () => {
      const store = join(home.folder, "indexed");
      const index = join(store, "index.json");
      const commands = [
        ["start", "--key", "production-web"],
        ["decide", "strategy", "contain-first", "--because", "it is public"],
        ["decide", "outage", "10", "--because", "it is public"],
        ["note", "a"],
        ["step", "done", "preserve-logs"],
        ["fact", "abuse", "yes"],
        ["step", "reopen", "preserve-logs", "--because", "not all of them"],
        ["step", "start", "preserve-logs"],
        ["note", "b"],
      ];
      async function status(): Promise<unknown> {
        const { now: _, ...rest } = jsonOf<Record<string, unknown>>(
          await command(["status", "--json"], store),
        );
        return rest;
      }
      for (const [at, args] of commands.entries()) {
        if (at > 0) ways[at % ways.length]?.[1](index);
        const ran = await command(args, store);
        expectCode(ran, 0);
        const usual = await status();
        for (const [name, spoil] of ways) {
          spoil(index);
          expect({ name, status: await status() }).toEqual({ name, status: usual });
          await command(["rebuild"], store);
        }
        expect(await status()).toEqual(usual);
      }
    },
  );
});
