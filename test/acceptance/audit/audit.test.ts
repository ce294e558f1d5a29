// The audit inside an incident with the built program: a rehearsal's thief found, evidence given out, by flags and in a real terminal.
import { execFileSync } from "node:child_process";
import { readdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, it } from "vitest";
import type { Rehearsal } from "../../../src/cli/rehearsal.ts";
import type { AuditReport } from "../../../src/core/audit/report.ts";
import type { FindingRecord, SuspectRecord } from "../../../src/core/incident/audit-state.ts";
import type { Status } from "../../../src/core/incident/status.ts";
import { cli, jsonOf, tempHome, type Home } from "../../support/cli.ts";
import { openTerminal } from "../../support/terminal.ts";
import { gatewayLog } from "./log.ts";

const TIMEOUT = 120_000;

interface Findings {
  readonly report: string;
  readonly findings: readonly FindingRecord[];
  readonly callers: readonly SuspectRecord[];
}

async function rehearsed(home: Home, scenario: string): Promise<Rehearsal> {
  const args = ["drill", "--auto", "--scenario", scenario, "--seed", "7", "--json"];
  return jsonOf<Rehearsal>(await cli(args, { home }));
}

async function reportOf(home: Home, incident: string): Promise<AuditReport> {
  const { report } = jsonOf<Findings>(
    await cli(["finding", "list", "--incident", incident, "--json"], { home }),
  );
  const path = join(home.store, "incidents", incident, "evidence", `${report}.json`);
  return JSON.parse(await readFile(path, "utf8")) as AuditReport;
}

async function misuseOf(home: Home, incident: string) {
  const status = jsonOf<Status>(await cli(["status", "--incident", incident, "--json"], { home }));
  return status.credentials[0]?.misuse;
}

it(
  "a rehearsal finds its thief by the logs alone, names none of its own, and gives out what proves it",
  { timeout: TIMEOUT },
  async () => {
    await using home = await tempHome();
    const { incident, workspace } = await rehearsed(home, "cold");
    expect(await misuseOf(home, incident)).toMatchObject({
      verdict: "CONFIRMED",
      judged: "malicious",
      open: 0,
      use: { more: 1, agents: ["scrapy", "python-requests"] },
    });
    const [audit] = (await reportOf(home, incident)).credentials;
    expect(audit?.misuse).toBe("CONFIRMED");
    const blamed = new Set(audit?.findings.flatMap((finding) => finding.who));
    expect([...blamed].toSorted()).toEqual([
      "192.0.2.199",
      "198.51.100.23",
      "203.0.113.57",
      "203.0.113.61",
    ]);

    const at = ["--incident", incident] as const;
    const bag = join(home.folder, "bag");
    const exported = await cli(["evidence", "export", "--output", bag, ...at], { home });
    expect(exported.code).toBe(0);
    const checked = execFileSync("sha256sum", ["--quiet", "-c", "manifest-sha256.txt"], {
      cwd: bag,
    });
    expect(checked.toString()).toBe("");
    const leaked = (await readFile(join(workspace, "leaked.key"), "utf8")).trim();
    const files = await readdir(bag, { recursive: true, withFileTypes: true });
    for (const file of files.filter((entry) => entry.isFile()))
      expect(await readFile(join(file.parentPath, file.name), "utf8")).not.toContain(leaked);

    const shown = await cli(["evidence", "show", "access.jsonl", "--lines", "1", ...at], { home });
    expect(shown.stdout).toContain('"key_id"');
    const timeline = await cli(["timeline", "--format", "jsonl", ...at], { home });
    expect(timeline.stdout).toContain('"type":"evidence.exported"');
    expect(timeline.stdout).toContain('"type":"evidence.viewed"');

    const evidence = join(home.store, "incidents", incident, "evidence");
    const [first] = (await readdir(evidence)).filter((name) => name.endsWith(".jsonl"));
    await writeFile(join(evidence, first ?? ""), "nothing happened\n");
    expect((await cli(["verify", ...at], { home })).code).toBe(7);
    const again = await cli(["evidence", "export", "--output", `${bag}2`, ...at], { home });
    expect(again.code).toBe(7);
    expect(await readdir(home.folder)).not.toContain("bag2");
  },
);

it(
  "a load test that its owner answers for is not called misuse",
  { timeout: TIMEOUT },
  async () => {
    await using home = await tempHome();
    const { incident } = await rehearsed(home, "suspicion");
    const [audit] = (await reportOf(home, incident)).credentials;
    expect(["POSSIBLE", "UNKNOWN"]).toContain(audit?.misuse);
    expect(await misuseOf(home, incident)).toMatchObject({ verdict: audit?.misuse, open: 0 });
  },
);

