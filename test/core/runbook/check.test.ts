import { describe, expect, it } from "vitest";
import { checkRunbook } from "../../../src/core/runbook/check.ts";
import type { Runbook, Step } from "../../../src/core/runbook/runbook.ts";
import { sampleRunbook, sampleStep } from "./sample.ts";

function problems(change: Partial<Runbook>): string[] {
  return checkRunbook(sampleRunbook(change)).map(
    ({ path, message }) => `${path.join(".")} ${message}`,
  );
}

/** The sample with one more step, `extra`. */
function withStep(change: Partial<Step>): string[] {
  return problems({
    steps: [...sampleRunbook().steps, sampleStep({ ...change, id: change.id ?? "extra" })],
  });
}

describe("a right runbook", () => {
  it("has no problems", () => {
    expect(problems({})).toEqual([]);
  });
});

describe("names", () => {
  it("finds what is there twice", () => {
    const { phases, rows } = sampleRunbook();
    expect(withStep({ id: "look" })).toEqual(['steps.3.id "look" is there twice']);
    expect(problems({ rows: [...rows, rows[0]!] })).toEqual(['rows.2.id "cut" is there twice']);
    expect(
      problems({ phases: [...phases, { ...phases[0]!, from: 3_600_000, until: 3_700_000 }] }),
    ).toEqual(['phases.2.id "first" is there twice']);
  });

  it.each([
    [{ phase: "third" }, 'steps.3.phase there is no phase "third"'],
    [{ row: "none" }, 'steps.3.row there is no row "none"'],
    [{ needs: ["look", "nothing"] }, 'steps.3.needs.1 there is no step "nothing"'],
    [{ needs: ["look", "look"] }, 'steps.3.needs.1 "look" is there twice'],
    [{ inputs: ["colour"] }, 'steps.3.inputs.0 there is no fact "colour"'],
    [{ inputs: ["toString"] }, 'steps.3.inputs.0 there is no fact "toString"'],
    [{ role: "king" as "ic" }, 'steps.3.role there is no role "king"'],
    [
      { effect: "explode" as "create-key", scope: "credential" as const },
      'steps.3.effect there is no effect "explode"',
    ],
    [{ guard: "hope" as "may-block" }, 'steps.3.guard there is no guard "hope"'],
    [
      { kind: "decision" as const, decides: "lunch" as "scope" },
      'steps.3.decides there is no decision "lunch"',
    ],
  ])("finds a name that leads nowhere: %j", (change, message) => {
    expect(withStep(change)).toEqual([message]);
  });
});

describe("needs", () => {
  it("prints the circle", () => {
    const steps = [
      sampleStep({ id: "a", needs: ["c"] }),
      sampleStep({ id: "b", needs: ["a"] }),
      sampleStep({ id: "c", needs: ["b"], phase: "second", row: "later" }),
    ];
    expect(problems({ steps })).toEqual([
      "steps.1.needs.0 the needs go in a circle: a -> c -> b -> a",
    ]);
  });

  it("finds a step that needs itself", () => {
    expect(withStep({ needs: ["extra"] })).toEqual([
      "steps.3.needs.0 the needs go in a circle: extra -> extra",
    ]);
  });

  it("reports two separate circles once each", () => {
    const steps = [
      sampleStep({ id: "a", needs: ["b"] }),
      sampleStep({ id: "b", needs: ["a"] }),
      sampleStep({ id: "c", needs: ["d", "a"], phase: "second", row: "later" }),
      sampleStep({ id: "d", needs: ["c"] }),
    ];
    expect(problems({ steps })).toHaveLength(2);
  });
});

