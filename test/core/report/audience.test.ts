// Who may be told what: a mark of each kind of data in every field of every event, and no document holds one that its reader may not know.
import { describe, expect, it } from "vitest";
import {
  AUDIENCE_IDS,
  AUDIENCES,
  type AudienceId,
  type DataClass,
} from "../../../src/core/report/audience/audience.ts";
import { FIELD_CLASS } from "../../../src/core/report/audience/field-class.ts";
import { tellInput } from "../../../src/core/report/audience/tell-input.ts";
import { tellTimeline } from "../../../src/core/report/audience/tell.ts";
import type { ReportInput } from "../../../src/core/report/input.ts";
import { renderPostMortem } from "../../../src/core/report/post-mortem.ts";
import { TIMELINE_FORMATS } from "../../../src/core/report/format/index.ts";
import { CANARY, canaries, MORE, SHAPES } from "../../support/canaries.ts";
import { allTools } from "../../support/format-tools.ts";
import { SMALL_RUNBOOK, stateOf, toEvents } from "../../support/incident-events.ts";
import { NIGHT } from "../../support/night.ts";

const tools = await allTools();

function inputOf(options: { codename?: string | null; restricted?: boolean } = {}): ReportInput {
  const state = stateOf(SMALL_RUNBOOK, toEvents([...NIGHT, ...MORE]));
  return {
    state: {
      ...state,
      codename: options.codename ?? null,
      restricted: options.restricted ?? false,
    },
    events: canaries(),
    runbook: SMALL_RUNBOOK,
    now: "2026-11-27T09:00:00.000Z",
    version: "0.1.0",
    clean: (text) => text,
    withNames: false,
  };
}

function rendered(format: string, audience: AudienceId, input = inputOf()): string {
  const { rows, context } = tellTimeline(input, AUDIENCES[audience]);
  const found = TIMELINE_FORMATS.find((one) => one.id === format);
  if (found === undefined) throw new Error(`there is no format ${format}`);
  return found.render(rows, context, tools);
}

/** Without the line breaks and indents that folding puts into words. */
function unfolded(document: string): string {
  return document.replaceAll(/\r?\n[ ]*/g, "");
}

const OUTSIDE = AUDIENCE_IDS.filter((id) => id !== "responders");
const CASES = TIMELINE_FORMATS.flatMap(({ id }) =>
  OUTSIDE.map((audience) => [id, audience] as const),
);
const ALWAYS = ["zqlaptop", "zqosuser", "zqtty", "zqrole", ...SHAPES];

describe("need to know", () => {
  it.each(CASES)("%s for %s holds nothing that they may not know", (format, audience) => {
    const document = unfolded(rendered(format, audience));
    const { may } = AUDIENCES[audience];
    const forbidden = Object.entries(CANARY)
      .filter(([dataClass]) => !may.has(dataClass as DataClass))
      // Formats show the first eight characters of a digest.
      .map(([dataClass, canary]) => (dataClass === "digest" ? canary.slice(0, 8) : canary));
    for (const canary of [...forbidden, ...ALWAYS]) expect(document).not.toContain(canary);
  });

  it.each(OUTSIDE)("%s still learn what they may", (audience) => {
    const document = rendered("jsonl", audience);
    const { may } = AUDIENCES[audience];
    for (const dataClass of [
      "reason",
      "vendor",
      "judgement",
      "work",
      "key-name",
      "digest",
    ] as const)
      expect([dataClass, document.includes(CANARY[dataClass])]).toEqual([
        dataClass,
        may.has(dataClass),
      ]);
  });

  it("gives responders everything, so that the marks are really there", () => {
    const document = rendered("jsonl", "responders");
    for (const canary of [...Object.values(CANARY), ...SHAPES]) expect(document).toContain(canary);
  });

  it("shows a role for a name, the same all through", () => {
    const events = toEvents(NIGHT);
    const input = { ...inputOf(), events, state: stateOf(SMALL_RUNBOOK, events) };
    const { rows } = tellTimeline(input, AUDIENCES.executive);
    expect(new Set(rows.map((row) => row.by))).toEqual(
      new Set(["incident commander", "responder 1"]),
    );
    expect(rows.find((row) => row.type === "target.in-use")?.text).toBe(
      "c1: place 1 uses the new key",
    );
  });

  it("classes every field of every event of the tests", () => {
    const fields = canaries().flatMap((event) => Object.keys(event.data));
    expect(fields.filter((field) => !(field in FIELD_CLASS))).toEqual([]);
  });

  it("tells a field that nobody has classed to nobody", () => {
    const events = canaries().map((event) =>
      Object.assign({}, event, { data: { ...event.data, added: "zqadded", because: "x" } }),
    );
    const told = tellTimeline({ ...inputOf(), events }, AUDIENCES.regulator);
    expect(JSON.stringify(told.context.events)).not.toContain("zqadded");
  });
});

