// `doctor` itself: a thing that hangs delays nothing else, an error becomes a red line, and what others' faults hide is not said twice.
import { describe, expect, it } from "vitest";
import { diagnose } from "../../src/app/doctor.ts";
import { green, type Check, type Need } from "../../src/app/doctor/check.ts";
import { runbooks } from "../../src/app/doctor/runbook.ts";
import type { Site } from "../../src/app/doctor/site.ts";
import { store } from "../../src/app/doctor/store.ts";
import { targets } from "../../src/app/doctor/target.ts";
import { ClaroIrError } from "../../src/core/error.ts";
import type { DeployTarget } from "../../src/ports/deploy-target.ts";
import { OutsideError } from "../../src/ports/outside.ts";
import { sampleRunbook } from "../core/runbook/sample.ts";

const NOW = Date.parse("2026-11-25T12:00:00Z");
const CONFIG = {
  file: "/acme/claro-ir.yaml",
  folder: "/acme",
  providers: [],
  targets: [],
  notifiers: [],
};

/** A site of which a check sees only what the test gives. Limits pass as soon as everything else has had its turn. */
function site(parts: Partial<Record<keyof Site, unknown>> = {}, now = NOW): Site {
  return {
    clock: {
      now: () => now,
      sleep: () => new Promise((resolve) => setTimeout(resolve, 20)),
    },
    config: CONFIG,
    configProblem: undefined,
    record: undefined,
    store: { exists: false },
    ...parts,
  } as unknown as Site;
}

function check(id: string, look: () => Promise<never> | never, needs: Check["needs"] = []): Check {
  return { id, needs, looks: () => [{ about: "", look }] };
}

const FINE: Check = {
  id: "fine",
  needs: [],
  looks: () => [{ about: "it", look: () => [green("fine")] }],
};

describe("doctor", () => {
  it("waits for nothing that hangs, and says what it waits for", async () => {
    const waits: (readonly string[])[] = [];
    const hanging = check("hanging", () => new Promise<never>(() => undefined));
    const { findings } = await diagnose(site(), (left) => waits.push(left), [hanging, FINE]);
    expect(findings.map(({ check: id, level }) => `${id} ${level}`)).toEqual([
      "hanging red",
      "fine green",
    ]);
    expect(findings[0]?.what).toContain("no answer within 20 s");
    expect(waits).toContainEqual(["hanging"]);
    expect(waits.at(-1)).toEqual([]);
  });

  it("makes a red line of an error, and of its hint the remedy, unless that leads in a circle", async () => {
    function refused(hint: string): Check {
      return check("refused", () => {
        throw new OutsideError(true, "the vendor said no", { hint });
      });
    }
    const { findings } = await diagnose(site(), undefined, [
      refused("chmod 600 x"),
      refused("claro-ir doctor"),
    ]);
    expect(findings.map((one) => one.fix)).toEqual(["chmod 600 x", "claro-ir doctor --help"]);
    const broken = check("broken", () => {
      throw new TypeError("a bug");
    });
    await expect(diagnose(site(), undefined, [broken])).rejects.toThrow("a bug");
  });

  it("leaves out what a broken configuration or a missing store would make red again", async () => {
    function asked(need: Need): Check {
      return check("asked", () => Promise.reject(new Error("it was looked at")), [need]);
    }
    const broken = site({ configProblem: new ClaroIrError("usage", "bad-config", "line 3") });
    expect(
      (await diagnose(broken, undefined, [asked("configuration"), asked("store")])).findings,
    ).toEqual([]);
    const none = site({ config: { ...CONFIG, file: null } });
    expect((await diagnose(none, undefined, [asked("configuration")])).findings).toEqual([]);
  });

  it("takes a store that is not made yet for an empty record, one that cannot be opened for none", async () => {
    const asked: Check = { id: "asked", needs: ["record"], looks: FINE.looks };
    expect((await diagnose(site(), undefined, [asked])).findings.length).toBe(1);
    const closed = site({ store: { exists: true, usable: false } });
    expect((await diagnose(closed, undefined, [asked])).findings).toEqual([]);
  });

  it("wants room for a record", async () => {
    const facts = { location: "/s", why: "--store", exists: true, usable: true, faults: [] };
    const little = await diagnose(site({ store: { ...facts, freeBytes: 5_000_000 } }), undefined, [
      store,
    ]);
    expect(little.findings).toMatchObject([
      { level: "red", what: "only 5 MB are left", fix: "df -h /s" },
    ]);
    const enough = await diagnose(site({ store: { ...facts, freeBytes: 1e9 } }), undefined, [
      store,
    ]);
    expect(enough.ready).toBe(true);
  });

  it.each([
    ["2026-05-26", true],
    ["2026-05-24", false],
  ])("a runbook reviewed on %s: fresh = %s", async (reviewed, fresh) => {
    const parts = {
      runbooks: () => Promise.resolve(["sample"]),
      loadRunbook: () => Promise.resolve({ runbook: sampleRunbook({ reviewed }) }),
    };
    expect((await diagnose(site(parts), undefined, [runbooks])).ready).toBe(fresh);
  });

  it("takes a write-only place for what it is, and one that could not be written for red", async () => {
    const plan = ["! it gives no secret back", "replace the secret"];
    function place(lines: readonly string[]): DeployTarget {
      return {
        id: "gh",
        kind: "github-actions",
        where: "acme/web KEY",
        plan: () => Promise.resolve(lines),
        read: () => Promise.resolve({ state: "unreadable", why: "write-only", byNature: true }),
        write: () => Promise.reject(new Error("written")),
        inUse: () => Promise.resolve({ state: "no-check" }),
      };
    }
    async function levels(lines: readonly string[]): Promise<readonly string[]> {
      const one = {
        id: "gh",
        kind: "github-actions",
        key: null,
        environment: "production",
        provider: null,
        options: {},
      };
      const parts = {
        config: { ...CONFIG, targets: [one] },
        target: () => Promise.resolve(place(lines)),
      };
      const { findings } = await diagnose(site(parts), undefined, [targets]);
      return findings.map((finding) => finding.level);
    }
    expect(await levels(plan)).toEqual(["unknown", "note", "note"]);
    const dead = ["! acme/web: the vendor answered 401: nothing could be written"];
    expect(await levels(dead)).toEqual(["red", "unknown", "note"]);
  });
});