describe("conditions", () => {
  it.each([
    [{ known: "colour" }, 'steps.3.when.known there is no fact "colour"'],
    [
      { all: [{ fact: "level", is: ["low"] }, { not: { fact: "level", is: ["low", "huge"] } }] },
      'steps.3.when.all.1.not.is.1 "huge" is no value of "level" (low, high)',
    ],
    [{ fact: "ready", is: ["true"] }, 'steps.3.when.is.0 "true" is no value of "ready" (yes, no)'],
    [
      { any: [{ known: "owner" }] },
      'steps.3.when.any.0.known fact "owner" belongs to a credential, this step to the whole incident',
    ],
  ])("finds a condition that cannot hold: %j", (when, message) => {
    expect(withStep({ when })).toEqual([message]);
  });

  it("lets a credential step use facts of both scopes", () => {
    const when = { all: [{ known: "owner" }, { fact: "ready", is: ["yes"] }] };
    expect(withStep({ scope: "credential", when, inputs: ["owner", "level"] })).toEqual([]);
  });
});

describe("kinds and effects", () => {
  it.each([
    [{ kind: "decision" as const }, "steps.3.kind a decision step must name what it `decides`"],
    [{ decides: "scope" as const }, "steps.3.decides belongs to a step of kind decision"],
    [{ tier: "cond" as const }, "steps.3.tier a cond step must say `when` it applies"],
    [
      { kind: "verification" as const, selfCompleting: true },
      "steps.3.selfCompleting what must be proved or performed cannot complete itself",
    ],
    [
      { effect: "create-key" as const },
      'steps.3.effect "create-key" acts on one key, so the step needs scope: credential',
    ],
    [
      { effect: "block-key" as const, scope: "credential" as const },
      'steps.3.effect "block-key" needs guard: may-block',
    ],
  ])("finds a contradiction: %j", (change, message) => {
    expect(withStep(change)).toEqual([message]);
  });

  it("allows a verification step without an effect", () => {
    expect(withStep({ kind: "verification" })).toEqual([]);
  });

  it("lets one step alone decide a thing", () => {
    const kind = "decision";
    const steps = [
      ...sampleRunbook().steps,
      sampleStep({ id: "one", kind, decides: "scope" }),
      sampleStep({ id: "two", kind, decides: "scope" }),
    ];
    expect(problems({ steps })).toEqual(['steps.4.decides "scope" is already decided by "one"']);
  });
});

describe("phases, rows, facts and help", () => {
  it("finds windows that do not follow each other", () => {
    const [first, second] = sampleRunbook().phases;
    expect(problems({ phases: [first!, { ...second!, from: 1 }] })).toEqual([
      'phases.1.from begins before phase "first" ends',
    ]);
    expect(problems({ phases: [{ ...first!, from: 900_000 }, second!] })).toEqual([
      "phases.0.until is not after `from`",
    ]);
  });

  it("finds more rows than a screen shows, and rows without a step", () => {
    const rows = [...sampleRunbook().rows];
    for (let n = 0; n < 6; n += 1) rows.push({ id: `row-${String(n)}`, title: "x" });
    const found = problems({ rows });
    expect(found[0]).toBe("rows has 8 rows, at most 7 fit on a screen");
    expect(found[1]).toBe('rows.2.id no step is in "row-0"');
    expect(problems({ rows: rows.slice(0, 7) })[0]).not.toContain("at most");
  });

  it("finds enums without values and values without an enum", () => {
    const { facts } = sampleRunbook();
    expect(problems({ facts: { ...facts, bad: { ...facts["level"]!, values: [] } } })).toEqual([
      "facts.bad is an enum without values",
    ]);
    expect(problems({ facts: { ...facts, bad: { ...facts["ready"]!, values: ["yes"] } } })).toEqual(
      ["facts.bad.values belongs to an enum, not to flag"],
    );
  });

  it("finds a step without help and help without a step", () => {
    const { help } = sampleRunbook();
    const { look, ...others } = help;
    expect(problems({ help: { ...others, lok: look! } })).toEqual([
      'steps.0.id "look" has no entry in the help file',
      'help.lok there is no step "lok"',
    ]);
  });
});
