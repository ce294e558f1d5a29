// Looking into a piece of evidence: its text without keys, and on record that somebody looked.
import { ClaroIrError } from "../core/error.ts";
import type { EvidenceRecord } from "../core/incident/audit-state.ts";
import type { App } from "./context.ts";
import { change, loadIncident, worldOf } from "./incident.ts";
import { readableFile } from "./logs.ts";

/** The piece of that digest (its beginning is enough) or name; the newest of several of one name. Exit 2 for none. */
function requireEvidence(all: readonly EvidenceRecord[], named: string): EvidenceRecord {
  const found =
    all.findLast((one) => named.length >= 4 && one.sha256.startsWith(named.toLowerCase())) ??
    all.findLast((one) => one.name === named);
  if (found !== undefined) return found;
  throw new ClaroIrError("usage", "unknown-evidence", `There is no evidence "${named}" here.`, {
    hint: "claro-ir evidence list",
  });
}

/** Lines of the text, at most so many. */
async function firstLines(
  app: App,
  incident: string,
  file: string,
  most: number,
): Promise<readonly string[]> {
  const { isText, pieces } = await app.evidenceFiles.textOf(app.vault.pieces(incident, file));
  if (!isText)
    throw new ClaroIrError("refused", "no-text", "It is no text: nothing of it can be shown.", {
      hint: "claro-ir evidence export --output <dir>",
    });
  const lines: string[] = [];
  for await (const text of pieces) {
    lines.push(...text.replace(/\r?\n$/, "").split(/\r?\n/));
    if (lines.length > most) break;
  }
  return lines;
}

/** Show the beginning of a piece of evidence. That it was looked at is on record before anything is shown. */
export async function showEvidence(
  app: App,
  incident: string,
  named: string,
  most: number,
): Promise<readonly string[]> {
  const { state } = worldOf(app, await loadIncident(app, incident));
  const one = requireEvidence(state.evidence, named);
  const file = readableFile(one);
  if (file === null)
    throw new ClaroIrError(
      "refused",
      "sealed",
      `${one.name} lies sealed, and there is no copy of it without its key.`,
      { hint: `age -d -i <identity> ${app.vault.pathOf(incident, one.file)}` },
    );
  const lines = await firstLines(app, incident, file, most);
  await change(app, incident, () => [
    { type: "evidence.viewed", data: { evidence: [one.sha256], purpose: "shown on a terminal" } },
  ]);
  const cut = lines.length > most ? [`(more: --lines ${String(most * 10)})`] : [];
  return [...lines.slice(0, most), ...cut];
}
