// What is read must be what is written there, as a reader that is not ours sees it: Node's own, and the public suites' answers.
import { isDeepStrictEqual, parseEnv } from "node:util";
import { readDocument } from "../../../src/adapters/runbook/document.ts";
import { dotenvSyntax } from "../../../src/adapters/target/dotenv-text.ts";
import { JSON_DOCUMENTS, NAUGHTY, YAML_DOCUMENTS } from "./corpus.ts";
import type { Stage } from "./stage.ts";

function parsed(text: string): { readonly value: unknown } | undefined {
  try {
    return { value: JSON.parse(text) as unknown };
  } catch {
    return undefined; // several documents, or none
  }
}

/** The reader of runbooks: what it takes, it must take for what the suite says it is. */
function yaml(): readonly string[] {
  return YAML_DOCUMENTS.flatMap(({ name, input, json }) => {
    const { value, problems } = readDocument(input);
    const told = json === null ? undefined : parsed(json);
    if (problems.length > 0 || told === undefined) return [];
    return isDeepStrictEqual(structuredClone(value), told.value)
      ? []
      : [`YAML ${name} is read as ${JSON.stringify(value)}`];
  });
}

/** A `.env` with anything in another variable: ours is read as Node reads it, replaced, and nothing else changes. */
function dotenv(): readonly string[] {
  const fresh = "sk_live_0123456789abcdef0123456789abcdef";
  return NAUGHTY.flatMap((text) =>
    ["", "'", '"', "`"].flatMap((quote) => {
      const before = `A=${quote}${text}${quote}\nKEY=old-value-1234567890\nZ=2\n`;
      const { value, problem } = dotenvSyntax.view(before, "KEY");
      // Node's own reader takes the next line for the value of a variable that has blanks alone.
      const isBlank = quote === "" && text.trim() === "";
      if (problem !== undefined || value === undefined || isBlank) return [];
      const env = parseEnv(before);
      const after = parseEnv(dotenvSyntax.replace(before, "KEY", fresh));
      const isRight =
        env["KEY"] === value && isDeepStrictEqual({ ...after }, { ...env, KEY: fresh });
      return isRight
        ? []
        : [`.env with ${JSON.stringify(text)} in ${quote || "no quotes"} is misread`];
    }),
  );
}

function line(at: number, extra: string): string {
  const minute = String(at % 60).padStart(2, "0");
  return `{"time":"2026-11-23T02:${minute}:00.000Z","key_id":"key_1","method":"GET","path":"/v1/${String(at)}","status":200,"ip":"10.1.1.1","extra":${extra}}`;
}

/** A log of lines that hold a document each: those that are no JSON are rejected, and no other. */
async function log(stage: Stage): Promise<readonly string[]> {
  const wrong: string[] = [];
  for (const isGood of [true, false]) {
    // What ends a line, or says that this is no text, would be about the file and not about the line.
    const documents = JSON_DOCUMENTS.filter(
      (one) => one.isGood === isGood && !["\r", "\n", "\0"].some((end) => one.input.includes(end)),
    );
    const known = Array.from({ length: 100 }, (_, at) => line(at, "null"));
    const lines = documents.map(({ input }, at) => line(at, input));
    const path = stage.world.path("suite.log");
    await stage.world.write("suite.log", `${[...known, ...lines].join("\n")}\n`);
    const span = ["--since", "2026-11-23T00:00:00Z", "--until", "2026-11-24T00:00:00Z"];
    const { ran } = await stage.run(["audit", path, "--key-id", "key_1", "--json", ...span]);
    const { sources } = JSON.parse(ran.stdout) as { sources: { rejected: number }[] };
    const rejected = sources[0]?.rejected;
    if (rejected !== (isGood ? 0 : documents.length))
      wrong.push(
        `of ${String(documents.length)} lines that are ${isGood ? "" : "no "}JSON, ${String(rejected)} were rejected`,
      );
  }
  return wrong;
}

export const MISREADINGS: readonly {
  readonly id: string;
  play(stage: Stage): Promise<readonly string[]>;
}[] = [
  { id: "yaml", play: () => Promise.resolve(yaml()) },
  { id: "dotenv", play: () => Promise.resolve(dotenv()) },
  { id: "log", play: log },
];
