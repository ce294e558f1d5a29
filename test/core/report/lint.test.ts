// The lint finds blame, secrets, personal data, empty places and loose actions, and never repeats a secret.
import { describe, expect, it } from "vitest";
import type { ClockRow } from "../../../src/core/compliance/clocks.ts";
import { findSecrets } from "../../../src/core/redaction/redact.ts";
import { keepRegion, readKept } from "../../../src/core/report/keep.ts";
import type { ReportInput } from "../../../src/core/report/input.ts";
import { carriedBy, uncarried } from "../../../src/core/report/lint/claims.ts";
import { lintPostMortem, type LintRecord } from "../../../src/core/report/lint/lint.ts";
import { documentVersion } from "../../../src/core/report/lint/record.ts";
import { renderPostMortem } from "../../../src/core/report/post-mortem.ts";
import { inputOf, plan, SMALL_RUNBOOK, stateOf, toEvents } from "../../support/incident-events.ts";
import { NIGHT } from "../../support/night.ts";

// In two pieces, so that no scanner takes this file for a leak.
const SECRET = ["sk_", "live_4eC39HqLyjWDarjtT1zdp7dc"].join("");

function rules(markdown: string): string[] {
  return lintPostMortem(markdown).map((finding) => `${String(finding.line)} ${finding.rule}`);
}

describe("lintPostMortem", () => {
  it.each([
    ["The deployer should have looked", "1 blame"],
    ["fine\nwe failed to see it", "2 blame"],
    ["it was human error", "1 blame"],
    [`the key ${SECRET}`, "1 secret"],
    ["ask dana@example.com", "1 personal-data"],
    ["call +49 171 1234567", "1 personal-data"],
    ["card 4111 1111 1111 1111", "1 personal-data"],
    [keepRegion("summary", ""), "2 not-written"],
    [keepRegion("summary", "<!-- a question -->\n\n"), "2 not-written"],
    [keepRegion("summary", "The key was deleted.\n"), "3 passive"],
  ])("%j -> %s", (markdown, found) => {
    expect(rules(markdown)).toEqual([found]);
  });

  it("never repeats what must not be there", () => {
    expect(JSON.stringify(lintPostMortem(`${SECRET} dana@example.com`))).not.toMatch(/4eC39|dana@/);
  });

  it("asks each action for an owner, a date, a ticket and a type", () => {
    const table = `| Id | Action | Type | Owner role | Due (YYYY-MM-DD) | Ticket |
|---|---|---|---|---|---|
| 1 | Add a scan | prevent | deployer | 2026-12-01 | SEC-12 |
| 2 | Write it down | think | | soon | |
`;
    expect(lintPostMortem(keepRegion("actions", table))).toMatchObject([
      { line: 6, rule: "action-owner", text: "2 Write it down" },
      { line: 6, rule: "action-due" },
      { line: 6, rule: "action-ticket" },
      { line: 6, rule: "action-type" },
    ]);
  });

  it("is silent about a finished text", () => {
    const text = keepRegion(
      "summary",
      "The key admin deleted the key at 02:12 and the deployer restarted the app.\n",
    );
    expect(lintPostMortem(text)).toEqual([]);
  });
});

const events = toEvents(NIGHT);
const made = inputOf(events);
const record: LintRecord = { made, later: 0, version: "0.1.0" };
const first = renderPostMortem(made);

/** The document with words of people in one place. */
function written(name: string, words: string): string {
  const region = readKept(first).regions.find((each) => each.name === name);
  if (region === undefined) throw new Error(`no region ${name}`);
  return first.slice(0, region.start) + words + first.slice(region.start + region.content.length);
}

/** What is held against the record, apart from what is unwritten. */
function against(document: string): string[] {
  return lintPostMortem(document, record)
    .filter(({ rule }) => rule !== "not-written")
    .map(({ rule, text }) => `${rule}: ${text}`);
}

