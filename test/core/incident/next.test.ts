// What to do next, for people at two in the morning: the path to containment first, at most three lines, each can be typed.
import { describe, expect, it } from "vitest";
import { nextSteps, type NextStep } from "../../../src/core/incident/next.ts";
import { checklist, isSettled } from "../../../src/core/incident/checklist.ts";
import type { IncidentFact } from "../../../src/core/incident/event.ts";
import { findStep } from "../../../src/core/runbook/runbook.ts";
import {
  done,
  fact,
  given,
  keys,
  key,
  on,
  RUNBOOK,
  started,
  type Given,
} from "../../support/given.ts";

const c1 = on("c1");

function next(now: Given): readonly NextStep[] {
  return nextSteps(RUNBOOK, now.state, now.world.now);
}

function first(now: Given): string {
  const [one] = next(now);
  return one === undefined
    ? "nothing"
    : `${one.step}${one.credential === null ? "" : ` ${one.credential}`}`;
}

/** A command line that holds nothing but words and double quotes, in words. */
function plainWords(command: string): readonly string[] {
  const found = [...command.matchAll(/\s*("[^"]*"|[^\s"']+)/gy)].map((match) => match[1] ?? "");
  expect(found.join(" ")).toBe(command);
  return found;
}

const VERBS = ["run", "step", "decide", "reconcile", "close"];

function wellFormed(now: Given, { command, why, step }: NextStep): void {
  const [program, verb, ...rest] = plainWords(command);
  expect([command, program, VERBS.includes(verb ?? "")]).toEqual([command, "claro-ir", true]);
  expect(command).not.toMatch(/undefined|null|NaN|\[object|\n|--\w[\w-]*\s*$/);
  expect(why).not.toMatch(/undefined|null|\[object|\n/);
  expect(why).not.toBe("");
  const holes = command.match(/<[^>]*>/g) ?? [];
  for (const hole of holes) expect(["<why>", "<how you know>"]).toContain(hole);
  if (verb === "run" || verb === "step")
    expect(findStep(RUNBOOK, (verb === "run" ? rest[0] : rest[1]) ?? "")?.id).toBe(step);
  const at = rest.indexOf("--credential");
  if (at !== -1) expect(Object.keys(now.state.credentials)).toContain(rest[at + 1]);
}

/** Everything that automations record for a step, so that the walk goes on. */
function facts(now: Given, step: NextStep): readonly IncidentFact[] {
  const found = findStep(RUNBOOK, step.step)!;
  const id = step.credential;
  const one = on(id ?? "c1");
  const completed = done(step.step, id);
  if (id === null) return [completed];
  switch (found.effect) {
    case "create-key":
      return [one.created, one.sealed, completed];
    case "deploy-key":
      return [
        ...now.state.credentials[id]!.targets.map((place) => one.written(place.id)),
        completed,
      ];
    case "prove-in-use":
      return [
        one.probed("new", "ALIVE"),
        ...now.state.credentials[id]!.targets.map((place) => one.inUse(place.id)),
        completed,
      ];
    case "block-key":
      return [one.blocked(), completed];
    case "prove-dead":
      return [one.died, completed];
    default:
      return found.decides === "outage" ? [one.outage, completed] : [completed];
  }
}

/** Follow the first line until nothing is left; gives the path of each key, in order. */
function walk(start: Given): { readonly path: readonly string[]; readonly end: Given } {
  const path: string[] = [];
  let now = start;
  for (let round = 0; round < 200; round += 1) {
    const lines = next(now);
    expect(lines.length).toBeLessThanOrEqual(3);
    for (const line of lines) wellFormed(now, line);
    const [one] = lines;
    if (one === undefined || one.step === "close-incident") return { path, end: now };
    const name = `${one.step}${one.credential === null ? "" : ` ${one.credential}`}`;
    expect(path).not.toContain(name);
    path.push(name);
    now = now.and(...facts(now, one));
  }
  throw new Error(`it never ends: ${path.slice(-5).join(", ")}`);
}

function pathOf(path: readonly string[], id = "c1"): readonly string[] {
  const suffix = ` ${id}`;
  return path.filter((one) => one.endsWith(suffix)).map((one) => one.slice(0, -suffix.length));
}

const CONTAIN = [
  "accept-outage",
  "capture-minimum-evidence",
  "block-compromised-key",
  "verify-key-rejected",
  "create-replacement-key",
  "store-replacement-key",
  "deploy-replacement-key",
  "verify-replacement-live",
];
const REPLACE = [
  "capture-minimum-evidence",
  "create-replacement-key",
  "store-replacement-key",
  "deploy-replacement-key",
  "verify-replacement-live",
  "block-compromised-key",
  "verify-key-rejected",
];

describe("the path to containment", () => {
  it("contain-first: cut, prove, then replace", () => {
    const { path } = walk(given(started()));
    expect(pathOf(path).slice(0, CONTAIN.length)).toEqual(CONTAIN);
    expect(path.slice(0, CONTAIN.length).every((one) => one.endsWith(" c1"))).toBe(true);
  });

  it("replace-first: replace everywhere, then cut", () => {
    const { path } = walk(given(started({ keys: [key({ strategy: "replace-first" })] })));
    expect(pathOf(path).slice(0, REPLACE.length)).toEqual(REPLACE);
  });

  it.each(["contain-first", "replace-first"] as const)(
    "%s: followed line by line, everything that is required gets done",
    (strategy) => {
      const { end } = walk(
        given(started({ keys: keys({ strategy }, { name: "production-b", strategy }) })),
      );
      const open = checklist(RUNBOOK, end.state).filter((one) => !isSettled(one.state));
      expect(open.map((one) => one.step.id)).toEqual(["close-incident"]);
      expect(next(end)).toMatchObject([
        { step: "close-incident", command: 'claro-ir close --because "<why>"' },
      ]);
    },
  );

  it("production before staging, and a contained key after those that are not", () => {
    const two = given(
      started({
        keys: keys({ name: "staging-a", environment: "staging" }, { name: "production-b" }),
      }),
    );
    function ids(now: Given) {
      return next(now).map((one) => one.credential);
    }
    expect(ids(two).slice(0, 2)).toEqual(["c2", "c1"]);
    const contained = two.and(
      on("c2").blocked(),
      on("c2").died,
      done("block-compromised-key", "c2"),
    );
    expect(ids(contained).slice(0, 2)).toEqual(["c1", "c2"]);
  });

  it("equally urgent keys in the order of their arrival, also beyond nine", () => {
    const eleven = keys(...Array.from({ length: 11 }, () => ({})));
    const lines = next(given(started({ keys: eleven })));
    expect(lines.map((one) => one.credential)).toEqual(["c1", "c2", "c3"]);
  });

  it("never proposes the cut while something is missing for it", () => {
    const replacing = given(started({ keys: [key({ strategy: "replace-first" })] })).and(
      c1.captured,
      c1.created,
      c1.sealed,
      c1.written("web-env"),
      done("create-replacement-key", "c1"),
      done("store-replacement-key", "c1"),
      done("deploy-replacement-key", "c1"),
    );
    const cut = "block-compromised-key c1";
    expect(next(replacing).map((one) => one.step)).not.toContain("block-compromised-key");
    expect(first(replacing.and(c1.override))).not.toBe(cut);
    const proved = replacing.and(
      c1.inUse("web-env"),
      c1.probed("new", "ALIVE"),
      done("verify-replacement-live", "c1"),
    );
    expect(first(proved)).toBe(cut);
  });

  it("a step whose outcome is unknown comes with looking, nothing else", () => {
    const unknown = given(started()).and(
      c1.captured,
      c1.outage,
      done("accept-outage", "c1"),
      fact("effect.intended", {
        step: "block-compromised-key",
        credential: "c1",
        effect: "block-key",
        opId: "e1",
        target: null,
        plan: "delete",
        keyName: null,
        keyId: null,
      }),
    );
    expect(next(unknown)[0]).toMatchObject({
      step: "block-compromised-key",
      command: "claro-ir reconcile",
    });
  });
});

describe("after the path", () => {
  const { end } = walk(given(started()));
  const contained = given(
    end.past.slice(0, end.past.findLastIndex((one) => one.fact.type === "target.in-use") + 2),
  );

  it("core steps and what they wait for come before what nobody waits for", () => {
    const [line] = next(contained);
    const step = findStep(RUNBOOK, line!.step)!;
    const awaited = new Set<string>();
    function add(id: string) {
      awaited.add(id);
      for (const need of findStep(RUNBOOK, id)?.needs ?? []) if (!awaited.has(need)) add(need);
    }
    for (const one of RUNBOOK.steps) if (one.tier !== "support") add(one.id);
    expect(step.phase).toBe("immediate");
    expect(awaited.has(step.id)).toBe(true);
  });

  it("nothing is proposed that cannot be done now", () => {
    let now = contained;
    for (let round = 0; round < 60; round += 1) {
      for (const line of next(now)) {
        const item = checklist(RUNBOOK, now.state).find(
          (one) => one.step.id === line.step && (one.credential?.id ?? null) === line.credential,
        );
        expect([line.step, item?.blockedBy]).toEqual([line.step, []]);
        expect(isSettled(item!.state)).toBe(false);
      }
      const [one] = next(now);
      if (one === undefined || one.step === "close-incident") return;
      now = now.and(...facts(now, one));
    }
    throw new Error("it never ends");
  });

  it("nothing at all once it has ended", () => {
    expect(next(contained.and(fact("incident.closed", { because: "b" })))).toEqual([]);
    expect(next(contained.and(fact("incident.stood-down", { because: "b" })))).toEqual([]);
  });
});