/** An incident about the key of the log, its logs saved. */
async function declared(home: Home, runbook: string): Promise<void> {
  const start = ["start", "--no-input", "--key", "production-web-app", "--key-id"];
  const ended = await cli([...start, "key_production_web", "--runbook", runbook], { home });
  expect(ended.code).toBe(0);
  await cli(["step", "done", "preserve-logs", "--note", "copied"], { home });
}

it(
  "by flags: collected, reviewed, judged; nothing of a log line reaches a terminal as it is",
  { timeout: TIMEOUT },
  async () => {
    await using home = await tempHome();
    await declared(home, "compromised-key");
    const log = await gatewayLog(home, Date.now());
    const none = await cli(["run", "collect-access-logs"], { home });
    expect(none.code).toBe(3);
    expect(none.stderr).toContain("add --file");
    const plan = await cli(["run", "collect-access-logs", "--file", log, "--dry-run"], { home });
    expect(plan.stdout).toContain(`copy ${log}`);
    const collected = await cli(["run", "collect-access-logs", "--file", log], { home });
    expect(collected.stdout).toContain("4,400 lines");
    const reviewed = await cli(["run", "review-audit-logs"], { home });
    expect(reviewed.code).toBe(0);
    const refused = await cli(["step", "done", "review-audit-logs"], { home });
    expect(refused.code).toBe(3);
    expect(refused.stderr).toContain("is not judged");
    const list = await cli(["finding", "list"], { home });
    for (const said of [reviewed, list])
      expect(`${said.stdout}${said.stderr}`).not.toContain("\u001b");
    const { findings } = jsonOf<Findings>(await cli(["finding", "list", "--json"], { home }));
    const high = findings.filter(({ level }) => level === "high" || level === "critical");
    expect(high.length).toBeGreaterThan(0);
    expect((await cli(["finding", "malicious", high[0]?.id ?? ""], { home })).code).toBe(2);
    let last = "";
    const { callers } = jsonOf<Findings>(await cli(["finding", "list", "--json"], { home }));
    expect(callers.length).toBeLessThan(high.length);
    const because = ["--because", "no host of ours"] as const;
    for (const { name } of callers)
      last += (await cli(["finding", "malicious", "--caller", name, ...because], { home })).stdout;
    expect(last).toContain("completes review-audit-logs");
    expect(last).toContain("next: claro-ir next");
    const told = (await cli(["status"], { home })).stdout.replaceAll(/\s+/g, " ");
    expect(told).toContain("misuse confirmed: ");
    expect(told).toContain(`from ${callers[0]?.name ?? "nobody"}`);
    const watched = await cli(["watch", "--once", "--file", log], { home });
    expect(watched.code).toBe(3);
    const document = await cli(["postmortem"], { home });
    expect(await readFile(document.stdout.trim(), "utf8")).not.toMatch(/<img|\n=cmd/);
  },
);

it(
  "in a terminal of 40 columns: from the row to the findings, a letter and a reason for each caller",
  { timeout: TIMEOUT },
  async () => {
    await using home = await tempHome();
    await declared(home, "suspicious-usage");
    const log = await gatewayLog(home, Date.now());
    let answers = 0;
    await using window = openTerminal({ home, args: ["resume"], columns: 40 });
    await window.waitFor("q leave");
    const row = /^[ >](\d) Save the logs/m.exec(window.screen())?.[1] ?? "?";
    window.press(row);
    await window.waitFor("File or folder of the logs");
    await window.settled();
    window.type(log);
    window.press("Enter");
    await window.waitFor("Whose use was it?");
    expect(window.screen()).toContain("m misuse o ours u unknown Enter read ? b");
    window.press("Enter");
    await window.waitFor("back to the list");
    await window.settled();
    window.press("b");
    for (;;) {
      await window.waitFor(/Whose use was it\?[^]*Enter read \? b$/m);
      await window.settled();
      if (/all \d+ judged/.test(window.screen())) break;
      answers += 1;
      window.press("m");
      await window.waitFor("How do you know");
      await window.settled();
      window.type("no host of ours");
      window.press("Enter");
    }
    // Three callers, eight findings.
    expect(answers).toBe(3);
    window.press("b");
    await window.waitFor(/misuse confirmed/);
    window.press("q");
    await window.ended();
  },
);
