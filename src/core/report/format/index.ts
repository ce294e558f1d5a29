// Every timeline format. A new one is one more file and one more line here.
import { csv } from "./csv.ts";
import { ecs } from "./ecs.ts";
import type { TimelineFormat } from "./format.ts";
import { html } from "./html.ts";
import { ics } from "./ics.ts";
import { iris } from "./iris.ts";
import { json } from "./json.ts";
import { jsonl } from "./jsonl.ts";
import { md } from "./md.ts";
import { ocsf } from "./ocsf.ts";
import { stix } from "./stix.ts";
import { text } from "./text.ts";
import { timesketch } from "./timesketch.ts";

export const TIMELINE_FORMATS: readonly TimelineFormat[] = [
  text,
  md,
  html,
  json,
  jsonl,
  csv,
  timesketch,
  iris,
  ics,
  ecs,
  ocsf,
  stix,
];