describe("rows", () => {
  /** Rows as each format's reader counts them. */
  const COUNT: Readonly<Record<string, (document: string) => number>> = {
    text: (document) => document.match(/ #\d+[,\]]/g)?.length ?? 0,
    md: (document) => document.match(/ \| #\d+ \| /g)?.length ?? 0,
    html: (document) => document.match(/<tr>/g)!.length - 1,
    json: (document) => (JSON.parse(document) as { timeline: unknown[] }).timeline.length,
    csv: (document) => document.trimEnd().split("\r\n").length - 1,
    iris: (document) => document.trimEnd().split("\r\n").length - 1,
    stix: (document) =>
      (JSON.parse(document) as { objects: { type: string }[] }).objects.filter(
        ({ type }) => type === "note",
      ).length,
  };
  function lines(document: string): number {
    return document.trimEnd().split("\n").length;
  }

  it.each(AUDIENCE_IDS)("are as many in every format for %s", (audience) => {
    const { rows } = tellTimeline(inputOf(), AUDIENCES[audience]);
    expect(rows.length).toBeGreaterThan(5);
    for (const { id } of TIMELINE_FORMATS.filter((format) => format.id !== "ics"))
      expect([id, (COUNT[id] ?? lines)(rendered(id, audience))]).toEqual([id, rows.length]);
  });
});

describe("a restricted incident", () => {
  const input = inputOf({ codename: "sapphire", restricted: true });

  it.each(CASES)("%s for %s says its codename alone", (format, audience) => {
    const document = rendered(format, audience, input);
    const { id, declaredAt, head } = input.state;
    for (const secret of [id, declaredAt, declaredAt.slice(0, 10), head.hash.slice(0, 8), "P1"])
      expect(document).not.toContain(secret);
    expect(document).not.toMatch(/zq|c1:|Incident declared/);
  });

  it.each(["text", "md", "html", "json", "stix", "ics"])("%s is named by it", (format) => {
    expect(rendered(format, "executive", input)).toContain("sapphire");
  });

  it("is told to responders in full, for their eyes only", () => {
    const document = rendered("md", "responders", input);
    expect(document).toContain(`# Timeline ${input.state.id} (sapphire)`);
    expect(document).toContain("TLP:RED");
    expect(document).toContain("zqnote");
  });
});

describe("a whole post-mortem", () => {
  it.each(OUTSIDE)("for %s holds nothing that they may not know", (audience) => {
    const told = tellInput(inputOf(), AUDIENCES[audience]);
    const document = renderPostMortem(told!);
    const { may } = AUDIENCES[audience];
    for (const [dataClass, canary] of Object.entries(CANARY))
      expect([dataClass, document.includes(canary) && !may.has(dataClass as DataClass)]).toEqual([
        dataClass,
        false,
      ]);
    for (const canary of ALWAYS) expect(document).not.toContain(canary);
    expect(document).toContain("old key is DEAD");
  });

  it("of a restricted incident is none", () => {
    expect(tellInput(inputOf({ restricted: true }), AUDIENCES.executive)).toBeUndefined();
    expect(tellInput(inputOf({ restricted: true }), AUDIENCES.responders)).toBeDefined();
  });
});

it.each(OUTSIDE)("a document for %s is marked", (audience) => {
  const { tlp } = AUDIENCES[audience];
  for (const format of ["text", "md", "html", "json", "stix"])
    expect(rendered(format, audience)).toContain(tlp);
});
