// What logs showed, in the post-mortem: verdict, findings with people's words, what was not seen, earlier values of a fact.
import { expect, it } from "vitest";
import { renderPostMortem } from "../../../src/core/report/post-mortem.ts";
import { audited, finding } from "../../support/audited.ts";
import { seen as caller } from "../../support/two-callers.ts";
import { DECLARED, eventsOf, fact, given, on, RUNBOOK, started } from "../../support/given.ts";

const c1 = on("c1");
const HOSTILE = "RO|<img src=x>\u001b[31m";

const seen = given(started()).and(
  c1.probed("old", "ALIVE"),
  c1.blocked(),
  c1.died,
  fact("audit.completed", {
    ...audited({
      misuse: "PROBABLE",
      because: ["41 requests from a country never seen before"],
      firstAbuse: "2026-11-23T01:50:00.000Z",
      reached: ["GET /v1/prompts (41)"],
    }),
    sources: [
      {
        name: "access.jsonl",
        format: "claro-access",
        lines: 900,
        rejected: 2,
        from: "2026-10-24T00:00:00.000Z",
        to: DECLARED,
      },
    ],
    gaps: ["2026-11-22 05:00 to 06:00"],
  }),
  fact("finding.raised", { findings: [finding({ title: HOSTILE })], more: 0 }),
  fact("fact.set", {
    name: "cause",
    value: "ci",
    credential: null,
    source: "operator",
    grade: "E3",
  }),
  fact("fact.set", {
    name: "cause",
    value: "code",
    credential: null,
    source: "operator",
    grade: "E2",
  }),
);

function documentOf({ state, past }: typeof seen): string {
  return renderPostMortem({
    state,
    events: eventsOf(past),
    runbook: RUNBOOK,
    now: DECLARED,
    version: "0.1.0",
    clean: (text) => text,
    withNames: false,
  });
}

it("says how sure we are, what was reached, and what no log shows", () => {
  const document = documentOf(seen);
  expect(document).toMatch(/c1 production-web-app .*; misuse: \*\*probable\*\*\./);
  expect(document).toContain("41 requests from a country never seen before");
  expect(document).toContain("GET /v1/prompts (41)");
  expect(document).toMatch(/access\.jsonl \| claro-access \| 900 \| 2 \| 2026-10-24/);
  expect(document).toContain("- gap: 2026-11-22 05:00 to 06:00");
});

it("lists findings with people's words, and nothing of a log becomes markup", () => {
  expect(documentOf(seen)).toMatch(
    /F-aaaaaa \| c1 \| high \| RO&#124;&lt;img src=x&gt;.* \| not judged \|/,
  );
  const judged = seen.and(
    fact("finding.judged", {
      finding: "F-aaaaaa",
      title: "RO",
      verdict: "malicious",
      because: "nobody of ours",
    }),
  );
  const document = documentOf(judged);
  expect(document).toMatch(/misuse, [a-z ]+1?: nobody of ours/);
  expect(document).toContain("misuse: **confirmed**");
  for (const raw of ["<img", "\u001b"]) expect(document).not.toContain(raw);
});

/** Three callers: a thief who was taken for ours at first, one whom nobody knows, one of whom nobody has said anything. */
function judgedCallers(): string {
  function said(suspect: string, verdict: "malicious" | "benign" | "unknown", because: string) {
    return fact("suspect.judged", { suspect, verdict, because });
  }
  const found = ["F-aaaaaa"];
  const suspects = ["203.0.113.1", "203.0.113.2", "203.0.113.3"].map((ip) =>
    caller(ip, found, { accepted: 15, refused: 5 }),
  );
  const notOurs = { callers: 3, requests: 60, accepted: 45, refused: 15 };
  return documentOf(
    given(started()).and(
      fact(
        "audit.completed",
        audited({ misuse: "PROBABLE", suspects, notOurs, reached: ["/v1 (45)"] }),
      ),
      fact("finding.raised", { findings: [finding()], more: 0 }),
      said("203.0.113.1", "benign", "a colleague, I thought"),
      said("203.0.113.1", "malicious", "no host of ours"),
      said("203.0.113.2", "unknown", "nobody knows it"),
    ),
  );
}

it("has a table of callers with the word on each and the one before it", () => {
  const document = judgedCallers();
  expect(document).toContain("### Callers in the logs");
  expect(document).toMatch(
    /\| 203\.0\.113\.1 \| curl; RO \| 20 requests, 15 accepted, 5 refused, .* \| misuse, [a-z ]+: no host of ours \| ours, [a-z ]+: a colleague, I thought \(#\d+\) \|/,
  );
  expect(document).toMatch(/\| 203\.0\.113\.3 \| .* \| to judge \|  \|/);
});

it("counts use that is not ours in the same words wherever it stands, refused tries apart", () => {
  const document = judgedCallers();
  const figures = "60 requests by 3 callers not ours, 45 accepted, 15 refused";
  expect(document.split(figures)).toHaveLength(3);
  expect(document).toContain("Read or changed by what is not ours");
});

it("says whose use nobody knows where it says what is not known", () => {
  const unknown = judgedCallers().split("Not known:")[1] ?? "";
  expect(unknown).toMatch(/- whose use 203\.0\.113\.2 was: .* \(counted as not ours\)/);
  expect(unknown).toMatch(/- whose use 203\.0\.113\.3 was: .* \(nobody has said\)/);
  expect(unknown).not.toContain("whose use 203.0.113.1");
});

it("shows the values that a fact had before", () => {
  expect(documentOf(seen)).toMatch(/\| cause \| code \| E2 \| operator \| #\d+ \| ci \(#\d+\) \|/);
});

it("shows who still tried the dead key", () => {
  const knock = {
    ip: "203.0.113.9",
    agent: "curl",
    count: 7,
    accepted: 0,
    first: DECLARED,
    last: DECLARED,
  };
  const watched = seen.and(
    fact("watch.observed", {
      credential: "c1",
      from: DECLARED,
      to: DECLARED,
      seenTo: DECLARED,
      ours: [],
      theirs: [knock],
      more: 0,
      accepted: 0,
      sources: [],
    }),
  );
  expect(documentOf(watched)).toMatch(/### After the cut[\s\S]*\| c1 \| .* \| 0 \| 7 \| 0 \|/);
});
