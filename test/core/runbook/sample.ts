// A small, right runbook for tests; each test changes what it is about.
import type { Runbook, Step } from "../../../src/core/runbook/runbook.ts";

export function sampleStep(change: Partial<Step> & { id: string }): Step {
  return {
    title: `Do ${change.id}`,
    phase: "first",
    row: "cut",
    scope: "incident",
    tier: "core",
    kind: "manual",
    role: "any",
    needs: [],
    when: null,
    guard: null,
    effect: null,
    decides: null,
    budget: 60_000,
    repeat: null,
    inputs: [],
    first: false,
    selfCompleting: false,
    evidence: [],
    verify: "seen",
    postmortem: [],
    ...change,
  };
}

export function sampleRunbook(change: Partial<Runbook> = {}): Runbook {
  const steps = change.steps ?? [
    sampleStep({ id: "look" }),
    sampleStep({ id: "cut", scope: "credential", needs: ["look"] }),
    sampleStep({
      id: "learn",
      phase: "second",
      row: "later",
      tier: "cond",
      needs: ["cut"],
      when: { fact: "level", is: ["high"] },
    }),
  ];
  return {
    id: "sample",
    for: null,
    evidenceLevel: null,
    version: 1,
    kind: "incident",
    title: "Sample",
    reviewed: null,
    phases: [
      { id: "first", title: "First", from: 0, until: 900_000 },
      { id: "second", title: "Second", from: 900_000, until: 3_600_000 },
    ],
    rows: [
      { id: "cut", title: "Cut" },
      { id: "later", title: "Later" },
    ],
    facts: {
      level: { title: "Level", type: "enum", scope: "incident", values: ["low", "high"] },
      ready: { title: "Ready?", type: "flag", scope: "incident", values: [] },
      owner: { title: "Owner", type: "text", scope: "credential", values: [] },
    },
    help: Object.fromEntries(
      steps.map(({ id }) => [id, { why: "so", how: ["do it"], cannot: "ask" }]),
    ),
    ...change,
    steps,
  };
}
