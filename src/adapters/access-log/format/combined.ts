// Log format `combined`: the common and combined logs of nginx and Apache, also with fields of one's own behind.
import type { FormatOptions, LogFormat, LogSample, Read } from "../../../ports/access-log.ts";
import { eventReader, type Getters } from "./event.ts";
import { firstLines, sureness } from "./json.ts";
import { fieldsNamed, unknownColumn } from "./options.ts";
import { timesIn } from "./time.ts";
import { fieldSources } from "./words.ts";

// %h %l %u %t "%r" %>s %b "%{Referer}i" "%{User-Agent}i" (httpd.apache.org mod_log_config; nginx.org ngx_http_log_module).
// Every part excludes what ends it, so that it reads a line once whatever stands in it.
const LINE =
  /^(\S+) \S+ (\S+) \[([^\]]{1,40})\] "([^"\\]*(?:\\.[^"\\]*)*)" (\d{3}) (\d+|-)(?: "([^"\\]*(?:\\.[^"\\]*)*)" "([^"\\]*(?:\\.[^"\\]*)*)")?(.*)$/s;
// A field behind the agent: quoted or not, and with a name where it is written name=value.
const EXTRA = /(?:([A-Za-z_][\w-]{0,40})=)?(?:"([^"\\]*(?:\\.[^"\\]*)*)(?:"|\\?$)|([^\s"]+))/gs;
const REQUEST = /^([A-Z][A-Z_-]{0,19}) (\S+)(?: HTTP\/[\d.]+)?$/;

interface Line {
  readonly ip: string;
  readonly user: string;
  readonly time: string;
  readonly request: RegExpExecArray | null;
  readonly status: string;
  readonly bytes: string;
  readonly agent: string | undefined;
  readonly rest: string;
}

/** `\"`, `\\`, `\x22` (nginx) and `\t` as the characters they stand for. */
function unescaped(text: string | undefined): string | undefined {
  if (text?.includes("\\") !== true) return text;
  return text.replaceAll(
    /\\(?:x([0-9A-Fa-f]{2})|(.))/gs,
    (_all, hex: string | undefined, char: string) => {
      if (hex !== undefined) return String.fromCharCode(Number.parseInt(hex, 16));
      return { n: "\n", t: "\t", r: "\r" }[char] ?? char;
    },
  );
}

function lineOf(text: string): Line | null {
  const found = LINE.exec(text);
  if (found === null) return null;
  const [, ip = "", user = "", time = "", request = "", status = "", bytes = ""] = found;
  const [agent, rest = ""] = found.slice(8);
  return {
    ip,
    user,
    time,
    request: REQUEST.exec(unescaped(request) ?? ""),
    status,
    bytes,
    agent: unescaped(agent),
    rest,
  };
}

/** A field behind the agent: by place, from 1, or by name. */
function extraOf({ rest }: Line, wanted: string): string | undefined {
  let place = 0;
  for (const [, name, quoted, plain] of rest.matchAll(EXTRA)) {
    place += 1;
    if (String(place) === wanted || name === wanted) return unescaped(quoted ?? plain);
  }
  return undefined;
}

const FIXED: Getters<Line> = {
  at: ({ time }) => time,
  key: ({ user }) => user,
  principal: ({ user }) => user,
  ip: ({ ip }) => ip,
  userAgent: ({ agent }) => agent,
  method: ({ request }) => request?.[1],
  path: ({ request }) => request?.[2],
  status: ({ status }) => status,
  bytes: ({ bytes }) => (bytes === "-" ? 0 : bytes),
};

/** The fixed fields, and those that a person named: by place behind the agent, or by name. */
function gettersOf(head: LogSample, columns: FormatOptions["columns"]): Getters<Line> {
  const lines = firstLines(head)
    .map((text) => lineOf(text))
    .filter((line) => line !== null);
  const named = fieldsNamed(columns).map(([field, column]) => {
    if (lines.length > 0 && !lines.some((line) => extraOf(line, column) !== undefined))
      throw unknownColumn(field, [
        "1 (the first field behind the user agent)",
        "2 …",
        "or a name, of fields written name=value",
      ]);
    return [field, (line: Line) => extraOf(line, column)] as const;
  });
  return { ...FIXED, ...Object.fromEntries(named) };
}

/** Somebody is named in the third field of the first lines. */
function namesUsers(head: LogSample): boolean {
  return firstLines(head).some((text) => (lineOf(text)?.user ?? "-") !== "-");
}

export const combined: LogFormat = {
  id: "combined",
  title: "nginx or Apache access log (common, combined, and with fields behind)",
  help: [
    "nginx: access_log, usually /var/log/nginx/access.log*. Apache: CustomLog … combined, usually /var/log/apache2/access.log*.",
    "A key's id behind the agent: name it with --column key=1 (place) or key=kid (of kid=value). X-Forwarded-For: --column ip=<place>.",
  ],
  fields: fieldSources({
    at: "[day/month/year:time zone]",
    key: "user field, or as named",
    principal: "user field",
    ip: "first field, or as named",
    userAgent: "last quoted field",
    method: "request line",
    path: "request line",
    status: "status",
    bytes: "size",
  }),
  traps: [
    "Unless users or a field of your own name the key, its figures are of all callers together.",
    "Behind a proxy the first field is the proxy. Of X-Forwarded-For only the last address that is not private counts: a caller can write the others.",
    "The path may hold a key as a parameter: queries are cut off and never shown, but for the number of a page.",
  ],
  example:
    '203.0.113.9 - web-app [23/Nov/2026:13:05:07 +0000] "GET /v1/prompts?limit=100 HTTP/1.1" 200 18342 "-" "python-requests/2.32.3"',
  framing: { kind: "lines" },
  namesKeys: true,
  isAdministrative: false,
  changeWords: [],
  recognise(sample) {
    const lines = firstLines(sample);
    return sureness(0.95, lines.filter((text) => LINE.test(text)).length, lines.length);
  },
  open(head, { columns, zone }) {
    const times = timesIn(zone);
    const readLine = eventReader(gettersOf(head, columns), times);
    return {
      namesKeys: columns["key"] !== undefined || namesUsers(head),
      read(text): Read {
        if (text.trim() === "") return { none: true };
        const line = lineOf(text.replace(/^\uFEFF/, "").replace(/\r$/, ""));
        if (line === null) return { rejected: "it is no line of the common or combined format" };
        const event = readLine(line);
        return typeof event === "string" ? { rejected: event } : { event };
      },
      notes: times.notes,
    };
  },
};
