// Sentences for evidence and who touched it, for audits, findings and the watch.
import type { AuditData, Knock } from "../../incident/audit-event.ts";
import { verdictWords } from "../../incident/finding-words.ts";
import { dateTime } from "../input.ts";
import { aside, count, type Sentences } from "./sentences.ts";

function knocks(all: readonly Knock[]): number {
  return all.reduce((sum, one) => sum + one.count, 0);
}

/** Digests short enough to read, of at most three. */
function digests(all: readonly string[]): string {
  const shown = all.slice(0, 3).map((one) => one.slice(0, 8));
  return all.length > shown.length ? `${shown.join(", ")} and others` : shown.join(", ");
}

export const AUDIT_SENTENCES: Sentences<keyof AuditData> = {
  "evidence.added": (data) =>
    `Evidence stored: ${data.name} (${count(data.size, "byte")})${data.sealed === undefined ? "" : ", sealed: it holds a key"}`,
  "evidence.resealed": (data) =>
    `Sealed evidence ${data.evidence.slice(0, 8)} can be opened by ${count(data.sealed.recipients.length, "recipient")} now`,
  "evidence.viewed": (data) =>
    `Evidence looked at (${data.purpose}): ${count(data.evidence.length, "file")}${aside(digests(data.evidence))}`,
  "evidence.exported": (data) =>
    `Evidence exported to ${data.to}: ${count(data.evidence.length, "file")}, manifest ${data.manifest.slice(0, 8)}`,
  "audit.completed": (data) =>
    `Logs audited (${count(data.sources.length, "source")}): ${data.credentials
      .map((one) => `misuse of ${one.credential} ${one.misuse}`)
      .join("; ")}${data.gaps.length === 0 ? "" : `; ${count(data.gaps.length, "gap")}`}`,
  "finding.raised": ({ findings, more }) => {
    const named = findings.slice(0, 3);
    const rest = findings.length + more - named.length;
    const words = named.map((one) => `${one.id} ${one.title}`).join("; ");
    return `${count(findings.length + more, "finding")} raised: ${words}${rest === 0 ? "" : ` and ${String(rest)} more`}`;
  },
  "finding.judged": (data) =>
    `Finding ${data.finding} judged ${verdictWords(data.verdict)}${aside(data.title)}: ${data.because}`,
  "suspect.judged": (data) =>
    `Caller ${data.suspect} judged ${verdictWords(data.verdict)}: ${data.because}`,
  "watch.begun": (data) => `the dead key is watched until ${dateTime(data.until)}`,
  "watch.observed": (data) =>
    `watched since the cut: ${count(knocks(data.ours), "attempt")} of ours, ${String(knocks(data.theirs))} of others${data.accepted === 0 ? "" : `; ${String(data.accepted)} ACCEPTED`}`,
};
