// The audit inside an incident: logs collected with what they cover, reviewed, judged.
import { createHash } from "node:crypto";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { beforeEach, describe, expect, it, onTestFinished } from "vitest";
import { judge } from "../../src/app/finding.ts";
import { change } from "../../src/app/incident.ts";
import { planStep } from "../../src/app/run-step.ts";
import { BY_CONTENT, logFiles, readLogs } from "../../src/app/logs.ts";
import { wantedLogs } from "../../src/app/log-places.ts";
import type { App } from "../../src/app/context.ts";
import { openFindings } from "../../src/core/incident/misuse.ts";
import { MINUTE, SECOND } from "../../src/core/instant.ts";
import type { ReadRequest } from "../../src/ports/access-log.ts";
import { activityOf, logsSay, type Request } from "../support/audited.ts";
import { begin, failure, OLD, Room, run } from "../support/memory-app.ts";
import { done } from "../support/facts.ts";

let room: Room;
let app: App;
let id: string;
let folder: string;
let asked: ReadRequest[];

/** Nobody of ours: many addresses of one network, reading for twenty minutes. */
const THIEF: readonly Request[] = Array.from({ length: 60 }, (_, at) => ({
  after: -30 * MINUTE + at * 20 * SECOND,
  ip: `203.0.113.${String(50 + (at % 3))}`,
  agent: "python-requests/2.32",
  country: "RO",
}));

beforeEach(async () => {
  room = new Room();
  app = room.app();
  id = await begin(app, { strategy: "contain-first" });
  folder = await mkdtemp(join(tmpdir(), "claro-ir-logs-"));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  await writeFile(join(folder, "access.jsonl"), '{"ip":"203.0.113.50"}\n');
  asked = logsSay(room, THIEF);
});

function collect(files: readonly string[] = [join(folder, "access.jsonl")]) {
  return run(app, id, "collect-access-logs", { files });
}

async function preserved(): Promise<void> {
  await change(app, id, () => [done("preserve-logs")]);
}

describe("collecting", () => {
  it("copies, says what the logs cover, and completes the step with both facts", async () => {
    await preserved();
    const { lines } = await collect();
    expect(lines.join("\n")).toContain("access.jsonl: 2026-10-20 00:00Z to 2026-11-23 02:10Z");
    const { facts, steps, evidence } = await room.state(id);
    expect(facts["logLocations"]).toMatchObject({ grade: "E1", source: "collected logs" });
    expect(facts["logLocations"]?.value).toContain("/access.jsonl");
    expect(facts["logCoverage"]?.value).toMatch(
      /^access\.jsonl: .* 40 lines, 1 could not be read$/,
    );
    expect(steps["collect-access-logs"]).toMatchObject({
      status: "done",
      grade: "E1",
      evidence: [evidence[0]?.sha256],
    });
    expect(asked[0]?.paths[0]).toContain(evidence[0]?.file);
    expect(asked[0]?.keys).toEqual([
      {
        key: "c1",
        names: [
          "k-old",
          "production-web-app",
          OLD.slice(-4),
          createHash("sha256").update(OLD).digest("base64"),
          expect.stringContaining("[key fp:"),
        ],
      },
    ]);
  });

  it("stays open, and says so, while what it waits for is not done", async () => {
    expect((await collect()).lines.slice(-2)).toEqual([
      "collect-access-logs stays open until these are done: preserve-logs",
      "  claro-ir step show preserve-logs",
    ]);
    expect((await room.state(id)).evidence).toHaveLength(1);
  });

  it("again takes in only what is new, a whole folder too", async () => {
    await preserved();
    await collect();
    await writeFile(join(folder, "access.2.jsonl"), '{"ip":"10.0.0.7"}\n');
    const { lines } = await collect([folder]);
    expect(lines.filter((line) => line.includes("bytes"))).toHaveLength(1);
    expect((await room.state(id)).evidence.map((one) => one.name)).toEqual([
      "access.jsonl",
      "access.2.jsonl",
    ]);
    expect(room.said).toContain("access.jsonl is stored already");
  });

  it("without a name takes those of the configuration, else those that somebody told of", async () => {
    await change(app, id, () => [
      {
        type: "fact.set",
        data: {
          name: "logLocations",
          value: `S3, ${join(folder, "access.jsonl")}`,
          credential: null,
          source: "operator",
          grade: "E3",
        },
      },
    ]);
    const told = await wantedLogs(app, await room.state(id));
    expect(told.map((one) => one.path)).toEqual([join(folder, "access.jsonl")]);
    expect(room.said).toContain("not here: S3");
    const path = join(folder, "access.jsonl");
    const reading = { format: "jsonl", columns: { key: "/last4" }, zone: null };
    const config = {
      ...app.config,
      audit: { ...app.config.audit, sources: [{ path, ...reading }] },
    };
    const configured = await wantedLogs({ ...app, config }, await room.state(id));
    expect(configured).toEqual([{ path, name: path, reading }]);
  });

  it("without any is a person's work; a path that is not there is a mistake; a plan copies nothing", async () => {
    expect((await failure(collect([]))).code).toBe("manual-step");
    expect((await failure(collect([join(folder, "nothing")]))).exitCode).toBe(2);
    const options = { target: undefined, action: undefined, confirm: undefined, secret: undefined };
    const plan = await planStep(app, {
      incident: id,
      step: "collect-access-logs",
      credential: undefined,
      options: {
        ...options,
        keyId: undefined,
        name: undefined,
        replaceOther: false,
        timeoutMs: undefined,
        files: [folder],
      },
    });
    expect(plan).toEqual([`copy ${join(folder, "access.jsonl")} into the evidence of ${id}`]);
    expect((await room.state(id)).evidence).toEqual([]);
  });

  it("of a log that holds the key reads the copy without it", async () => {
    await preserved();
    await writeFile(join(folder, "access.jsonl"), `{"authorization":"${OLD}"}\n`);
    await collect();
    const { evidence } = await room.state(id);
    expect(asked[0]?.paths[0]).toContain(evidence[0]?.redacted?.file);
  });
});

