// What is known is filled into messages and shown where it is asked for; what is not known is left to be filled in.
import { expect, it } from "vitest";
import { auditFacts } from "../../../src/core/incident/decide/finding.ts";
import { filled, knownFor } from "../../../src/core/session/fill-words.ts";
import { audited, finding, outcomeWith } from "../../support/audited.ts";
import { given, started } from "../../support/given.ts";

const MESSAGE = [
  "Send: Is this yours? Key <name>, since <time>, <n> requests a minute,",
  "from <addresses>, agent <agent>.",
  "Keep the answer for <time> to come.",
];

const before = given(started()).world.state;

const suspect = {
  name: "203.0.113.57",
  members: 1,
  agents: ["k6"],
  country: "IE",
  network: null,
  requests: 180,
  accepted: 173,
  refused: 7,
  first: "2026-11-23T01:50:00.000Z",
  last: "2026-11-23T01:56:00.000Z",
  succeeded: null,
  did: [],
  findings: ["F-aaaaaa"],
};
const outcome = outcomeWith(
  [finding()],
  audited({
    suspects: [suspect],
    reached: ["/v1/prompts/42 (7)", "/v1/context/9 (1)"],
    notOurs: { callers: 1, requests: 180, accepted: 173, refused: 7 },
    derived: [],
  }),
);
const after = given(started())
  .when((world) => auditFacts(world, outcome))
  .thenFacts("audit.completed", "finding.raised").state;

it("a message has the key's name at once, and from the audit who, since when and how fast", () => {
  expect(filled(MESSAGE, before, null).slice(0, 2)).toEqual([
    "Send: Is this yours? Key production-web-app, since 2026-11-23T02:10Z, <n> requests a minute,",
    "from <addresses>, agent <agent>.",
  ]);
  expect(filled(MESSAGE, after, null)).toEqual([
    "Send: Is this yours? Key production-web-app, since 2026-11-23T01:50Z, 30 requests a minute,",
    "from 203.0.113.57, agent k6.",
    "Keep the answer for <time> to come.",
  ]);
});

it("the step about data that was read lists what was reached, and an empty list is no proof", () => {
  expect(knownFor(after, "identify-data-accessed")).toEqual([
    "Read or changed by what is not ours (requests that got through):",
    "  /v1/prompts/42 (7)",
    "  /v1/context/9 (1)",
    "c1: 180 requests by 1 caller not ours, 173 accepted, 7 refused",
  ]);
  const older = outcomeWith([], audited({ reached: ["/v1/prompts/42 (7)"] }));
  const { state } = given(started())
    .when((world) => auditFacts(world, older))
    .thenFacts("audit.completed");
  expect(knownFor(state, "identify-data-accessed")).toEqual([
    "Reached by what is not ours (requests, refused ones among them):",
    "  /v1/prompts/42 (7)",
  ]);
  expect(knownFor(after, "check-persistence")[0]).toContain("no proof");
  expect(knownFor(before, "identify-data-accessed")[0]).toContain("No log was looked through yet");
  expect(knownFor(after, "establish-window")).toEqual([
    "c1 by the logs: 2026-11-23 01:50Z to 01:56Z",
  ]);
  expect(knownFor(after, "alert-security-team")).toEqual([]);
});
