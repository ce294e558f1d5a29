import { mkdirSync, readFileSync, symlinkSync, writeFileSync } from "node:fs";
import { delimiter, join } from "node:path";

import { afterEach, describe, expect, it, vi } from "vitest";

import { presets } from "../../../src/adapters/target/preset/index.ts";
import { fillPreset, namesIn, type Preset } from "../../../src/adapters/target/preset/preset.ts";
import { Secret } from "../../../src/core/credential/secret.ts";
import { connect, newFolder } from "./support.ts";

const NEW = "sk_live_NEWnewNEWnew1234";
/** A value for every name that presets ask for: the first that fits. */
const SAMPLES = ["app", "/etc/app/key", "acme/web", "actions"];

afterEach(() => {
  vi.unstubAllEnvs();
});

function told(preset: Preset, which: "all" | "required"): Record<string, string> {
  return Object.fromEntries(
    Object.entries(preset.asks)
      .filter(([, ask]) => which === "all" || ask.optional !== true)
      .map(([name, { pattern = /./ }]) => [name, SAMPLES.find((one) => pattern.test(one)) ?? ""]),
  );
}

function wordsOf(preset: Preset) {
  const words = [...preset.write, ...(preset.read ?? [])];
  return {
    always: words.filter((word) => typeof word === "string"),
    groups: words.filter((word) => typeof word !== "string"),
  };
}

describe.each(presets.map((preset) => [preset.id, preset] as const))("preset %s", (id, preset) => {
  it("asks for what its commands name, and for nothing else", () => {
    const { always, groups } = wordsOf(preset);
    const named = new Set(namesIn([...always, ...groups.flat(), preset.stdin ?? ""].join("\n")));
    expect([...named].sort()).toEqual(Object.keys(preset.asks).sort());
    // What may be left out stands in words that are left out with it.
    const optional = Object.keys(preset.asks).filter((name) => preset.asks[name]?.optional);
    expect(namesIn(always.join("\n")).filter((name) => optional.includes(name))).toEqual([]);
    for (const group of groups) expect(namesIn(group.join("\n")).length).toBeGreaterThan(0);
    expect(preset.title.length + preset.traps.length).toBeGreaterThan(10);
    // Values that a document is made of must not be able to break out of it.
    for (const name of namesIn(preset.stdin ?? ""))
      expect(preset.asks[name]?.pattern).toBeDefined();
  });

  it("gives its program the key on stdin alone, and passes what it needs", async () => {
    const folder = newFolder();
    const filled = fillPreset(preset, told(preset, "all"));
    for (const name of preset.env) vi.stubEnv(name, `value-of-${name}`);
    standIns(folder, [filled.write[0], filled.read?.[0]]);
    const target = connect("exec", folder, { preset: id, with: told(preset, "all") });
    const { detail } = await target.write(new Secret(NEW), "op");
    const seen = seenIn(folder);
    expect([seen.program, ...seen.words]).toEqual(filled.write);
    expect(seen.stdin).toBe((filled.stdin ?? "{{key}}").replace("{{key}}", NEW));
    expect(`${seen.words.join("\n")}${seen.env}${detail}`).not.toContain(NEW);
    for (const name of preset.env) expect(seen.env).toContain(`${name}=value-of-${name}\n`);
    expect(`${seen.words.join("\n")}${seen.stdin}`).not.toMatch(/<[a-z]+>|undefined/);
    const reading = await target.read();
    expect(reading.state).toBe(filled.read === undefined ? "unreadable" : "present");
    const last = seenIn(folder);
    expect([last.program, ...last.words]).toEqual(filled.read ?? filled.write);
  });
});

describe("a preset", () => {
  it("leaves out the words of what was not told", () => {
    const [kubectl] = presets;
    expect(kubectl?.id).toBe("kubectl");
    const commands = ["required", "all"].map((which) =>
      fillPreset(kubectl!, told(kubectl!, which as "all")).write.join(" "),
    );
    expect(commands).toEqual([
      "kubectl patch secret app --patch-file /dev/stdin",
      "kubectl --context app --namespace app patch secret app --patch-file /dev/stdin",
    ]);
  });

  it("keeps JSON what it is, whatever the key holds", async () => {
    const folder = newFolder();
    standIns(folder, ["kubectl"]);
    const target = connect("exec", folder, {
      preset: "kubectl",
      with: { secret: "app", entry: "A.b-C" },
    });
    await target.write(new Secret('x"$&\\y'), "op");
    expect(JSON.parse(seenIn(folder).stdin)).toEqual({ stringData: { "A.b-C": 'x"$&\\y' } });
  });

  it("goes with a read, variables and a text of one's own", async () => {
    const folder = newFolder();
    standIns(folder, ["pass"]);
    vi.stubEnv("OWN", "yes");
    const target = connect("exec", folder, {
      preset: "pass",
      with: { entry: "app" },
      read: ["echo", "from elsewhere"],
      stdin: "key: {{key}}\n",
      env: ["OWN"],
    });
    expect(target.where).toBe("pass app");
    await target.write(new Secret(NEW), "op");
    expect(seenIn(folder).stdin).toBe(`key: ${NEW}\n`);
    expect(seenIn(folder).env).toContain("OWN=yes\n");
    const reading = await target.read();
    expect(reading.state === "present" && reading.secret.reveal()).toBe("from elsewhere");
    expect((await target.plan()).join("\n")).toContain("read back with: echo 'from elsewhere'");
  });
});

/** Programs of these names at the front of PATH, which write down how they were called. */
function standIns(folder: string, names: readonly (string | undefined)[]): void {
  const bin = join(folder, "bin");
  mkdirSync(bin);
  const script = join(folder, "stand-in");
  const source = `#!/bin/sh
printf '%s\\n' "\${0##*/}" "$@" > seen-words
env > seen-env
cat > seen-stdin
echo printed
`;
  writeFileSync(script, source, { mode: 0o755 });
  for (const name of new Set(names)) if (name !== undefined) symlinkSync(script, join(bin, name));
  vi.stubEnv("PATH", `${bin}${delimiter}${process.env["PATH"] ?? ""}`);
}

function seenIn(folder: string) {
  const [program = "", ...words] = readFileSync(join(folder, "seen-words"), "utf8")
    .replace(/\n$/, "")
    .split("\n");
  return {
    program,
    words,
    env: readFileSync(join(folder, "seen-env"), "utf8"),
    stdin: readFileSync(join(folder, "seen-stdin"), "utf8"),
  };
}
