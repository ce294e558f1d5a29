// Formats that other programs read, field by field as those programs ask for them.
import { describe, expect, it } from "vitest";
import { AUDIENCES } from "../../../src/core/report/audience/audience.ts";
import { tellTimeline } from "../../../src/core/report/audience/tell.ts";
import { clockDeadlines, phaseDeadlines } from "../../../src/core/report/deadlines.ts";
import { TIMELINE_FORMATS } from "../../../src/core/report/format/index.ts";
import type { FormatContext } from "../../../src/core/report/format/format.ts";
import { timelineRows } from "../../../src/core/report/timeline.ts";
import { clockRow } from "../../support/clock-row.ts";
import { allTools } from "../../support/format-tools.ts";
import { plan, SMALL_RUNBOOK, stateOf, toEvents } from "../../support/incident-events.ts";
import { NIGHT } from "../../support/night.ts";
import { parseCsv } from "../../support/parse-csv.ts";

const tools = await allTools();
const events = toEvents(NIGHT);
const state = stateOf(SMALL_RUNBOOK, events);
const rows = timelineRows(events, SMALL_RUNBOOK);
const base: FormatContext = {
  state,
  now: "2026-11-27T09:00:00.000Z",
  version: "0.1.0",
  events,
  clean: (text) => text,
};

function rendered(id: string, options: Partial<FormatContext> = {}, from = rows): string {
  const format = TIMELINE_FORMATS.find((one) => one.id === id);
  if (format === undefined) throw new Error(`there is no format ${id}`);
  return format.render(from, { ...base, ...options }, tools);
}

function lines(id: string, options: Partial<FormatContext> = {}): Record<string, unknown>[] {
  return rendered(id, options)
    .trimEnd()
    .split("\n")
    .map((line) => JSON.parse(line) as Record<string, unknown>);
}

/** Line of the journal's event of that number. */
function at(seq: number): number {
  return rows.findIndex((row) => row.seq === seq);
}

describe("timesketch", () => {
  it("has its three fields, and microseconds that its reader takes for such", () => {
    expect(lines("timesketch")[at(15)]).toMatchObject({
      message: "c1: key deleted at the provider (a responder's word)",
      datetime: "2026-11-23T02:12:14.000+00:00",
      timestamp: 1_795_399_934_000_000,
      timestamp_desc: "Key blocked",
      data_type: "claro_ir:key",
      incident_id: state.id,
      actor_role: "dana",
    });
    for (const { timestamp, datetime } of lines("timesketch")) {
      expect(timestamp).toBe(Date.parse(String(datetime)) * 1000);
      // 1e14 to 1e17 is read as microseconds.
      expect(Number(timestamp) > 1e14 && Number(timestamp) < 1e17).toBe(true);
    }
  });

  it("stays below the length that can be searched", () => {
    const long = timelineRows(
      toEvents([plan(1, "note.added", { text: "漢".repeat(40_000), credential: null })]),
      SMALL_RUNBOOK,
    );
    const { message } = JSON.parse(rendered("timesketch", {}, long)) as { message: string };
    expect(Buffer.byteLength(message)).toBeLessThan(32_766);
  });
});

