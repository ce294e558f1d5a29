// The machine of a very long runbook: 1,000 steps in four phases, built once, then one event at a time.
import { randomUUID } from "node:crypto";
import { compile, evolve, type Folded } from "../../src/core/incident/fold.ts";
import type { IncidentEvent, IncidentFact } from "../../src/core/incident/event.ts";
import { HOUR } from "../../src/core/instant.ts";
import type { Phase, Runbook, Step } from "../../src/core/runbook/runbook.ts";
import { callMs, median } from "./measure.ts";
import type { Row } from "./table.ts";

const STEPS = 1000;
const EVENTS = 200;
const BUILDS = 21;

/** Build and one event at 1,000 steps; both medians. The runbook is already in memory, as after reading its JSON. */
export async function machineRows(): Promise<readonly Row[]> {
  const runbook = longRunbook();
  const builds: number[] = [];
  for (let count = 0; count < BUILDS; count += 1) builds.push(await callMs(() => compile(runbook)));
  const compiled = compile(runbook);
  let folded: Folded | undefined;
  const steps: number[] = [];
  for (const event of events()) {
    const before = folded;
    steps.push(await callMs(() => (folded = evolve(compiled, before, event))));
  }
  const name = `${String(STEPS)} steps:`;
  return [
    { name: `${name} build the machine`, value: median(builds), unit: "ms", goal: 20 },
    { name: `${name} one event`, value: median(steps.slice(1)), unit: "ms", goal: 1 },
  ];
}

function longRunbook(): Runbook {
  const ids = ["immediate", "investigation", "remediation", "post-incident"];
  const phases = ids.map((id, index): Phase => ({
    id,
    title: id,
    from: index * HOUR,
    until: (index + 1) * HOUR,
  }));
  const perPhase = STEPS / ids.length;
  const steps = Array.from({ length: STEPS }, (_, index) =>
    step(index, ids[Math.floor(index / perPhase)] ?? "immediate"),
  );
  const rows = [{ id: "all", title: "All of it" }];
  return {
    id: "long",
    for: null,
    evidenceLevel: null,
    version: 1,
    title: "Long",
    kind: "incident",
    reviewed: null,
    phases,
    rows,
    facts: {},
    steps,
    help: {},
  };
}

function step(index: number, phase: string): Step {
  return {
    id: `step-${String(index)}`,
    title: `Step ${String(index)}`,
    phase,
    row: "all",
    scope: "incident",
    tier: "core",
    kind: "manual",
    role: "any",
    needs: index === 0 ? [] : [`step-${String(index - 1)}`],
    when: null,
    guard: null,
    effect: null,
    decides: null,
    budget: null,
    repeat: null,
    inputs: [],
    first: false,
    selfCompleting: false,
    evidence: [],
    verify: "",
    postmortem: [],
  };
}

function events(): IncidentEvent[] {
  const declared: IncidentFact = {
    type: "incident.declared",
    data: {
      runbook: { id: "long", version: 1, sha256: "0".repeat(64) },
      drill: true,
      detectedAt: AT,
      summary: "bench",
      codename: null,
      restricted: false,
    },
  };
  const done = Array.from({ length: EVENTS }, (_, index): IncidentFact => ({
    type: "step.completed",
    data: {
      step: `step-${String(index)}`,
      credential: null,
      grade: "E3",
      note: null,
      because: null,
      evidence: [],
    },
  }));
  return [declared, ...done].map((fact, index) => numbered(fact, index + 1));
}

const AT = "2026-11-23T02:10:07.000Z";

function numbered(fact: IncidentFact, seq: number): IncidentEvent {
  const via = {
    host: "bench",
    pid: 1,
    started: "0",
    terminal: null,
    osUser: "bench",
    version: "0",
  };
  const envelope = {
    v: 1,
    stream: "INC-20261123-bench",
    seq,
    prev: null,
    id: randomUUID(),
    at: AT,
    occurredAt: AT,
  };
  return {
    ...envelope,
    precision: "second",
    by: "bench",
    via,
    op: randomUUID(),
    ...fact,
  } as IncidentEvent;
}
