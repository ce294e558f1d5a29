// In which words each audience is told: without names in people's reasons, and customers in plain ones.
import { describe, expect, it } from "vitest";
import { AUDIENCES, type AudienceId } from "../../../src/core/report/audience/audience.ts";
import { tellTimeline } from "../../../src/core/report/audience/tell.ts";
import { TIMELINE_FORMATS } from "../../../src/core/report/format/index.ts";
import type { ReportInput } from "../../../src/core/report/input.ts";
import { allTools } from "../../support/format-tools.ts";
import { plan, SMALL_RUNBOOK, stateOf, toEvents } from "../../support/incident-events.ts";
import { NIGHT } from "../../support/night.ts";

const tools = await allTools();

function inputOf(): ReportInput {
  const events = toEvents(NIGHT);
  return {
    state: stateOf(SMALL_RUNBOOK, events),
    events,
    runbook: SMALL_RUNBOOK,
    now: "2026-11-27T09:00:00.000Z",
    version: "0.1.0",
    clean: (text) => text,
    withNames: false,
  };
}

function rendered(format: string, audience: AudienceId): string {
  const { rows, context } = tellTimeline(inputOf(), AUDIENCES[audience]);
  const found = TIMELINE_FORMATS.find((one) => one.id === format);
  // Without line breaks and indents.
  return found?.render(rows, context, tools).replaceAll(/\r?\n[ ]*/g, " ") ?? "";
}

describe("people's own words", () => {
  /** The texts of the rows of a judgement with that reason, by someone who works at a host of that name. */
  function told(because: string, more: Partial<ReportInput> = {}): string {
    const events = toEvents([
      ...NIGHT,
      plan(6100, "finding.raised", {
        findings: [
          {
            id: "F-3k9x2a",
            rule: "x",
            level: "low",
            confidence: "high",
            title: "x",
            credential: "c1",
            subject: "ours",
            window: { from: "2026-11-23T02:00:00.000Z", to: "2026-11-23T02:01:00.000Z" },
            succeeded: null,
            observed: "x",
            expected: "x",
            threshold: "x",
            events: 1,
            samples: [],
            refute: "x",
          },
        ],
        more: 0,
      }),
      plan(6101, "target.added", {
        credential: "c1",
        target: "prod-1",
        definition: { id: "prod-1", kind: "exec", options: {} },
      }),
      plan(6110, "finding.judged", {
        finding: "F-3k9x2a",
        title: "x",
        verdict: "malicious",
        because,
      }),
    ]);
    const input = { ...inputOf(), events, state: stateOf(SMALL_RUNBOOK, events), ...more };
    const { rows } = tellTimeline(input, AUDIENCES.regulator);
    return rows.find((row) => row.type === "finding.judged")?.text.split(": ")[1] ?? "";
  }

  it.each([
    ["no host of ours", "no host of ours"],
    ["Kim says not ours", "[person] says not ours"],
    ["seen by Kim; Kim said no", "seen by [person]; [person] said no"],
    ["Nobody said so", "Nobody said so"],
    ["not one of prod-1", "not one of [place]"],
  ])("%s -> %s", (because, expected) => {
    expect(told(because)).toBe(expected);
  });

  it("are without the people whom the configuration names", () => {
    expect(told("checked with Dana Miller", { people: ["Dana Miller"] })).toBe(
      "checked with [person]",
    );
  });

  it("are not those of a rule that somebody followed", () => {
    const events = toEvents([
      plan(1, "outage.accepted", {
        credential: "c1",
        minutes: 17,
        because: "it is public, and bots use public keys within minutes",
      }),
    ]);
    const { rows } = tellTimeline({ ...inputOf(), events }, AUDIENCES.regulator);
    expect(rows.map((row) => row.text)).toEqual(["c1: outage of 17 minutes accepted"]);
  });
});

describe("customers", () => {
  function told(state: Partial<ReportInput["state"]>): readonly string[] {
    const input = inputOf();
    const { context } = tellTimeline(
      { ...input, state: { ...input.state, ...state } },
      AUDIENCES.customer,
    );
    return context.told?.statements ?? [];
  }
  function facts(values: Readonly<Record<string, string>>): ReportInput["state"]["facts"] {
    const entries = Object.entries(values).map(([name, value]) => [
      name,
      { value, grade: "E1", source: "x", at: "2026-11-23T03:00:00.000Z", by: "x", seq: 1 },
    ]);
    return Object.fromEntries(entries) as ReportInput["state"]["facts"];
  }
  function audited(misuse: "CONFIRMED" | "POSSIBLE" | "UNKNOWN"): ReportInput["state"]["audit"] {
    return { credentials: [{ credential: "c1", misuse }] } as never;
  }

  it("read what happened to the key without a word of how it is handled", () => {
    const { rows } = tellTimeline(inputOf(), AUDIENCES.customer);
    const texts = rows.map((row) => row.text);
    expect(texts).toContainEqual(expect.stringMatching(/^The leaked key had stopped working at /));
    expect(texts).toContain("A service uses the new key");
    expect(texts.join("\n")).not.toMatch(/c1|DEAD|place \d|provider|^$/m);
  });

  it.each([
    [
      audited("CONFIRMED"),
      "Somebody else used the key from 2026-11-23 01:58 to 2026-11-23 02:20 UTC.",
    ],
    [audited("POSSIBLE"), "Somebody else may have used the key; that is not yet certain."],
    [audited("UNKNOWN"), "The logs that we have show no use of the key by somebody else."],
    [null, "Whether somebody else used the key is not yet known."],
  ])("learn whether it was used (%#)", (audit, sentence) => {
    const known = facts({
      firstAbuseAt: "2026-11-23T01:58:10.000Z",
      lastAbuseAt: "2026-11-23T02:20:00.000Z",
    });
    expect(told({ audit, findings: [], suspects: [], facts: known })[0]).toBe(sentence);
  });

  it.each([
    ["confirmed", "Your data: read."],
    ["none", "Your data: not read, as far as we know."],
    ["unknown", "Your data: not yet known whether it was read."],
  ])("learn whether their data was read: %s", (value, sentence) => {
    expect(told({ facts: facts({ dataAccessed: value }) })[1]).toBe(sentence);
    expect(told({ facts: {} })[1]).toBe("Your data: not yet known whether it was read.");
  });

  it.each(["text", "md", "html", "json"])("find it in %s", (format) => {
    expect(rendered(format, "customer")).toContain("Your data: not yet known whether");
    expect(rendered(format, "regulator")).not.toContain("Your data");
  });
});
