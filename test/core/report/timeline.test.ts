// The timeline's rows and every format of them, also with hostile data in every field.
import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { IncidentEvent } from "../../../src/core/incident/event.ts";
import { TIMELINE_FORMATS } from "../../../src/core/report/format/index.ts";
import type { FormatContext } from "../../../src/core/report/format/format.ts";
import { timelineRows } from "../../../src/core/report/timeline.ts";
import { HOSTILE_TEXT, poison } from "../../support/hostile.ts";
import { plan, SMALL_RUNBOOK, stateOf, toEvents } from "../../support/incident-events.ts";
import { finding } from "../../support/audited.ts";
import { allTools } from "../../support/format-tools.ts";
import { NIGHT } from "../../support/night.ts";
import { parseCsv } from "../../support/parse-csv.ts";

const events = toEvents(NIGHT);
const tools = await allTools();
const state = stateOf(SMALL_RUNBOOK, events);

function contextOf(options: Partial<FormatContext["state"]> = {}): FormatContext {
  return {
    state: { ...state, ...options },
    now: "2026-11-27T09:00:00.000Z",
    version: "0.1.0",
    events,
    clean: (text) => text.replaceAll("duty phone", "[phone]"),
  };
}

function rendered(
  id: string,
  from: readonly IncidentEvent[] = events,
  options: Partial<FormatContext["state"]> = {},
): string {
  const format = TIMELINE_FORMATS.find((each) => each.id === id);
  return format?.render(timelineRows(from, SMALL_RUNBOOK), contextOf(options), tools) ?? "";
}

it("text fits a narrow screen too, with the time of day alone", () => {
  const format = TIMELINE_FORMATS.find((each) => each.id === "text");
  const rows = timelineRows(events, SMALL_RUNBOOK);
  const narrow = format?.render(rows, { ...contextOf(), width: 40 }, tools).split("\n") ?? [];
  expect(narrow.length).toBeGreaterThan(rows.length);
  expect(narrow.filter((line) => line.length > 40)).toEqual([]);
  expect(narrow.join("\n")).not.toMatch(/\+\d:\d\d /);
});

