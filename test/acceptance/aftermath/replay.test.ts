// Published incidents typed in afterwards: every event keeps its precision, every figure is exact, and the document says what the report said.
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, it } from "vitest";
import type { PostMortemJson } from "../../../src/core/report/post-mortem-json.ts";
import { jsonOf, tempHome, type Ended, type Home } from "../../support/cli.ts";
import { sharedHands } from "../../support/hands.ts";
import { PUBLISHED, type Published } from "./published.ts";

/** Types a command at a moment; the record's own clock goes on from there. */
async function typed(home: Home, now: string, ...args: readonly string[]): Promise<Ended> {
  const ended = await sharedHands().run(["--now", now, "--no-input", ...args], {
    home,
    env: { CLARO_IR_TEST_CLOCK: "1" },
  });
  if (ended.code !== 0)
    throw new Error(
      `${args.join(" ")}\nexit ${String(ended.code)}\n${ended.stdout}${ended.stderr}`,
    );
  return ended;
}

/** Days after everything that is told. */
function afterwards({ happened, keys, declaredAt }: Published): string {
  const all = [
    ...happened.map(({ instant }) => instant),
    ...keys.map(({ cut }) => cut),
    declaredAt,
  ];
  return new Date(Math.max(...all.map(Date.parse)) + 3_600_000).toISOString();
}

async function play(home: Home, one: Published): Promise<void> {
  const now = afterwards(one);
  const names = one.keys.flatMap(({ name }) => ["--key", name]);
  const known = ["--environment", "production", "--evidence-level", "confirmed-abuse"];
  await typed(
    home,
    one.declaredAt,
    "start",
    ...names,
    ...known,
    "--outage-tolerance",
    "minutes",
    "--detected-at",
    one.detectedAt,
    "--summary",
    one.summary,
  );
  for (const [name, value] of Object.entries(one.facts))
    await typed(home, now, "fact", name, value);
  for (const [index, { cut }] of one.keys.entries()) {
    const key = ["--credential", `c${String(index + 1)}`];
    await typed(
      home,
      now,
      "step",
      "skip",
      "capture-minimum-evidence",
      ...key,
      "--because",
      "written up afterwards",
    );
    await typed(home, now, "decide", "outage", "10", ...key, "--because", "as the report has it");
    await typed(home, now, "step", "done", "block-compromised-key", ...key, "--occurred-at", cut);
    await typed(
      home,
      now,
      "step",
      "done",
      "verify-key-rejected",
      ...key,
      "--attest",
      "--because",
      "the report says so",
      "--occurred-at",
      cut,
    );
  }
  for (const { at, what } of one.happened)
    await typed(home, now, "note", what, "--occurred-at", at);
}

it.each(PUBLISHED)("$id as its report told it", { timeout: 240_000 }, async (one) => {
  await using home = await tempHome();
  await play(home, one);
  const now = afterwards(one);
  const told = await typed(home, now, "postmortem", "--format", "json", "--output", "-");
  const document = jsonOf<PostMortemJson>(told);

  for (const { instant, precision, what } of one.happened) {
    const row = document.timeline.find(({ text }) => text === `Note: ${what}`);
    expect(row).toMatchObject({ occurredAt: instant, precision });
  }
  // Within a minute the order is that of the record: each command was given the minute anew.
  const times = document.timeline.map(({ occurredAt }) => occurredAt.slice(0, 16));
  expect(times).toEqual(times.toSorted());

  const file = join(home.folder, "work", "report.md");
  await typed(home, now, "postmortem", "--output", "report.md");
  const markdown = await readFile(file, "utf8");
  for (const [id, ms, words] of one.figures) {
    const metric = document.metrics.find((figure) => figure.id === id);
    expect(metric).toMatchObject({ id, ms });
    expect(Date.parse(metric?.to?.at ?? "") - Date.parse(metric?.from?.at ?? "")).toBe(ms);
    expect(markdown).toContain(`| ${metric?.title ?? ""} | ${words} |`);
  }
  for (const sentence of one.says) expect(markdown).toContain(sentence);
  for (const { name } of one.keys) expect(markdown).toContain(name);

  const linted = await sharedHands().run(
    ["--now", now, "postmortem", "--lint", "--output", "report.md", "--json"],
    {
      home,
      env: { CLARO_IR_TEST_CLOCK: "1" },
    },
  );
  const rules = new Set(
    jsonOf<{ findings: { rule: string }[] }>(linted).findings.map(({ rule }) => rule),
  );
  expect([...rules].toSorted()).toEqual(["not-written", "unanswered"]);
});
