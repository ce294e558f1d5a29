// What `status` says to people: fits a chat on a phone, keeps commands whole, and names nothing of a restricted incident.
import { describe, expect, it } from "vitest";
import { statusLines, type Told } from "../../src/cli/status-text.ts";
import type { IncidentFact } from "../../src/core/incident/event.ts";
import { nextDue } from "../../src/core/incident/next-due.ts";
import { statusOf } from "../../src/core/incident/status.ts";
import { DAY, MINUTE } from "../../src/core/instant.ts";
import {
  at as after,
  fact,
  given,
  keys,
  on,
  RUNBOOK,
  started,
  type Given,
} from "../support/given.ts";

function told(now: Given, more: Partial<Told> = {}): Told {
  const status = statusOf(RUNBOOK, now.state, {
    now: now.world.now,
    isAlive: () => false,
    targetKind: () => null,
  });
  const due = nextDue(RUNBOOK, now.state, now.world.now);
  return { status, due, restricted: false, codename: null, ...more };
}

function working(): IncidentFact {
  return fact("step.started", { step: "document-timeline", credential: null, takeOver: null });
}

const start = given(started()).later(4 * MINUTE);

describe("status as text", () => {
  it("of one key is at most 14 lines of 40 columns, and its command is whole", () => {
    const lines = statusLines(told(start.and(working()).later(5 * MINUTE)));
    expect(lines.length).toBeLessThanOrEqual(14);
    const wide = lines.filter((line) => line.length > 40);
    for (const line of wide) expect(line).toMatch(/^ {2}claro-ir /);
    expect(lines.at(-1)).toBe(`  ${told(start).status.next[0]?.command ?? ""}`);
  });

  it("shows how a step is done by hand, before the command that only records it", () => {
    const { status } = told(start);
    const command = "claro-ir step done preserve-logs";
    const next = [{ step: "preserve-logs", credential: null, why: "Logs rotate away.", command }];
    const lines = statusLines(told(start, { status: { ...status, next } }));
    expect(lines.slice(-2)).toEqual(["  claro-ir step show preserve-logs", `  ${command}`]);
  });

  it("begins with the short id, state, severity and time, then what people ask first", () => {
    const lines = statusLines(told(start));
    expect(lines[0]).toMatch(/^k7f3 P\d open \+4:\d\d \d\d:\d\d:\d\dZ$/);
    expect(lines).toContain("CONTAINED no");
    expect(lines.some((line) => line.startsWith("RESTORED  no   places in use 0 of "))).toBe(true);
  });

  it("says who is at what, for how long", () => {
    const lines = statusLines(told(start.and(working()).later(5 * MINUTE)));
    expect(lines.find((line) => line.startsWith("doing"))).toMatch(
      /^doing {2}dana document-timeline \d:\d\d$/,
    );
  });

  it("says what is late, and what will be next", () => {
    const due = statusLines(told(start.later(20 * MINUTE))).join("\n");
    expect(due).toMatch(/^due {4}OVERDUE 5:\d\d Immediate/m);
    expect(due).toMatch(/^ {7}in \d+:\d\d: \w/m);
  });

  it("calls a cut key alive only by an answer from after the cut", () => {
    const c1 = on("c1");
    const cut = start
      .and(after(5 * MINUTE, c1.probed("old", "ALIVE")), after(6 * MINUTE, c1.blocked()))
      .later(7 * MINUTE);
    expect(statusLines(told(cut)).join("\n")).toContain("cut, not proved dead");
    const seen = cut.and(after(7 * MINUTE, c1.probed("old", "ALIVE")));
    expect(statusLines(told(seen)).join("\n")).toContain("cut, STILL ALIVE");
  });

  it("says the day of an instant that was on another one", () => {
    const dead = told(start.later(2 * DAY));
    const at = dead.status.declaredAt;
    const lines = statusLines({ ...dead, status: { ...dead.status, contained: { at } } });
    expect(lines.find((line) => line.startsWith("CONTAINED"))).toBe(
      `CONTAINED yes, since ${at.slice(5, 10)} ${at.slice(11, 19)}Z`,
    );
  });

  it("of a restricted incident shows its codename, and no name of a key or place", () => {
    const many = given(started({ keys: keys({}, { name: "staging-web-app" }) }));
    const open = told(many);
    const text = statusLines({ ...open, restricted: true, codename: "harbour" }).join("\n");
    expect(text).toContain("harbour");
    const { credentials, summary } = open.status;
    const names = credentials.flatMap((one) => [one.name, ...one.targets.map(({ id }) => id)]);
    expect(names.length).toBeGreaterThan(1);
    for (const name of [...names, summary]) expect(text).not.toContain(name);
    expect(statusLines({ ...open, restricted: true }).join("\n")).toContain("restricted");
  });

  it("never breaks a word, so that redaction still finds what it looks for", () => {
    const long = "x".repeat(60);
    const one = told(start);
    const lines = statusLines({ ...one, status: { ...one.status, summary: `key ${long}` } });
    expect(lines).toContain(long);
  });
});

it("says whom to tell while all of it is undecided", () => {
  const why = "12 undecided; first: CERT-In (5 h 53 min). No legal advice.";
  const text = statusLines({ ...told(start), duties: why })
    .join(" ")
    .replaceAll(/\s+/g, " ");
  expect(text).toContain(`tell ${why} claro-ir clocks`);
  expect(statusLines(told(start)).join("\n")).not.toContain("claro-ir clocks");
});
