// `npm run demo:targets`: the main job with every kind of target at once, by the built program against the vendors' stand-ins; the guide's own
// Python reads the new key back. Exit 1 when anything is not as it must be.
import { strict as assert } from "node:assert";
import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { openScene, type Scene } from "../main-job/scene.ts";
import { everywhere, type Everywhere } from "./everywhere.ts";
import { readWithGuide } from "./guide-reader.ts";

const KEY = "production-web-app";

async function configure(scene: Scene, places: Everywhere): Promise<void> {
  const file = join(scene.sandbox.workspace, "claro-ir.yaml");
  const before = await readFile(file, "utf8");
  const after = before.replace(
    /targets:\n[\s\S]*?\naudit:/,
    () => `${places.configuration(KEY)}audit:`,
  );
  assert.notEqual(after, before);
  await writeFile(file, after, { mode: 0o600 });
}

async function replaceAndCut(scene: Scene, { env }: Everywhere): Promise<void> {
  const facts = "--evidence-level internal-exposure --outage-tolerance none";
  const by = "told by phone that prod-1 is restarted";
  for (const [code, line] of [
    [0, `start --no-input --key ${KEY} --secret-file leaked.key ${facts}`],
    [0, "run capture-minimum-evidence"],
    [0, "run create-replacement-key"],
    [3, "run deploy-replacement-key"],
    [0, `step done deploy-replacement-key --target manual --because "${by}"`],
    [0, "run verify-replacement-live"],
    [0, `run block-compromised-key --confirm ${KEY}`],
    [0, "run verify-key-rejected"],
  ] as const) {
    const { stdout } = await scene.expectExit(code, line, { env });
    console.log(`$ claro-ir ${line}\n${stdout.trimEnd()}\n`);
  }
}

/** One line a place: what `status --json` says of it, and what lies there. */
async function matrix(scene: Scene, { spots }: Everywhere, fresh: string): Promise<string> {
  const [credential] = (await scene.status()).credentials;
  const rows = (credential?.targets ?? []).map(({ id, state, proof }) => {
    const spot = spots.find(({ kind }) => kind === id);
    const isNew = spot?.holds() === fresh;
    if (id !== "manual") {
      assert.deepEqual([id, state, proof, isNew], [id, "in-use", "use", true]);
      assert.deepEqual([id, spot?.versions().length], [id, 2]);
      assert.deepEqual(spot?.double?.complaints ?? [], []);
    } else assert.deepEqual([state, proof], ["attested", "attested"]);
    const holds = id === "manual" ? "nobody can look" : isNew ? "new" : "another";
    return [id, state, proof ?? "-", holds]
      .map((cell) => cell.padEnd(21))
      .join("")
      .trimEnd();
  });
  assert.equal(rows.length, spots.length);
  return ["place                state                proof                holds", ...rows].join(
    "\n",
  );
}

async function demo(): Promise<void> {
  await using scene = await openScene();
  const old = await scene.leaked();
  const places = await everywhere(
    scene.sandbox.workspace,
    old,
    async (value) => (await scene.answerTo(value)) === 200,
  );
  try {
    await configure(scene, places);
    await replaceAndCut(scene, places);
    const aws = places.spots.find(({ kind }) => kind === "aws-secrets-manager");
    const fresh = aws?.holds() ?? "";
    const { stdout } = await scene.expectExit(0, "status", { env: places.env });
    console.log(`$ claro-ir status\n${stdout}\n${await matrix(scene, places, fresh)}\n`);
    const read = await readWithGuide(aws?.double?.server.url ?? "", places.env);
    assert.equal(read.value, fresh);
    assert.deepEqual(aws?.double?.complaints, []);
    const answers = [await scene.answerTo(old), await scene.answerTo(read.value)];
    assert.deepEqual(answers, [401, 200]);
    console.log(
      `${read.by} reads ..${read.value.slice(-4)} from AWS: the vendor answers ${String(answers[1])} to it, ${String(answers[0])} to the old key`,
    );
  } finally {
    await places.close();
  }
}

await demo();
