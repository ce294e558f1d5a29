// What the post-mortem is made of beside the journal: duties to notify, the newest audit in full, what people wrote in it.
import type { AuditReport } from "../core/audit/report.ts";
import { concernsClocks } from "../core/compliance/open-clocks.ts";
import type { ClockRow } from "../core/compliance/clocks.ts";
import type { RegimeTable } from "../core/compliance/regime.ts";
import type { IncidentState } from "../core/incident/state.ts";
import type { ReportInput } from "../core/report/input.ts";
import type { LintRecord } from "../core/report/lint/lint.ts";
import { documentVersion } from "../core/report/lint/record.ts";
import { renderPostMortem } from "../core/report/post-mortem.ts";
import type { Config } from "../ports/config.ts";
import type { Sha256 } from "../ports/system.ts";
import type { App } from "./context.ts";
import type { Reader } from "./list.ts";
import { reportInput, type Around } from "./report.ts";

/** Name of the report in the incident's folder; people write in it. */
export const POST_MORTEM = "postmortem.md";

export interface AroundPostMortem extends Around {
  readonly config: Pick<Config, "compliance">;
  readonly sha256: Sha256;
  /** The table of duties; asked for only where something on record starts a clock. */
  regimes(): Promise<RegimeTable>;
}

async function clocksOf(
  { state, now }: ReportInput,
  around: AroundPostMortem,
): Promise<readonly ClockRow[] | undefined> {
  if (!concernsClocks(state)) return undefined;
  const [{ clockRows }, table] = await Promise.all([import("./clocks.ts"), around.regimes()]);
  return clockRows(table, state, around.config, now);
}

/** The report of the newest audit; undefined without one, and where the file is not the one on record: `verify` says so. */
async function auditOf(
  { vault }: Reader,
  { id, audit, evidence }: IncidentState,
  sha256: Sha256,
): Promise<AuditReport | undefined> {
  const stored = evidence.find((one) => one.sha256 === audit?.report);
  if (stored === undefined) return undefined;
  const bytes = await vault.readFile(id, stored.file);
  if (sha256(bytes) !== stored.sha256) return undefined;
  return JSON.parse(new TextDecoder().decode(bytes)) as AuditReport;
}

/** Everything but people's words. Exit 2 when there is no such incident. */
export async function postMortemInput(
  reader: Reader,
  id: string,
  around: AroundPostMortem,
): Promise<ReportInput> {
  const input = await reportInput(reader, id, around);
  const [clocks, audit] = await Promise.all([
    clocksOf(input, around),
    auditOf(reader, input.state, around.sha256),
  ]);
  return {
    ...input,
    ...(clocks === undefined ? {} : { clocks }),
    ...(audit === undefined ? {} : { audit }),
  };
}

/** Custody of the evidence: exporting it with the document would make every document old. */
const LOOKS: ReadonlySet<string> = new Set([
  "evidence.viewed",
  "evidence.exported",
  "evidence.resealed",
]);

/** What a document is held against: the record as it was when it was made. Null = it is of no state that this journal ever had. */
export async function lintRecord(
  reader: Reader,
  id: string,
  around: AroundPostMortem,
  markdown: string,
): Promise<LintRecord | null> {
  const said = documentVersion(markdown);
  if (said === undefined) return null;
  const { head, events } = await reader.journal.read(id);
  if (said.seq > head.seq) return null;
  const { seq, now, version, withNames } = said;
  const made = await postMortemInput(reader, id, {
    ...around,
    version,
    withNames,
    asOf: { seq, now },
  });
  const later = events.slice(seq).filter(({ type }) => !LOOKS.has(type)).length;
  return made.state.head.hash.startsWith(said.hash)
    ? { made, later, version: around.version }
    : null;
}

/** Render it as Markdown into the incident's reports, keeping what people wrote; gives its absolute path. */
export async function writePostMortem(
  app: App,
  incident: string,
  options: { clean(text: string): string },
): Promise<string> {
  const input = await postMortemInput(app, incident, {
    clock: app.clock,
    version: app.version,
    clean: options.clean,
    withNames: false,
    config: app.config,
    sha256: app.sha256,
    regimes: () => app.regimes(),
  });
  const previous = await app.vault.getReport(incident, POST_MORTEM);
  const document = renderPostMortem(previous === undefined ? input : { ...input, previous });
  return app.vault.putReport(incident, POST_MORTEM, document);
}