describe("reviewing", () => {
  beforeEach(async () => {
    await preserved();
    await collect();
  });

  it("puts verdict, findings and the report on record, and waits for a person", async () => {
    const { next } = await run(app, id, "review-audit-logs");
    const state = await room.state(id);
    expect(state.steps["review-audit-logs"]).toBeUndefined();
    expect(["CONFIRMED", "PROBABLE"]).toContain(state.audit?.credentials[0]?.misuse);
    expect(openFindings(state).length).toBeGreaterThan(0);
    expect(next?.join("\n")).toMatch(
      /to judge {2}203\.0\.113\.\d+ .*requests[^]*next: claro-ir finding list\n.*claro-ir finding malicious --caller/,
    );
    const types = await room.types(id);
    expect(types.indexOf("evidence.viewed")).toBeLessThan(types.indexOf("audit.completed"));
    const report = state.evidence.find((one) => /^audit-\d{8}-\d{6}Z\.json$/.test(one.name));
    expect(report?.sha256).toBe(state.audit?.report);
    const bytes = await room.vault.readFile(id, report?.file ?? "");
    expect(JSON.parse(new TextDecoder().decode(bytes))).toMatchObject({
      credentials: [{ credential: "c1" }],
    });
    expect(JSON.stringify(state.findings)).toContain("access.jsonl:");
  });

  it("is complete once the last high finding is judged; first and last misuse are facts then", async () => {
    await run(app, id, "review-audit-logs");
    const open = openFindings(await room.state(id));
    for (const { id: one } of open)
      await judge(app, id, { finding: one, verdict: "malicious", because: "not ours" });
    const state = await room.state(id);
    expect(state.steps["review-audit-logs"]).toMatchObject({ status: "done", grade: "E2" });
    expect(state.facts["firstAbuseAt"]?.value).toBe("2026-11-23T01:40:00.000Z");
    expect(state.facts["firstAbuseAt"]?.source).toMatch(/^(finding F-|audit )/);
  });

  it("knows in the next audit what people said, and asks about nothing twice", async () => {
    await run(app, id, "review-audit-logs");
    for (const { id: one } of (await room.state(id)).findings)
      await judge(app, id, { finding: one, verdict: "benign", because: "load test" });
    const before = (await room.state(id)).findings.length;
    await run(app, id, "review-audit-logs");
    const state = await room.state(id);
    expect(state.findings).toHaveLength(before);
    expect(["CONFIRMED", "PROBABLE"]).not.toContain(state.audit?.credentials[0]?.misuse);
  });

  it("looks for impossible travel of a key that the configuration calls bound to one place, by its table of places", async () => {
    const geo = join(folder, "places.csv");
    const table = "network,latitude,longitude\n10.0.0.0/8,52.5,13.4\n203.0.113.0/24,-33.9,151.2\n";
    await writeFile(geo, table);
    logsSay(room, [
      ...THIEF,
      { after: -20 * MINUTE, ip: "10.0.0.7", agent: "acme-web/2.4", country: "DE" },
    ]);
    function withPlaces(places: string | null): App {
      const audit = { ...app.config.audit, geo: places, singleLocation: ["production-web-app"] };
      return { ...app, config: { ...app.config, audit } };
    }
    async function rules(): Promise<readonly string[]> {
      return (await room.state(id)).findings.map(({ rule }) => rule);
    }
    await run(withPlaces(null), id, "review-audit-logs");
    expect(await rules()).not.toContain("impossible-travel");
    // A table that is gone is said, and holds nothing up.
    await run(withPlaces(join(folder, "gone.csv")), id, "review-audit-logs");
    expect(room.said.join("\n")).toMatch(/audit\.geo: .*gone\.csv.* Places are not looked up/);
    await run(withPlaces(geo), id, "review-audit-logs");
    expect(await rules()).toContain("impossible-travel");
  });

  it("hears of everything that was read: what the key made is followed, too", async () => {
    const reading = room.readLogs;
    const made = { key: "AKIAMINTED", window: activityOf(THIEF.slice(0, 3)) };
    room.readLogs = async (request) => ({ ...(await reading(request)), followed: [made] });
    const files = logFiles(app, await room.state(id));
    const windows = { baselineFrom: 0, from: 0, to: room.clock.now() };
    const read = await readLogs(app, { files, keys: [], windows });
    expect(read.followed?.map((one) => [one.key, one.window.requests])).toEqual([
      ["AKIAMINTED", 3],
    ]);
    const two = [
      ...files,
      ...files.map((one) => ({ ...one, reading: { ...BY_CONTENT, zone: "Asia/Tokyo" } })),
    ];
    const joined = await readLogs(app, { files: two, keys: [], windows });
    expect(joined.sources).toHaveLength(2);
    expect(joined.followed?.[0]?.window.requests).toBe(6);
  });

  it("without logs is a person's work", async () => {
    const other = new Room();
    const theirs = other.app();
    const incident = await begin(theirs);
    expect((await failure(run(theirs, incident, "review-audit-logs"))).code).toBe("manual-step");
  });
});
