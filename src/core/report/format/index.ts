// Every timeline format. A new one is one more file and one more line here.
import { csv } from "./csv.ts";
import type { TimelineFormat } from "./format.ts";
import { json } from "./json.ts";
import { jsonl } from "./jsonl.ts";
import { md } from "./md.ts";
import { text } from "./text.ts";

export const TIMELINE_FORMATS: readonly TimelineFormat[] = [text, md, json, jsonl, csv];
