// Mistakes that the campaign must see, each a change of one line of the program, and the case in which it shows.
import type { Planted } from "../../sim/mutants.ts";

export interface Slip extends Planted {
  /** To be read after "a program that". */
  readonly name: string;
  readonly cases: string;
}

export const SLIPS: readonly Slip[] = [
  {
    id: "raw",
    name: "lets what it cannot parse end as a bug",
    cases: "list/backslashes",
    file: "adapters/exchange/csv.ts",
    find: "if (!(error instanceof CsvError)) throw error;",
    replace: "throw error;",
  },
  {
    id: "steers",
    name: "prints control characters as they come",
    cases: "words",
    file: "core/redaction/escape.ts",
    find: "return isHidden(code) ? visible(code) : char;",
    replace: "return isHidden(code) && code > 0xffff ? visible(code) : char;",
  },
  {
    id: "markup",
    name: "writes people's words into Markdown as they come",
    cases: "words",
    file: "core/redaction/escape.ts",
    find: "if (PLAIN.test(line) && !/www\\./i.test(line)) return line;",
    replace: "return line;",
  },
  {
    id: "quotes",
    name: "quotes a megabyte in an error",
    cases: "list/long-line",
    file: "cli/render-error.ts",
    find: "const LONGEST = 1000;",
    replace: "const LONGEST = 10_000_000;",
  },
  {
    id: "unseen",
    name: "looks at the journal alone, not at what lies beside it",
    cases: "pinned/flip",
    file: "app/verify.ts",
    find: "    ...(await besideJournal(app, stream, typed)),\n",
    replace: "",
  },
  {
    id: "half",
    name: "takes half a line of a log for a whole one",
    cases: "read/log",
    file: "adapters/access-log/format/json.ts",
    find: '    return "is no JSON";\n',
    replace:
      '    return { time: "2026-11-23T02:00:00.000Z", key_id: "key_1", path: "/", status: 200 };\n',
  },
  {
    id: "double",
    name: "compares every key of a configuration with every other",
    cases: "config/many-keys",
    file: "adapters/config/positioned.ts",
    find: "uniqueKeys: false",
    replace: "uniqueKeys: true",
  },
];
