// `use: <id>`: a shared step becomes whole in the runbook that uses it, and keeps its meaning there.
import { describe, expect, it } from "vitest";
import { withShared, type SharedSteps } from "../../../src/core/runbook/shared.ts";

const SHARED: SharedSteps = {
  facts: { level: { title: "Level" }, oldKey: { title: "Old" }, how: { title: "How" } },
  steps: {
    look: { title: "Look", kind: "manual", inputs: ["level"], needs: [] },
    cut: {
      title: "Cut",
      kind: "automated",
      when: { all: [{ not: { fact: "oldKey", is: ["dead"] } }] },
    },
  },
  help: { look: { why: "so" }, cut: { why: "gone" } },
};

function expand(steps: readonly unknown[], help: unknown = {}, facts?: unknown) {
  const runbook = facts === undefined ? { id: "mine", steps } : { id: "mine", facts, steps };
  return withShared(runbook, help, SHARED);
}

describe("a step that says use", () => {
  it("becomes the shared step; the runbook's own keys go before", () => {
    const { runbook, problems } = expand([{ use: "look", phase: "first", needs: ["cut"] }]);
    expect(problems).toEqual([]);
    expect(runbook).toMatchObject({
      steps: [
        {
          id: "look",
          title: "Look",
          kind: "manual",
          inputs: ["level"],
          phase: "first",
          needs: ["cut"],
        },
      ],
    });
  });

  it("brings the facts that it asks for, those of every incident, and no others", () => {
    expect(expand([{ use: "look" }]).runbook).toMatchObject({
      facts: { level: { title: "Level" }, how: { title: "How" } },
    });
    expect(Object.keys((expand([{ use: "cut" }]).runbook as { facts: object }).facts)).toEqual([
      "oldKey",
      "how",
    ]);
  });

  it("brings its words; the runbook's own facts and words go before", () => {
    const { runbook, help } = expand(
      [{ use: "look" }, { id: "own" }],
      { look: { why: "mine" } },
      { level: { title: "Mine" } },
    );
    expect(help).toEqual({ look: { why: "mine" } });
    expect(runbook).toMatchObject({ facts: { level: { title: "Mine" } } });
    expect(expand([{ use: "cut" }]).help).toEqual({ cut: { why: "gone" } });
  });

  it("is refused where there is no such step, also for names that every object answers to", () => {
    const { problems } = expand([{ use: "lok" }, { use: "toString" }, { use: 5 }]);
    expect(problems.map(({ path, message }) => [path, message])).toEqual([
      [["steps", 0, "use"], 'there is no shared step "lok"'],
      [["steps", 1, "use"], 'there is no shared step "toString"'],
      [["steps", 2, "use"], 'there is no shared step "5"'],
    ]);
  });

  it.each(["id", "scope", "kind", "effect", "guard", "decides", "selfCompleting"])(
    "cannot change what the step means: %s",
    (key) => {
      const { problems } = expand([{ use: "look", [key]: "other" }]);
      expect(problems.map(({ path }) => path)).toEqual([["steps", 0, key]]);
    },
  );
});

it("what uses nothing stays as it is, whatever it is", () => {
  for (const value of [
    undefined,
    null,
    5,
    "text",
    [],
    {},
    { steps: 5 },
    { steps: [null, "use"] },
  ]) {
    const { runbook, help, problems } = withShared(value, value, SHARED);
    expect([runbook, help, problems]).toEqual([value, value, []]);
  }
});