describe("timelineRows", () => {
  it("say how many findings are not named, a drill once, a notice in one breath, and instants as all others", () => {
    const one = finding({ title: "used from RO" });
    const said = timelineRows(
      toEvents([
        plan(0, "incident.declared", {
          runbook: { id: "compromised-key", version: 1, sha256: "e".repeat(64) },
          drill: true,
          detectedAt: "2026-11-23T02:04:00.000Z",
          summary: "DRILL: key on a public page",
          codename: null,
          restricted: false,
        }),
        plan(1, "finding.raised", { findings: [one, one, one, one], more: 2 }),
        plan(2, "finding.raised", { findings: [one], more: 0 }),
        plan(3, "clock.notified", {
          regime: "eu-gdpr",
          stage: "authority",
          to: "authority (controller)",
          receipt: "4711",
          because: "counsel was reached late",
        }),
        plan(4, "fact.set", {
          name: "exposedFrom",
          value: "2026-11-22T21:40:00.123Z",
          credential: null,
          source: "operator",
          grade: "E3",
        }),
      ]),
      SMALL_RUNBOOK,
    ).map(({ text }) => text);
    expect(said).toEqual([
      "DRILL declared: key on a public page",
      "6 findings raised: F-aaaaaa used from RO; F-aaaaaa used from RO; F-aaaaaa used from RO and 3 more",
      "1 finding raised: F-aaaaaa used from RO",
      "Told authority (controller): eu-gdpr authority, receipt 4711, late: counsel was reached late",
      "exposed from = 2026-11-22 21:40:00 (E3, operator)",
    ]);
  });

  it("say in a rehearsal that the register was left alone", () => {
    const updated = plan(6000, "register.updated", {
      credential: "c1",
      entry: "production-web-app",
      nextDueAt: "2027-02-24T00:00:00.000Z",
    });
    const [declared, ...rest] = toEvents([...NIGHT, updated]);
    const drill = { ...declared, data: { ...declared?.data, drill: true } } as IncidentEvent;
    function last(all: readonly IncidentEvent[]): string {
      return timelineRows(all, SMALL_RUNBOOK).find((row) => row.type === updated.type)?.text ?? "";
    }
    expect(last([drill, ...rest])).toContain("left alone by the rehearsal");
    expect(last(toEvents([...NIGHT, updated]))).toContain("key register updated");
  });

  it("makes one row of each event, sorted by when it happened", () => {
    const rows = timelineRows(events, SMALL_RUNBOOK);
    expect(rows.length).toBe(events.length);
    expect(rows.map((row) => row.seq).slice(29, 33)).toEqual([30, 32, 31, 33]);
    expect(rows.find((row) => row.seq === 15)).toEqual({
      seq: 15,
      at: "2026-11-23T02:12:14.000Z",
      occurredAt: "2026-11-23T02:12:14.000Z",
      precision: "second",
      type: "key.blocked",
      by: "dana",
      phase: null,
      step: null,
      credential: "c1",
      text: "c1: key deleted at the provider (a responder's word)",
      evidence: [],
    });
    expect(rows.find((row) => row.seq === 34)).toMatchObject({
      phase: "investigation",
      step: "review-audit-logs",
      credential: null,
    });
    expect(rows.find((row) => row.seq === 11)?.evidence).toEqual(["a".repeat(64)]);
  });

  it("keeps the order of the record where the clock was put back in between", () => {
    const [first, ...rest] = events.filter((event) => event.occurredAt === event.at);
    const early = "2026-11-23T00:00:00.000Z";
    const back = rest.map((event) => ({ ...event, at: early, occurredAt: early }));
    const rows = timelineRows(first === undefined ? [] : [first, ...back], SMALL_RUNBOOK);
    expect(rows.map((row) => row.seq)).toEqual([first, ...back].map((event) => event?.seq));
  });

  it("says every type of event in one line of words", () => {
    const lines = timelineRows(events, SMALL_RUNBOOK).map((row) => row.text);
    for (const line of lines) expect(line).not.toMatch(/undefined|\[object|\n|null/);
    expect(new Set(lines).size).toBeGreaterThan(30);
  });

  it("names the step's id where the runbook has no such step", () => {
    const [row] = timelineRows(
      toEvents([plan(1, "step.skipped", { step: "gone", credential: null, because: null })]),
      SMALL_RUNBOOK,
    );
    expect(row).toMatchObject({ text: 'skipped "gone"', phase: null, step: "gone" });
  });
});

describe("formats", () => {
  it("text fits 80 columns and shows +T, precision and late records", () => {
    const text = rendered("text");
    for (const line of text.split("\n")) expect(line.length).toBeLessThanOrEqual(80);
    expect(text).toContain("02:12:14         +2:07  c1: key deleted at the provider");
    expect(text).toContain(
      "  ~02:20       ~+10:00  Note: page taken down by its host [sam #32, recorded 12\n",
    );
    expect(text).not.toContain("duty phone");
  });

  it("md has the journal number, both axes and the gap", () => {
    const md = rendered("md");
    expect(md).toContain(
      "| 2026-11-23 ~02:20 | ~+10:00 |  | Note: page taken down by its host *(recorded 12 min later)* | sam | #32 |  |",
    );
    expect(md).toContain("*Gap: nothing on record for 1 h*");
  });

  it("json and jsonl hold rows exactly", () => {
    const rows = timelineRows(events, SMALL_RUNBOOK).map((row) => ({
      ...row,
      text: row.text.replaceAll("duty phone", "[phone]"),
    }));
    const document: unknown = JSON.parse(rendered("json"));
    expect(document).toMatchObject({
      incident: state.id,
      drill: false,
      head: state.head,
      timeline: rows,
    });
    const lines = rendered("jsonl").trimEnd().split("\n");
    expect(lines.map((line): unknown => JSON.parse(line))).toEqual(rows);
  });

  it("csv is read back the same", () => {
    const [head, ...records] = parseCsv(rendered("csv"));
    expect(head).toEqual([
      "seq",
      "at",
      "occurredAt",
      "precision",
      "type",
      "by",
      "phase",
      "step",
      "credential",
      "text",
      "evidence",
    ]);
    expect(records.length).toBe(events.length);
    expect(records[0]?.[9]).toBe("Incident declared: production API key posted on a public page");
  });

  it.each(TIMELINE_FORMATS.map((format) => format.id))("%s marks a drill", (id) => {
    expect(rendered(id, events, { drill: true })).toMatch(/DRILL|"drill":true/);
    expect(rendered(id)).not.toMatch(/DRILL|"drill":true/);
  });

  it("puts the drill mark on every row of jsonl and csv", () => {
    for (const line of rendered("jsonl", events, { drill: true }).trimEnd().split("\n"))
      expect(JSON.parse(line)).toMatchObject({ drill: true });
    for (const record of parseCsv(rendered("csv", events, { drill: true })).slice(1))
      expect(record.at(-1)).toBe("DRILL");
  });
});

// By Unicode property, apart from the ranges of the code under test.
const STEERS = /(?![\n\t\r])[\p{Cc}\u00ad\u061c\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff]/u;

function everyHostile(id: string, check: (out: string) => void): void {
  fc.assert(
    fc.property(HOSTILE_TEXT, (evil) => {
      const out = rendered(id, poison(events, evil));
      expect(out).not.toMatch(STEERS);
      check(out);
    }),
    { numRuns: 25 },
  );
}

describe("hostile data in every field", () => {
  it("steers no terminal and breaks no line of text", () => {
    everyHostile("text", (out) => {
      expect(out).not.toContain("\r");
      for (const line of out.trimEnd().split("\n").slice(2))
        expect(line).toMatch(/^$|^2026-11-2\d$|^[ ~]*\d\d:\d\d[:\d]* |^ {24}\S/);
    });
  });

  it("stays in its cell of the Markdown table", () => {
    everyHostile("md", (out) => {
      const rows = out.split("\n").filter((line) => line.startsWith("|"));
      expect(rows.length).toBe(events.length + 3);
      for (const row of rows) expect(row.replaceAll(/[^|]/g, "")).toBe("||||||||");
    });
  });

  it("is JSON, one row a line", () => {
    everyHostile("json", (out) => {
      expect(JSON.parse(out)).toMatchObject({ incident: state.id });
    });
    everyHostile("jsonl", (out) => {
      expect(out.split("\n").length).toBe(events.length + 1);
    });
  });

  it("is read back from CSV with no formula in a cell", () => {
    everyHostile("csv", (out) => {
      const records = parseCsv(out);
      expect(new Set(records.map((record) => record.length))).toEqual(new Set([11]));
      for (const cell of records.flat())
        expect(cell).not.toMatch(/^["\s]*[=+\-@\uff1d\uff0b\uff0d\uff20]/);
    });
  });
});
