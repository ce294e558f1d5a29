// Schemas of `where-used`, `scan` and `redact`.
import { z } from "zod";
import type { Finding, NotSearched, Searched } from "../../core/search/finding.ts";
import { PLACE_KINDS } from "../../core/search/place-kind.ts";
import { SCAN_RULES, type ScanRuleId } from "../../core/search/scan-rules.ts";
import { Count, Incident, Instant, Last4, sameAs } from "./shape.ts";

const Line = z.int().positive().nullable().describe("from 1; null = the place as a whole");

const FindingShape = sameAs<Finding>()(
  z.object({
    kind: z.enum(PLACE_KINDS),
    path: z
      .string()
      .nullable()
      .describe(
        "in an archive: image.tar!layer.tar!app/.env; null = a target, or no path is known",
      ),
    line: Line,
    variable: z.string().nullable().describe("what the value is called there; null = not clear"),
    form: z
      .enum(["plain", "base64", "base64url", "hex", "url", "json", "utf-16"])
      .describe("how it is written"),
    more: Count.describe("further lines of the same place, not listed"),
    git: z
      .object({
        repository: z.string(),
        object: z.string().describe("id of the blob, commit or tag"),
        commit: z
          .string()
          .nullable()
          .describe("oldest commit that brought it to this path; null = no commit has it"),
        at: Instant.nullable().describe("when that commit was made; null = no commit has it"),
        reach: z.enum(["reachable", "stash", "staged", "unreachable"]),
      })
      .nullable()
      .describe("null = not in a history"),
    target: z.string().nullable().describe("target that it is; null = none"),
  }),
);

const NotSearchedShape = sameAs<NotSearched>()(z.object({ what: z.string(), why: z.string() }));

const SearchedShape = sameAs<Searched>()(
  z.object({
    files: Count,
    bytes: Count,
    repositories: Count,
    objects: Count.describe("of git: blobs, commits and tags"),
    targets: Count.describe("read back"),
  }),
);

/** `where-used --json`. */
export const WhereUsedShape = z.object({
  places: Count.describe("files, targets, and paths in histories that hold the value"),
  incident: Incident.nullable().describe("open incident the value belongs to; null = none"),
  credential: z.string().nullable().describe("its id there; null = none"),
  last4: Last4,
  findings: z.array(FindingShape),
  notSearched: z.array(NotSearchedShape),
  searched: SearchedShape,
  plan: z.string().nullable().describe("file the plan was written to; null = none was asked for"),
});

const RULE_IDS = Object.keys(SCAN_RULES) as [ScanRuleId, ...ScanRuleId[]];

/** `scan --json`. */
export const ScanShape = z.object({
  findings: z.array(
    z.object({
      rule: z.enum(RULE_IDS),
      path: z.string(),
      line: Line,
      variable: z.string().nullable().describe("null = not clear"),
      detail: z.string(),
      title: z.string(),
      fix: z.string(),
    }),
  ),
  notSearched: z.array(NotSearchedShape),
  files: Count.describe("that were judged"),
});

export const RedactShape = z.object({
  replaced: Count.describe("places that would be replaced"),
  rules: z
    .array(
      z.object({
        rule: z.string().describe("known, email, phone, card, or a rule for secrets"),
        title: z.string(),
        count: Count,
      }),
    )
    .describe("most frequent first"),
  incidents: z.array(z.string()).describe("whose keys were looked for in every form"),
});
