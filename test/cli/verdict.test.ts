// A suspicion by flags: `start` finds its runbook, `decide verdict` brings the other one, and the record stays whole.
import { describe, expect, it } from "vitest";
import type { Status } from "../../src/core/incident/status.ts";
import { cli, jsonOf, tempHome } from "../support/cli.ts";

describe("a suspicion by flags", { timeout: 60_000 }, () => {
  it("opens with its own runbook and goes on as a compromised key once it is confirmed", async () => {
    await using home = await tempHome();
    async function say(...args: readonly string[]) {
      const ended = await cli(args, { home });
      expect([args, ended.code, ended.stderr]).toEqual([args, 0, expect.anything()]);
      return ended;
    }
    async function status() {
      return jsonOf<Status>(await say("status", "--json"));
    }
    const known = ["--evidence-level", "suspected-anomaly", "--environment", "staging"];
    await say("start", "--no-input", "--key", "staging-web-app", ...known);
    const before = await status();
    expect([before.runbook.id, before.severity]).toEqual(["suspicious-usage", "P4"]);
    await say("step", "done", "preserve-logs");

    const reason = ["--because", "nobody knows these addresses"];
    const planned = await say("decide", "verdict", "confirmed", ...reason, "--dry-run");
    expect(planned.stdout).toContain("runbook.changed");
    const decided = await say("decide", "verdict", "confirmed", ...reason);
    expect(decided.stdout).toContain("now compromised-key");
    const after = await status();
    expect(after.runbook.id).toBe("compromised-key");
    const steps = after.phases.flatMap((phase) => phase.steps);
    expect(steps.find((step) => step.id === "preserve-logs")?.state).toBe("done");
    await say("rebuild");
    expect(await status()).toMatchObject({ phase: after.phase, runbook: after.runbook });
    await say("verify");
    expect((await say("timeline", "--format", "text")).stdout).toContain("compromised-key");
    const twice = await cli(["decide", "verdict", "benign", ...reason], { home });
    expect(twice.code).toBe(3);
  });
});
