// A few of the changes as a person meets them: on a disk, judged by the built program and by the second verifier as a program.
import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdirSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { tempHome } from "../../support/cli.ts";
import { Hands } from "../../support/hands.ts";
import type { Violation } from "../campaign.ts";
import { isSame, type Changed } from "./change.ts";
import { storeKinds } from "./play.ts";
import { makeRecord, type Files } from "./record.ts";

const VERIFIER = join(import.meta.dirname, "../../../verifier/verify-record.mjs");

/** Write files below a folder, as private as a store must be. */
export function writeFiles(folder: string, files: Files): void {
  for (const [path, bytes] of files) {
    mkdirSync(dirname(join(folder, path)), { recursive: true, mode: 0o700 });
    writeFileSync(join(folder, path), bytes, { mode: 0o600 });
  }
}

/** Exit code of the second verifier. */
export async function verifierCode(...args: readonly string[]): Promise<number | null> {
  const child = spawn(process.execPath, [VERIFIER, ...args], { stdio: "ignore" });
  const [code] = (await once(child, "exit")) as [number | null];
  return code;
}

/** Every so-manyth change, at least one of each kind. */
function some(kinds: ReturnType<typeof storeKinds>, each: number): [string, Changed][] {
  return Object.entries(kinds).flatMap(([name, kind]) =>
    Array.from({ length: each }, (_, at): [string, Changed] => {
      const n = Math.floor((at * kind.count) / each);
      return [`${name}:${String(n)}`, kind.change(n)];
    }),
  );
}

/** Play `each` changes of each kind. Gives how many there were, and those that one of the programs let pass, or that it crashed on. */
export async function playOnDisk(each: number): Promise<{ played: number; broken: Violation[] }> {
  const record = await makeRecord();
  const kinds = storeKinds(record, await makeRecord("another summary"));
  const anchor = `${String(record.head.seq)}:${record.head.hash}`;
  const hands = new Hands();
  await using home = await tempHome();
  const folder = join(home.store, "incidents", record.id);
  const broken: Violation[] = [];
  let played = 0;
  try {
    for (const [replay, { files }] of some(kinds, each)) {
      if (isSame(files, record.files)) continue;
      writeFiles(folder, files);
      const args = ["verify", "--incident", record.id, "--anchor", anchor];
      const own = await hands.run(args, { home });
      const second = await verifierCode(folder, anchor);
      rmSync(home.store, { recursive: true });
      played += 1;
      // 2: there is no such incident, or a newer program wrote it.
      if ((own.code === 7 || own.code === 2) && second === 7) continue;
      const what = `${replay}: verify ends with ${String(own.code)}, the second verifier with ${String(second)}`;
      broken.push({ what, replay });
    }
  } finally {
    await hands.close();
  }
  return { played, broken };
}