describe("iris", () => {
  const HEADER =
    "event_date,event_tz,event_title,event_category,event_content,event_raw,event_source,event_assets,event_iocs,event_tags";

  it("has exactly the ten columns of its import", () => {
    const document = rendered("iris");
    expect(document.split("\r\n")[0]).toBe(HEADER);
    const [, ...records] = parseCsv(document);
    expect(records.length).toBe(rows.length);
    expect(records[at(34)]).toEqual([
      "2026-11-23T03:33:27.000",
      "+00:00",
      expect.stringMatching(/^done "Review logs/),
      "Unspecified",
      expect.stringContaining("(by sam, recorded 2026-11-23T03:33:27.000Z)"),
      "",
      `claro-ir ${state.id} #34`,
      "",
      "",
      "investigation|review-audit-logs|step.completed",
    ]);
  });

  it("has no line break in a cell, and no title that is empty", () => {
    const odd = timelineRows(
      toEvents([plan(1, "note.added", { text: "a\u0085b\u2028c\x0bd\x0ce", credential: null })]),
      SMALL_RUNBOOK,
    );
    const document = rendered("iris", {}, odd);
    for (const end of ["\u0085", "\u2028", "\x0b", "\x0c"]) expect(document).not.toContain(end);
    const [empty] = rows.map((row) => ({ ...row, text: "" }));
    expect(parseCsv(rendered("iris", {}, [empty!]))[1]?.[2]).toBe("Incident declared");
  });
});

it("raw turns the guard against formulas off, for machines", () => {
  const evil = timelineRows(toEvents(NIGHT), SMALL_RUNBOOK).map((row) => ({
    ...row,
    text: "=1+1",
  }));
  expect(parseCsv(rendered("csv", {}, evil))[1]?.[9]).toBe("'=1+1");
  expect(parseCsv(rendered("csv", { raw: true }, evil))[1]?.[9]).toBe("=1+1");
  expect(parseCsv(rendered("iris", {}, evil))[1]?.[2]).toBe("'=1+1");
  expect(parseCsv(rendered("iris", { raw: true }, evil))[1]?.[2]).toBe("=1+1");
});

describe("ecs", () => {
  it("says who did what to which key in its own words", () => {
    expect(lines("ecs")[at(15)]).toEqual({
      "@timestamp": "2026-11-23T02:12:14.000Z",
      ecs: { version: "9.4.0" },
      event: {
        id: `${state.id}#15`,
        sequence: 15,
        created: "2026-11-23T02:12:14.000Z",
        kind: "event",
        category: ["iam"],
        type: ["deletion"],
        action: "key-blocked",
        outcome: "success",
        dataset: "claro_ir.timeline",
        module: "claro_ir",
      },
      message: "c1: key deleted at the provider (a responder's word)",
      labels: { incident_id: state.id, precision: "second", credential: "c1" },
      user: { name: "dana" },
      tags: ["claro-ir"],
    });
  });

  it("uses only pairs of category and type that the schema has", () => {
    const ALLOWED: Readonly<Record<string, readonly string[]>> = {
      iam: ["admin", "change", "creation", "deletion", "group", "info", "user"],
      configuration: ["access", "change", "creation", "deletion", "info"],
      authentication: ["start", "end", "info"],
    };
    for (const { event } of lines("ecs")) {
      const { category, type } = event as { category: string[]; type: string[] };
      expect(ALLOWED[category[0] ?? ""]).toContain(type[0]);
    }
  });
});

describe("ocsf", () => {
  it("tells a deleted key from a disabled one", () => {
    expect(lines("ocsf")[at(15)]).toMatchObject({
      class_uid: 3004,
      category_uid: 3,
      activity_id: 4,
      type_uid: 300_404,
      time: 1_795_399_934_000,
      entity: { type: "API Key", uid: "c1" },
      actor: { user: { name: "dana" } },
    });
    const blocked = toEvents([
      ...NIGHT,
      plan(6000, "key.blocked", {
        credential: "c1",
        action: "disable",
        keyId: null,
        settledBy: "answer",
      }),
    ]);
    const document = rendered("ocsf", { events: blocked }, timelineRows(blocked, SMALL_RUNBOOK));
    expect(JSON.parse(document.trimEnd().split("\n").at(-1) ?? "")).toMatchObject({
      activity_id: 9,
      type_uid: 300_409,
    });
  });

  it("has in each event what its class requires", () => {
    for (const line of lines("ocsf")) {
      expect(line["type_uid"]).toBe(Number(line["class_uid"]) * 100 + Number(line["activity_id"]));
      expect(Number(line["class_uid"]) / 1000).toBeGreaterThan(Number(line["category_uid"]));
      expect(line).toHaveProperty("metadata.version");
      expect(line).toHaveProperty("metadata.product.name");
      expect(line).toHaveProperty("severity_id", 5);
      const own = line["class_uid"] === 3004 ? ["entity"] : ["finding_info_list", "assignee_group"];
      for (const field of own) expect(line).toHaveProperty(field);
    }
    expect(lines("ocsf")[0]).toMatchObject({ class_uid: 2005, activity_id: 1, status_id: 2 });
  });
});

describe("ics", () => {
  const deadlines = [
    ...phaseDeadlines(state, SMALL_RUNBOOK),
    ...clockDeadlines([
      clockRow({
        dueAt: "2026-11-26T02:10:07.000Z",
        startedAt: "2026-11-23T02:10:07.000Z",
      }),
    ]),
  ];

  it("has an entry for each deadline that says no more than which it is", () => {
    const named = { state: { ...state, codename: "sapphire" }, deadlines };
    const document = rendered("ics", named).replaceAll("\r\n ", "");
    expect(document.match(/BEGIN:VEVENT/g)?.length).toBe(4);
    for (const line of [
      "METHOD:PUBLISH",
      `UID:${state.id}.eu-gdpr.authority@claro-ir`,
      "DTSTAMP:20261127T090000Z",
      "DTSTART:20261126T021007Z",
      "SUMMARY:[sapphire] eu-gdpr authority notice due (not legal advice)",
      "TRIGGER:-PT12H",
      "CLASS:PRIVATE",
      `SEQUENCE:${String(state.head.seq)}`,
    ])
      expect(document).toContain(`${line}\r\n`);
    expect(document).not.toMatch(/production|public page|dana/);
  });

  it("cancels what is met, and folds lines at 75 octets", () => {
    const closed = stateOf(
      SMALL_RUNBOOK,
      toEvents([...NIGHT, plan(9000, "incident.closed", { because: "done" })]),
    );
    const document = rendered("ics", { deadlines: phaseDeadlines(closed, SMALL_RUNBOOK) });
    expect(document.match(/STATUS:CANCELLED/g)?.length).toBe(3);
    expect(document).not.toContain("VALARM");
    for (const line of document.split("\r\n")) expect(Buffer.byteLength(line)).toBeLessThan(76);
  });

  it.each(["customer", "regulator"] as const)("gives %s none of our deadlines", (audience) => {
    const input = { ...base, state, runbook: SMALL_RUNBOOK, withNames: false };
    const { context } = tellTimeline(input, AUDIENCES[audience], deadlines);
    expect(rendered("ics", context)).not.toContain("VEVENT");
  });
});
