// SIGKILL between a request of a deploy and its recorded outcome, in one place of each kind; then the program itself goes on, and what is left is judged.
import { existsSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { once } from "node:events";
import { join } from "node:path";
import { setTimeout } from "node:timers/promises";
import type { Hands } from "../../support/hands.ts";
import { preload } from "../robust/kill.ts";
import type { Point } from "../robust/point.ts";
import type { Stage } from "../robust/stage.ts";
import type { Hold } from "../../support/double/server.ts";
import { configuration, environment, spotOf, type Spot } from "./everywhere.ts";

const DEPLOY = ["run", "deploy-replacement-key", "--json"];

/** Where in a deploy the program is ended. */
export interface Cut {
  readonly name: string;
  /** Run the deploy and end it there. */
  strike(point: Point, spot: Spot): Promise<Strike>;
}

/** `ended`: the deploy came to its end before. `question`: what was asked changes nothing, answered or not. */
export type Strike = "ended" | "question" | "killed";

export interface Struck {
  readonly kind: string;
  readonly cut: string;
  readonly strike: Strike;
  /** Everything that is not as it must be; empty = passed. */
  readonly faults: readonly string[];
}

async function struckWhen(point: Point, moment: Promise<unknown>): Promise<Strike> {
  const child = point.begin(DEPLOY);
  child.stdin?.end();
  const ended = once(child, "close").then((): Strike => "ended");
  const strike = await Promise.race([ended, moment.then((): Strike => "killed")]);
  child.kill("SIGKILL");
  await ended;
  return strike;
}

/** When a request of the deploy has come to the vendor, its work done or not, and nothing has been answered. */
export function atRequest(which: Hold): Cut {
  return {
    name: `request ${String(which.nth)} of ${which.of}, ${which.applied ? "done" : "not done"}`,
    async strike(point, { double }) {
      if (double === undefined) return "ended";
      let isQuestion = false;
      const came = double.server.hold(which).then(({ changes }) => {
        isQuestion = !changes;
      });
      const strike = await struckWhen(point, came);
      return strike === "killed" && isQuestion ? "question" : strike;
    },
  };
}

/** When the program that keeps the key has stored it, and has not ended yet. */
export const whenStored: Cut = {
  name: "stored, program not ended",
  async strike(point) {
    writeFileSync(join(point.folder, "hold"), "");
    async function stored(): Promise<void> {
      while (!existsSync(join(point.folder, "stored"))) await setTimeout(10);
    }
    const strike = await struckWhen(point, stored());
    rmSync(join(point.folder, "hold"));
    return strike;
  },
};

/** At the nth of what the deploy does to disk and network (see the preload). */
export function atMoment(nth: number): Cut {
  return {
    name: `moment ${String(nth)}`,
    async strike(point) {
      const ran = await point.run(DEPLOY, preload({ CLARO_TEST_KILL_AT: String(nth) }));
      return ran.signal === "SIGKILL" ? "killed" : "ended";
    },
  };
}

async function prepared(stage: Stage, hands: Hands, kind: string) {
  const point = await stage.point({ hands });
  const spot = await spotOf(kind, point.folder, point.old.secret);
  const company = readFileSync(join(point.folder, "claro-ir.yaml"), "utf8");
  const head = company.slice(0, company.indexOf("targets:"));
  point.write("claro-ir.yaml", head + configuration([spot], point.name));
  point.env = environment(point.folder, spot.double === undefined ? [] : [spot.double]);
  await point.start("--strategy", "replace-first", "--because", "nobody else has it");
  await point.ok(["run", "create-replacement-key", "--json"]);
  return { point, spot };
}

/** Names of the moments of a deploy to this kind that nothing ends. */
export async function momentsOf(stage: Stage, hands: Hands, kind: string): Promise<string[]> {
  const { point } = await prepared(stage, hands, kind);
  const file = join(point.folder, "moments");
  const ran = await point.run(DEPLOY, preload({ CLARO_TEST_KILL_COUNT: file }));
  if (ran.code !== 0) throw new Error(`${kind} failed without being killed: ${ran.stderr}`);
  return readFileSync(file, "utf8").trimEnd().split("\n");
}

/** End a deploy there, let the built program look and deploy again, and judge. */
export async function struck(stage: Stage, hands: Hands, kind: string, cut: Cut): Promise<Struck> {
  const { point, spot } = await prepared(stage, hands, kind);
  try {
    const strike = await cut.strike(point, spot);
    if (strike === "ended") return { kind, cut: cut.name, strike, faults: [] };
    const faults: string[] = [];
    for (const args of [["reconcile", "--json"], DEPLOY]) {
      const ran = await point.run(args);
      if (ran.code !== 0)
        faults.push(`${args.join(" ")} ended with ${String(ran.code)}: ${ran.stdout}${ran.stderr}`);
    }
    faults.push(...(await judge(point, spot)));
    return { kind, cut: cut.name, strike, faults };
  } finally {
    await spot.double?.server.close();
  }
}

/** One value, one version that counts, one new key, nothing unknown, nothing acknowledged lost. */
async function judge(point: Point, spot: Spot): Promise<readonly string[]> {
  const { credentials, unknown } = await point.status();
  const [credential] = credentials;
  const live = await point.liveReplacements();
  const versions = spot.versions();
  const place = credential?.targets[0]?.state;
  const faults: Readonly<Record<string, boolean>> = {
    [`${String(live.length)} new keys live`]: live.length !== 1,
    "the live key is not the recorded one": live[0]?.id !== credential?.new.keyId,
    "the place holds another value": spot.holds().slice(-4) !== live[0]?.last4,
    [`${String(versions.length - 1)} new versions`]: versions.length !== 2,
    "something is unknown": unknown.length > 0,
    [`the place is ${place ?? "gone"}`]: place !== "written",
    "acknowledged and lost": point.lostAcknowledgements().length > 0,
    "verify finds damage": (await point.by(["verify"])).code !== 0,
  };
  const found = Object.entries(faults).flatMap(([words, isSo]) => (isSo ? [words] : []));
  return [...found, ...(spot.double?.complaints ?? [])];
}
