// `doctor` where hardly anything works: it still answers, with the fault first, and makes nothing.
import { chmod, readdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, it } from "vitest";
import type { Diagnosis } from "../../../src/app/doctor.ts";
import { jsonOf, tempHome, type Home } from "../../support/cli.ts";
import { sharedHands } from "../../support/hands.ts";
import { recipientOf } from "./scene.ts";

async function doctor(
  home: Home,
  env: Readonly<Record<string, string>> = {},
): Promise<Diagnosis["findings"]> {
  const ended = await sharedHands().run(["doctor", "--json"], { home, env });
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
  const hidden = ["journal", "register", "drill", "open-incident"];
  expect(findings.filter((one) => hidden.includes(one.check))).toEqual([]);
});

it("where the record would go to a database, which is no folder", async () => {
  await using home = await tempHome();
  const findings = await doctor(home, { CLARO_IR_STORE: "postgres://db.acme.example/ir" });
  expect(findings.filter((one) => one.check === "store")).toMatchObject([{ level: "red" }]);
});

it("with people who cannot act or open anything", async () => {
  await using home = await tempHome();
  const file = join(home.folder, "work", "claro-ir.yaml");
  async function findingOf(check: string): Promise<Diagnosis["findings"][number] | undefined> {
    const findings = await doctor(home, { CLARO_IR_OPERATOR: "kim" });
    return findings.find((one) => one.check === check);
  }
  async function configure(...recipients: readonly string[]): Promise<void> {
    const people = "operators: [{ id: dana, role: owner }]";
    const text = `version: 1\nproviders: {}\n${people}\nrecipients: [${recipients.join(", ")}]\n`;
    await writeFile(file, text, { mode: 0o600 });
  }
  const colleague = await recipientOf(join(home.folder, "colleague.txt"));
  await configure(colleague);
  expect(await findingOf("operators")).toMatchObject({
    level: "red",
    what: expect.stringContaining("you are kim here") as unknown,
    fix: "export CLARO_IR_OPERATOR=dana",
  });
  expect(await findingOf("identity")).toMatchObject({ level: "red", fix: "claro-ir init" });
  // The remedy works: there is an identity then, to which nothing is sealed yet.
  expect((await sharedHands().run(["init"], { home })).code).toBe(0);
  const sealed = await findingOf("identity");
  expect(sealed).toMatchObject({ level: "red" });
  expect(sealed?.fix).toMatch(/^recipients: \[age1\w+, age1\w+\]$/);
  await writeFile(
    file,
    (await readFile(file, "utf8")).replace(/^recipients:.*$/m, () => sealed?.fix ?? ""),
  );
  expect(await findingOf("identity")).toMatchObject({ level: "green" });
  await configure(colleague, `${colleague.slice(0, -1)}x`);
  expect(await findingOf("recipients")).toMatchObject({
    level: "red",
    what: expect.stringContaining("is no valid age recipient") as unknown,
  });
});
