// The one list of log formats. A new one is one file and one line here; `sources`, recognition and the contract suite follow.
import { ClaroIrError } from "../../../core/error.ts";
import type { FormatOptions, LogFormat, LogSample } from "../../../ports/access-log.ts";
import { anthropicActivity } from "./anthropic-activity.ts";
import { anthropicUsage } from "./anthropic-usage.ts";
import { apiGateway } from "./api-gateway.ts";
import { azureActivity } from "./azure-activity.ts";
import { claroAccess } from "./claro-access.ts";
import { claroDashboard } from "./claro-dashboard.ts";
import { claroSecurityLog } from "./claro-security-log.ts";
import { claroUsage } from "./claro-usage.ts";
import { cloudflareAudit } from "./cloudflare-audit.ts";
import { cloudfront } from "./cloudfront.ts";
import { cloudtrail } from "./cloudtrail.ts";
import { combined } from "./combined.ts";
import { csv } from "./csv.ts";
import { gcpAudit } from "./gcp-audit.ts";
import { githubAudit } from "./github-audit.ts";
import { CERTAIN } from "./json-format.ts";
import { jsonl } from "./jsonl.ts";
import { ocsf } from "./ocsf.ts";
import { okta } from "./okta.ts";
import { openaiAudit } from "./openai-audit.ts";
import { openaiUsage } from "./openai-usage.ts";

/** Every format, in the order of `sources list`; the two that read anything come last. */
export const LOG_FORMATS: readonly LogFormat[] = [
  claroAccess,
  claroUsage,
  claroDashboard,
  claroSecurityLog,
  combined,
  cloudtrail,
  cloudfront,
  apiGateway,
  gcpAudit,
  azureActivity,
  githubAudit,
  openaiAudit,
  openaiUsage,
  anthropicActivity,
  anthropicUsage,
  okta,
  cloudflareAudit,
  ocsf,
  jsonl,
  csv,
];

/** Below it nothing was recognised. */
const SURE = 0.5;

/** The format that a file's beginning speaks for, given the columns that a person named; null when none does. */
export function recogniseFormat(
  sample: LogSample,
  columns: FormatOptions["columns"] = {},
): LogFormat | null {
  let best: LogFormat | null = null;
  let sure = SURE;
  for (const format of LOG_FORMATS) {
    if (sure >= CERTAIN) break;
    const score = format.recognise(sample, columns);
    if (score < sure || (score === sure && best !== null)) continue;
    best = format;
    sure = score;
  }
  return best;
}

/** A format by its id. Throws ClaroIrError `usage` for an unknown one. */
export function formatById(id: string): LogFormat {
  const found = LOG_FORMATS.find((format) => format.id === id);
  if (found !== undefined) return found;
  const known = LOG_FORMATS.map((format) => format.id).join(", ");
  throw new ClaroIrError(
    "usage",
    "unknown-log-format",
    `there is no log format ${/^[a-z][a-z-]{0,31}$/.test(id) ? `"${id}"` : "of that name"}; the formats are ${known}`,
    { hint: "claro-ir sources list" },
  );
}
