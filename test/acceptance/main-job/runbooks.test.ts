// Every runbook of the package is played to its end on the sandbox by somebody who only types what `next` shows, in the order that its domain asks for.
import { describe, expect, it } from "vitest";
import { askNext, goOnToClose } from "./follow-next.ts";
import { openScene, type Row, type Strategy } from "./scene.ts";

const START = "start --no-input --key production-web-app --secret-file leaked.key --data internal";
const CREATED = "key.created";
const CUT = "key.blocked";
const DEAD = "key.died";

interface Play {
  readonly runbook: string;
  /** What the decision table says where nothing but the runbook is known. */
  readonly strategy: Strategy;
  /** What `next` shows first. */
  readonly first: string;
  /** Steps done or events recorded, each pair in this order. */
  readonly order: readonly (readonly [before: string, after: string])[];
}

const PLAYS: readonly Play[] = [
  {
    runbook: "compromised-key",
    strategy: "contain-first",
    first: "decide outage",
    order: [[CUT, CREATED]],
  },
  {
    runbook: "suspicious-usage",
    strategy: "replace-first",
    first: "capture-minimum-evidence",
    order: [
      ["decide-verdict", CREATED],
      [CREATED, CUT],
    ],
  },
  {
    runbook: "ci-secret-exposure",
    strategy: "contain-first",
    first: "stop-runs",
    order: [
      ["stop-runs", CUT],
      ["preserve-logs", "hide-log"],
      ["prove-masking", "reenable-workflow"],
    ],
  },
  {
    runbook: "lost-key",
    strategy: "replace-first",
    first: "confirm-loss",
    order: [
      ["confirm-loss", CREATED],
      ["verify-replacement-live", CUT],
    ],
  },
  {
    runbook: "leaked-in-git",
    strategy: "contain-first",
    first: "decide outage",
    order: [
      [CUT, CREATED],
      ["preserve-git-evidence", "stop-exposure-source"],
      [DEAD, "rewrite-history"],
      ["rewrite-history", "purge-exposed-secret"],
    ],
  },
  {
    runbook: "leaked-in-logs",
    strategy: "replace-first",
    first: "capture-minimum-evidence",
    order: [
      ["stop-the-logging", "target.written"],
      [DEAD, "purge-exposed-secret"],
      ["preserve-logs", "purge-exposed-secret"],
    ],
  },
  {
    runbook: "key-in-client-app",
    strategy: "contain-first",
    first: "decide outage",
    order: [
      ["ship-backend-release", "purge-exposed-secret"],
      [DEAD, "purge-exposed-secret"],
    ],
  },
  {
    runbook: "offboarding",
    strategy: "replace-first",
    first: "record-departure",
    order: [
      ["verify-replacement-live", "remove-membership"],
      ["verify-replacement-live", "remove-from-stores"],
      [CREATED, CUT],
      [DEAD, "sign-off-departure"],
    ],
  },
  {
    runbook: "vendor-breach",
    strategy: "replace-first",
    first: "suspend-integration",
    order: [
      ["suspend-integration", CREATED],
      [DEAD, "reopen-integration"],
      ["get-assurance", "reopen-integration"],
    ],
  },
  {
    runbook: "package-compromise",
    strategy: "contain-first",
    first: "isolate-hosts",
    order: [
      ["isolate-hosts", CUT],
      ["cut-publish-tokens", CUT],
      ["use-clean-machine", CREATED],
      ["pin-good-version", "rebuild-releases"],
    ],
  },
];

/** Number of the first row that says a step was done or an event happened. */
function seqOf(rows: readonly Row[], what: string): number {
  const row = rows.find(
    ({ type, step }) => type === what || (type === "step.completed" && step === what),
  );
  expect(row, `${what} is on record`).toBeDefined();
  return row?.seq ?? Number.NaN;
}

describe.each(PLAYS)("$runbook", { timeout: 120_000 }, ({ runbook, strategy, first, order }) => {
  it("leads to its end by next alone, in the order of its domain", async () => {
    await using scene = await openScene({ by: "hands" });
    await scene.expectExit(0, `${START} --runbook ${runbook}`);
    const { incident, credentials } = await scene.status();
    expect(credentials[0]?.strategy).toBe(strategy);
    const [shown = ""] = await askNext(scene);
    expect(shown).toContain(first);
    await goOnToClose(scene);
    const ended = await scene.status(incident);
    expect([ended.state, ended.credentials[0]?.old.state, ended.credentials[0]?.new.state]).toEqual(
      ["closed", "dead", "in-use"],
    );
    expect(await scene.answerTo(await scene.leaked())).toBe(401);
    const rows = await scene.rows(incident);
    const wrong = order.filter(([before, after]) => !(seqOf(rows, before) < seqOf(rows, after)));
    expect(wrong).toEqual([]);
    await scene.expectExit(0, `verify --incident ${incident}`);
  });
});
