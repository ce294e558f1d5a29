// One report as a process of its own: events from a file, redacted and rendered, to a file. Arguments: events, runbook, format, where to.
import { createHmac } from "node:crypto";
import { readFileSync, writeFileSync } from "node:fs";
import { formatTools } from "../../src/adapters/exchange/format-tools.ts";
import type { IncidentEvent } from "../../src/core/incident/event.ts";
import { createKnownSecrets } from "../../src/core/redaction/known-secrets.ts";
import { remembering } from "../../src/core/remembering.ts";
import { headerOf } from "../../src/core/report/header.ts";
import { createRedactor } from "../../src/core/redaction/redact.ts";
import { TIMELINE_FORMATS } from "../../src/core/report/format/index.ts";
import { timelineRows } from "../../src/core/report/timeline.ts";
import type { Runbook } from "../../src/core/runbook/runbook.ts";

async function report(file: string, runbookFile: string, id: string, to: string): Promise<void> {
  // In one read; as "utf8" Node takes a large file by pieces.
  const lines = readFileSync(file).toString("utf8").trimEnd();
  const events = JSON.parse(`[${lines.replaceAll("\n", ",")}]`) as IncidentEvent[];
  const runbook = JSON.parse(readFileSync(runbookFile, "utf8")) as Runbook;
  const known = createKnownSecrets();
  known.add(["sk_", "live_4eC39HqLyjWDarjtT1zdp7dcAbC123"].join(""));
  const redact = createRedactor(known, (value) =>
    createHmac("sha256", "bench").update(value).digest("hex").slice(0, 16),
  );
  const [first] = events;
  const format = TIMELINE_FORMATS.find((one) => one.id === id);
  if (format === undefined || first === undefined) throw new Error(`nothing to render as ${id}`);
  const context = {
    state: headerOf(events, { seq: events.length, hash: "b71e0a3c".repeat(8) }),
    now: first.at,
    version: "bench",
    events,
    clean: remembering(redact),
  };
  writeFileSync(to, format.render(timelineRows(events, runbook), context, await formatTools(id)));
}

const [events = "", runbook = "", format = "", to = ""] = process.argv.slice(2);
// CommonJS has no await here; a rejection ends the process with its words.
void report(events, runbook, format, to);
