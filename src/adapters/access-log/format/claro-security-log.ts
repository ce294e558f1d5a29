// Log format `claro-security-log`: the guide's own security log line, a dictionary behind a logging prefix, as JSON or as Python prints it.
import JSON5 from "json5";
import type { LogFormat, Read } from "../../../ports/access-log.ts";
import { eventReader } from "./event.ts";
import { firstLines, isJson, recordOf, sureness, type Json } from "./json.ts";
import { jsonGetters } from "./json-format.ts";
import { fixedColumns } from "./options.ts";
import { timesIn } from "./time.ts";
import { fieldSources, type FieldMap } from "./words.ts";

const FIELDS: FieldMap = {
  at: "/timestamp",
  key: ["/api_key_id", "/key_id", "/key_name"],
  principal: "/user_id",
  ip: "/ip",
  userAgent: "/user_agent",
  action: "/action",
  resource: "/resource",
  outcome: "/success",
};

// A string as it stands (an unfinished one goes to the end, so that nothing is read twice), or a word that only Python writes so.
const WORDS =
  /'[^'\\]*(?:\\.[^'\\]*)*(?:'|\\?$)|"[^"\\]*(?:\\.[^"\\]*)*(?:"|\\?$)|\b(?:True|False|None)\b/gs;
const JSON_WORDS: Readonly<Record<string, string>> = { True: "true", False: "false", None: "null" };

/** Python's repr of a dictionary is JSON5 but for three words. */
function pythonRecord(text: string): Json | string {
  const words = text.replaceAll(WORDS, (word) => JSON_WORDS[word] ?? word);
  let value: unknown;
  try {
    value = JSON5.parse(words);
  } catch {
    return "holds a dictionary that is neither JSON nor Python's";
  }
  return isJson(value) ? value : "holds no dictionary";
}

/** The dictionary at the end of a line, behind whatever the logging format puts before it. */
function dictionaryOf(line: string): Json | string {
  const start = line.indexOf("{");
  const end = line.lastIndexOf("}");
  if (start === -1 || end < start) return "holds no dictionary";
  const text = line.slice(start, end + 1);
  const json = recordOf(text);
  return typeof json === "string" ? pythonRecord(text) : json;
}

function isOurs(line: string): boolean {
  const record = dictionaryOf(line);
  return (
    typeof record !== "string" &&
    ["timestamp", "user_id", "action", "success"].every((name) => name in record)
  );
}

export const claroSecurityLog: LogFormat = {
  id: "claro-security-log",
  title: "Security log of an application that follows Claro's guide",
  help: [
    "The log file of your own application, as it is: lines with timestamp, user_id, action, success, ip.",
    "Both shapes are read, also mixed: JSON, and what Python prints of a dict.",
  ],
  fields: fieldSources(FIELDS),
  traps: [
    "Its timestamps carry no zone: they are UTC (datetime.utcnow) unless a zone is named. The prefix may be local time and is not used.",
    "It names a user and no key: unless lines carry key_id, figures are of all keys together.",
  ],
  example:
    "2026-11-23 14:05:07,120 - security - INFO - {'timestamp': '2026-11-23T13:05:07.120000', 'user_id': 'dana', 'action': 'api_key_access', 'success': True, 'ip': '203.0.113.9'}",
  framing: { kind: "lines" },
  namesKeys: true,
  isAdministrative: false,
  changeWords: [],
  recognise(sample) {
    const lines = firstLines(sample).filter((line) => line.includes("{"));
    return sureness(0.95, lines.filter((line) => isOurs(line)).length, lines.length);
  },
  open(head, { columns, zone }) {
    const times = timesIn(zone);
    const readRecord = eventReader(jsonGetters(FIELDS), times);
    return {
      namesKeys: /['"](?:api_key_id|key_id|key_name)['"]\s*:/.test(head.text),
      read(text): Read {
        if (text.trim() === "") return { none: true };
        const record = dictionaryOf(text);
        if (typeof record === "string") return { rejected: `it ${record}` };
        const event = readRecord(record);
        return typeof event === "string" ? { rejected: event } : { event };
      },
      notes: () => [...fixedColumns(columns), ...times.notes()],
    };
  },
};
