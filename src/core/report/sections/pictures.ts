// The post-mortem's pictures, each with the words for who cannot see it.
import { AUDIT_PICTURE_STYLE, drawAudit } from "../../audit/picture.ts";
import { pictureWords } from "../../audit/picture-words.ts";
import type { AuditReport } from "../../audit/report.ts";
import type { IncidentState } from "../../incident/state.ts";
import { parseInstant } from "../../instant.ts";
import type { Block } from "../document/document.ts";
import { RESPONSE_STYLE, responsePicture } from "../response-picture.ts";
import { responseWords } from "../response-words.ts";
import { deadSince, factValue } from "../terms.ts";
import type { View } from "./view.ts";

/** Phases against their deadlines, exposure, outages, cut and recovery. */
export function responseBlock({ input }: View): Block {
  return {
    kind: "picture",
    svg: responsePicture(input).trim(),
    phone: responsePicture(input, "phone").trim(),
    style: RESPONSE_STYLE,
    words: input.clean(responseWords(input)),
  };
}

function marksOf(state: IncidentState, credential: string) {
  const one = state.credentials[credential];
  const stated =
    (one && factValue(one.facts, "exposedFrom")) ?? factValue(state.facts, "exposedFrom");
  return {
    exposedFrom: stated === null ? null : (parseInstant(stated) ?? null),
    containedAt: one === undefined ? null : deadSince(one),
  };
}

/** The report's texts are of logs: redacted before they are drawn. */
function cleaned(report: AuditReport, clean: (text: string) => string): AuditReport {
  return {
    ...report,
    credentials: report.credentials.map((one) => ({ ...one, credential: clean(one.credential) })),
  };
}

/** Requests against what is usual, one picture for each key that was looked for. Empty where no whole report is at hand. */
export function auditBlocks({ input }: View): readonly Block[] {
  if (input.audit === undefined) return [];
  const report = cleaned(input.audit, (text) => input.clean(text));
  return report.credentials.map((one) => ({
    kind: "picture",
    svg: drawAudit(one, report, marksOf(input.state, one.credential)),
    phone: drawAudit(one, report, marksOf(input.state, one.credential), "phone"),
    style: AUDIT_PICTURE_STYLE,
    words: pictureWords(one, report),
  }));
}
