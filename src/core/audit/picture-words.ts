// What an audit's picture shows in words: for who cannot see it, and above and below it.
import { toEpoch } from "../instant.ts";
import type { AuditReport, CredentialAudit, Span } from "./report.ts";
import { counted, notOursWords, spanWords } from "./words.ts";

/** The hatched part; an older report does not say how much of it came to nothing. */
function strangers({ notOurs, series }: CredentialAudit): string {
  if (notOurs !== undefined) return notOurs.requests === 0 ? "" : `; ${notOursWords(notOurs)}`;
  const foreign = series.reduce((sum, [, , strange]) => sum + strange, 0);
  return `; ${counted(foreign, "request")} not ours`;
}

/** From when to when, as people read it. */
export function shownWords({ from, to }: Span): string {
  return spanWords(toEpoch(from), toEpoch(to));
}

/** What the picture shows, in words, for who cannot see it. */
export function pictureWords(audit: CredentialAudit, report: AuditReport): string {
  const all = audit.series.reduce((sum, [, requests]) => sum + requests, 0);
  const peak = audit.window.peakPerMinute;
  return [
    `${counted(all, "request")} of ${audit.credential}, ${shownWords(report.window)}${strangers(audit)}.`,
    ...(peak === null
      ? []
      : [
          `At most ${counted(peak.requests, "request")} a minute, at ${peak.at.slice(0, 16).replace("T", " ")} UTC.`,
        ]),
    ...(report.gaps.length === 0 ? [] : [`${counted(report.gaps.length, "gap")} in the logs.`]),
  ].join(" ");
}
