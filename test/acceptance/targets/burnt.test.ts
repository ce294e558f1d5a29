// A compromised value reaches no place of any kind, whatever the path; and what the program says of a place that gives nothing back.
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, expect, it, vi } from "vitest";
import { Hands } from "../../support/hands.ts";
import type { Point } from "../robust/point.ts";
import { Stage } from "../robust/stage.ts";
import { configuration, environment, everywhere, spotOf } from "./everywhere.ts";

vi.setConfig({ testTimeout: 60_000, hookTimeout: 60_000 });

let stage: Stage;
let hands: Hands;

/** Slow enough for the vendor's and the program's clock to agree within the second that tells our own call from another's. */
const SPEED = 4;

beforeAll(async () => {
  stage = await Stage.open(11, SPEED);
  hands = new Hands();
});

afterAll(async () => {
  await hands.close();
  await stage.close();
});

function configure(point: Point, targets: string, env: Readonly<Record<string, string>>): void {
  const company = readFileSync(join(point.folder, "claro-ir.yaml"), "utf8");
  point.write("claro-ir.yaml", company.slice(0, company.indexOf("targets:")) + targets);
  point.env = env;
}

async function declared(point: Point): Promise<void> {
  await point.start("--strategy", "replace-first", "--because", "nobody else has it");
  await point.ok(["run", "create-replacement-key"]);
}

async function isAccepted(value: string): Promise<boolean> {
  return (await stage.sandbox.ask("GET", "/v1/prompts?limit=1", { bearer: value })).status === 200;
}

it("writes a replacement that leaked in its turn nowhere, by no path", async () => {
  const point = await stage.point({ hands });
  const places = await everywhere(point.folder, point.old.secret, isAccepted);
  try {
    configure(point, places.configuration(point.name), places.env);
    await declared(point);
    const copy = ["secret", "pipe", "--", "/bin/sh", "-c", "cat > new.key; chmod 600 new.key"];
    expect((await point.run(copy)).code).toBe(0);
    const leaked = ["--key", "production-again", "--secret-file", "new.key"];
    await point.ok(["credential", "add", ...leaked, "--environment", "production"]);

    const deploy = ["run", "deploy-replacement-key", "--credential", "c1"];
    const each = places.spots.map(({ kind }) => [...deploy, "--target", kind]);
    for (const args of [deploy, [...deploy, "--replace-other"], ...each]) {
      const refused = await point.by(args);
      expect([args.join(" "), refused.code]).toEqual([args.join(" "), 3]);
      expect(refused.stderr + refused.stdout).toContain("is itself compromised");
    }
    const piped = await point.run(["secret", "pipe", "--credential", "c1", "--", "cat"]);
    expect([piped.code, piped.stdout]).toEqual([3, ""]);

    for (const { kind, versions, double } of places.spots) {
      expect([kind, versions()]).toEqual([kind, [point.old.secret]]);
      expect([kind, double?.server.changes ?? []]).toEqual([kind, []]);
    }
  } finally {
    await places.close();
  }
});

it("shows a write-only place as written, then as used when the key's last use moves, never as read back", async () => {
  const point = await stage.point({ hands });
  const spot = await spotOf("github-actions", point.folder, point.old.secret);
  const { double } = spot;
  if (double === undefined) throw new Error("no stand-in");
  try {
    configure(point, configuration([spot], point.name), environment(point.folder, [double]));
    await declared(point);
    async function shown() {
      const [place] = (await point.status()).credentials[0]?.targets ?? [];
      return place;
    }
    await point.ok(["run", "deploy-replacement-key"]);
    expect(await shown()).toMatchObject({ state: "written", proof: null });
    expect((await point.ok(["status"])).stdout).not.toMatch(/read.?back|verified/i);

    const idle = await point.by(["run", "verify-replacement-live", "--timeout", "1s"]);
    expect(idle.code).toBe(1);
    await point.by(["run", "capture-minimum-evidence"]);
    const cut = await point.by(["run", "block-compromised-key", "--confirm", point.name]);
    expect([cut.code, cut.stdout + cut.stderr]).toEqual([
      3,
      expect.stringContaining("github-actions"),
    ]);

    // The workflow runs: its jobs use what the store holds.
    const runs = setInterval(() => void isAccepted(spot.holds()), 40);
    const proved = await point.by(["run", "verify-replacement-live", "--timeout", "10m"]);
    clearInterval(runs);
    expect([proved.code, proved.stderr]).toEqual([0, expect.any(String)]);
    expect(await shown()).toMatchObject({ state: "in-use", proof: "use" });
  } finally {
    await double.server.close();
  }
});

it("shows a write-only place that a person vouches for as attested", async () => {
  const point = await stage.point({ hands });
  const spot = await spotOf("github-actions", point.folder, point.old.secret);
  const { double } = spot;
  if (double === undefined) throw new Error("no stand-in");
  try {
    configure(point, configuration([spot], point.name), environment(point.folder, [double]));
    await declared(point);
    double.server.misbehave("write", { applied: true, reply: "cut" });
    expect((await point.by(["run", "deploy-replacement-key"])).code).toBe(5);
    const looked = await point.ok(["reconcile"]);
    expect(looked.stdout).toContain("write-only");
    expect(looked.stdout).not.toContain("unreadable");
    await point.ok(["run", "deploy-replacement-key"]);
    const word = ["--target", "github-actions", "--because", "the canary workflow was green"];
    await point.ok(["step", "done", "deploy-replacement-key", ...word]);
    const [place] = (await point.status()).credentials[0]?.targets ?? [];
    expect(place).toMatchObject({ state: "attested", proof: "attested" });
  } finally {
    await double.server.close();
  }
});
