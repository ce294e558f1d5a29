// `doctor` on a set-up without a fault, and on the same one with every defect planted: exactly those are red, and nothing was changed by looking.
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Diagnosis } from "../../../src/app/doctor.ts";
import { DEFECTS } from "./defects.ts";
import { cleanScene, type Scene } from "./scene.ts";

interface Diagnosed {
  readonly code: number | null;
  readonly diagnosis: Diagnosis;
  readonly said: string;
}

let scene: Scene;
let clean: Diagnosed;
let later: Diagnosed;
let planted: Diagnosed;

function reds({ diagnosis }: Diagnosed): readonly string[] {
  return diagnosis.findings
    .filter((one) => one.level === "red")
    .map((one) => `${one.check} ${one.about}`.trim())
    .sort();
}

beforeAll(async () => {
  scene = await cleanScene();
  clean = await scene.diagnose();
  later = await scene.diagnose(220);
  for (const defect of DEFECTS) await defect.plant(scene);
  planted = await scene.diagnose();
}, 120_000);
afterAll(() => scene[Symbol.asyncDispose]());

describe("doctor", () => {
  it("finds nothing red where nothing is wrong", () => {
    expect(reds(clean)).toEqual([]);
    expect({ code: clean.code, ready: clean.diagnosis.ready }).toEqual({ code: 0, ready: true });
  });

  it("says what it cannot know", () => {
    const unknown = clean.diagnosis.findings.filter((one) => one.level === "unknown");
    expect(unknown.map((one) => `${one.check} ${one.about}`)).toEqual([
      "provider posting",
      "provider claro",
    ]);
  });

  it("finds exactly what is wrong", () => {
    expect(DEFECTS.length).toBeGreaterThan(15);
    expect(reds(planted)).toEqual(DEFECTS.map((defect) => defect.red).sort());
    expect({ code: planted.code, ready: planted.diagnosis.ready }).toEqual({
      code: 1,
      ready: false,
    });
  });

  it("finds what has aged, and a clock that is ahead of the vendor's", () => {
    expect(reds(later)).toEqual(
      expect.arrayContaining([
        "drill",
        "provider claro",
        "register production-web-app",
        "runbook compromised-key",
      ]),
    );
  });

  it("puts the worst first, and a remedy to each", () => {
    const levels = planted.diagnosis.findings.map((one) => one.level);
    const order = ["red", "unknown", "note", "green"];
    expect(levels).toEqual(levels.toSorted((a, b) => order.indexOf(a) - order.indexOf(b)));
    const without = planted.diagnosis.findings.filter((one) => one.level === "red" && !one.fix);
    expect(without).toEqual([]);
  });

  it("asks the vendor to change nothing", async () => {
    const ours = (await scene.sandbox.requests()).filter((one) => one.keyId === null);
    expect(ours.length).toBeGreaterThan(2);
    expect(ours.filter((one) => one.method !== "GET" || one.effect !== null)).toEqual([]);
  });

  it("shows no key", () => {
    const values = [scene.line.slice("BAYT_API_KEY=".length), "SomebodyElse0", "InTheOpen0"];
    for (const value of values) expect(clean.said + planted.said).not.toContain(value);
  });
});
