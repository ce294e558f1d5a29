// `doctor` where hardly anything works: it still answers, with the fault first, and makes nothing.
import { chmod, readdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, it } from "vitest";
import type { Diagnosis } from "../../../src/app/doctor.ts";
import { jsonOf, tempHome, type Home } from "../../support/cli.ts";
import { sharedHands } from "../../support/hands.ts";

async function doctor(home: Home): Promise<Diagnosis["findings"]> {
  const ended = await sharedHands().run(["doctor", "--json"], { home });
  expect(ended.code).toBe(1);
  return jsonOf<Diagnosis>(ended).findings;
}

it("on a machine that has nothing yet, and has nothing afterwards", async () => {
  await using home = await tempHome();
  const findings = await doctor(home);
  expect(findings[0]).toMatchObject({ check: "configuration", level: "red", fix: "claro-ir init" });
  expect(await readdir(home.folder)).toEqual(["work"]);
});

it("with a configuration that does not load, or that others may write", async () => {
  await using home = await tempHome();
  const file = join(home.folder, "work", "claro-ir.yaml");
  await writeFile(file, "version: 1\noperators: [{ id: dana, role: queen }]\n", { mode: 0o600 });
  const [first] = await doctor(home);
  expect(first).toMatchObject({ check: "configuration", level: "red" });
  expect(first?.what).toContain(`${file}:2:`);
  await writeFile(file, "version: 1\n");
  await chmod(file, 0o666);
  expect((await doctor(home))[0]).toMatchObject({ fix: `chmod go-w ${file}` });
});

it("with a store that is not safe", async () => {
  await using home = await tempHome();
  await sharedHands().run(["keys", "add", "staging-docs", "--environment", "staging"], { home });
  await chmod(home.store, 0o755);
  const findings = await doctor(home);
  expect(findings.filter((one) => one.check === "store")).toMatchObject([
    { level: "red", fix: `chmod 700 ${home.store}` },
  ]);
  expect(findings.filter((one) => one.check === "journal")).toEqual([]);
});