describe("against the journal", () => {
  it("says nothing of what the record carries", () => {
    const words = `The key was visible since 2026-11-22 21:40 and dead at 02:12:20, after 2 min 13 s (#17); 6 minutes of outage.\n`;
    expect(against(written("summary", words))).toEqual([]);
  });

  it.each([
    ["an instant", "dead at 02:11:00", "02:11:00"],
    ["a day", "visible since 2026-11-20", "2026-11-20"],
    ["a length of time", "contained within 1 min 10 s", "1 min 10 s"],
    ["a number of the journal", "as #4711 shows", "#4711"],
    ["a finding", "see F-zzzzzz", "F-zzzzzz"],
    ["a count", "12,000 customers were hit by it", "12,000 customers"],
  ])("finds %s that it does not carry", (_what, words, claim) => {
    expect(against(written("impact", `${words}\n`))).toEqual([`not-on-record: ${claim}`]);
  });

  it("takes a count as the record writes it, with its comma or without", () => {
    const carried = carriedBy("17,300 requests of c1; 57 requests not ours", 9);
    const region = { name: "impact", line: 1, start: 0 };
    const found = ["17,300 requests", "17300 requests", "300 requests"].flatMap((content) =>
      uncarried({ ...region, content }, carried),
    );
    expect(found.map(({ text }) => text)).toEqual(["300 requests"]);
  });

  it("leaves plans alone: they lie ahead of the record", () => {
    expect(against(written("follow-up", "Review on 2027-03-01 at 09:00, see #4711.\n"))).toEqual(
      [],
    );
  });

  it("finds a figure that was changed, and a row that was taken out", () => {
    expect(
      against(first.replace("| Time to contain | 2 min 13 s |", "| Time to contain | 13 s |")),
    ).toEqual([
      "altered: 1 lines of the record are missing",
      "altered: a line that the journal does not give",
    ]);
    expect(against(first.replace(/^.*page taken down.*\n/m, ""))).toEqual([
      "altered: 1 lines of the record are missing",
    ]);
  });

  it("finds a name where the document shows roles", () => {
    expect(against(written("lucky", "It was dana who saw it.\n"))).toEqual(["name: dana"]);
  });

  it("finds people who speak, and those of the configuration", () => {
    expect(against(written("lucky", "Kim said so; Nobody said more.\n"))).toEqual(["name: Kim"]);
    const document = written("lucky", "It was Dana Miller who saw it.\n");
    const known = { ...record, made: { ...made, people: ["Dana Miller"] } };
    expect(lintPostMortem(document, known)).toContainEqual(
      expect.objectContaining({ rule: "name", text: "Dana Miller" }),
    );
  });

  it("names notices that still run when the incident is closed, and starts that were moved", () => {
    const row: ClockRow = {
      regime: "eu-gdpr",
      stage: "people",
      name: "GDPR",
      to: "people concerned",
      state: "running",
      dueAt: null,
      provisionalDueAt: null,
      zone: null,
      startedAt: null,
      startsWith: "aware_personal_data_at",
      startMoved: null,
      sentAt: null,
      warn: null,
      rule: null,
      warning: null,
      reason: "the people concerned are there",
      asksCounsel: false,
      isAssumed: false,
      isMatched: true,
      isNotice: true,
    };
    const clocks = [row, { ...row, regime: "uk-gdpr", state: "met" as const }];
    const aware = plan(9000, "fact.set", {
      credential: null,
      name: "awarePersonalDataAt",
      value: "2026-11-23T03:00:00.000Z",
      grade: "E3",
      source: "x",
    });
    const later = plan(9001, "fact.set", {
      ...aware.data,
      value: "2026-11-26T03:00:00.000Z",
    } as never);
    const moved = toEvents([...NIGHT, aware, later]);
    const state = { ...stateOf(SMALL_RUNBOOK, moved), state: "closed" as const };
    const closed: ReportInput = { ...made, events: moved, state, clocks };
    function found(input: ReportInput, change = (text: string) => text): string[] {
      return lintPostMortem(change(renderPostMortem(input)), {
        made: input,
        later: 0,
        version: "0.1.0",
      })
        .filter(({ rule }) => rule === "notice-open" || rule === "start-moved")
        .map(({ rule, text }) => `${rule}: ${text}`);
    }
    const numbers = moved.slice(-2).map(({ seq }) => `#${String(seq)}`);
    expect(found(closed)).toEqual([
      "notice-open: eu-gdpr people still runs: nobody is on record as having told people concerned",
      `start-moved: awarePersonalDataAt was stated 2 times (${numbers.join(", ")}), and a clock counts from it`,
    ]);
    expect(found({ ...closed, state: { ...state, state: "open" } })).toHaveLength(1);
    const explained = found(closed, (text) =>
      text.replace(
        /_Not written yet: what authorities[^\n]*/,
        `Legal moved it, ${numbers[1] ?? ""}.`,
      ),
    );
    expect(explained).toHaveLength(1);
  });

  it("reports one secret once, whatever it looks like besides", () => {
    // Behind `sk_` stands what another vendor's key looks like.
    const two = ["sk_", "live_", "4eC39HqLyjWDarjtT1zdp7dcQ8mN2v"].join("");
    expect(findSecrets(two).length).toBeGreaterThan(1);
    expect(rules(`key ${two}`)).toHaveLength(1);
    expect(rules(`key ${SECRET}`)).toHaveLength(1);
  });

  it("says that the journal has gone on, and what is of no state of it", () => {
    const later = { made, later: 4, version: "0.1.0" };
    expect(lintPostMortem(first, later).map(({ rule, text }) => `${rule}: ${text}`)).toContain(
      "outdated: the journal has 4 events more",
    );
    expect(lintPostMortem(first, null)[0]).toMatchObject({ line: 1, rule: "altered" });
  });

  it("says that another version made it, beside what differs by that", () => {
    const found = lintPostMortem(first, { ...record, version: "0.2.0" });
    expect(found.map(({ text }) => text)).toContain(
      "made by claro-ir 0.1.0; 0.2.0 may word the same record otherwise",
    );
  });

  it("asks for what the runbook asks and nobody answered, until a step says why", () => {
    const [step] = SMALL_RUNBOOK.steps.filter(({ id }) => id === "preserve-logs");
    if (step === undefined) throw new Error("no such step");
    function asking(id: string): LintRecord {
      const steps = SMALL_RUNBOOK.steps.map((one) =>
        one.id === id ? { ...one, inputs: ["logCoverage"] } : one,
      );
      return { ...record, made: { ...made, runbook: { ...SMALL_RUNBOOK, steps } } };
    }
    const open = lintPostMortem(first, asking("review-audit-logs"));
    expect(open).toContainEqual(
      expect.objectContaining({ rule: "unanswered", text: "Log coverage" }),
    );
    // It was skipped, with a reason.
    const skipped = lintPostMortem(first, asking("preserve-logs"));
    expect(skipped.map(({ rule }) => rule)).not.toContain("unanswered");
  });

  it("does not blame the journal's own words: they cannot be taken back", () => {
    const said = toEvents(NIGHT).map((event) =>
      event.type === "note.added"
        ? Object.assign({}, event, { data: { ...event.data, text: "we failed to see it" } })
        : event,
    );
    const own = { ...made, events: said };
    expect(
      lintPostMortem(renderPostMortem(own), { ...record, made: own }).map(({ rule }) => rule),
    ).not.toContain("blame");
    expect(lintPostMortem(renderPostMortem(own)).map(({ rule }) => rule)).toContain("blame");
  });

  it("reads which state a document was made from", () => {
    expect(documentVersion(first)).toEqual({
      seq: 36,
      hash: "b71e0a3c",
      now: "2026-11-27T09:00:00.000Z",
      version: "0.1.0",
      withNames: false,
    });
    expect(documentVersion(first.replace("Document version", "Version"))).toBeUndefined();
  });
});
