// Naughty strings wherever people type, and then every view and export: nothing steers a terminal, no cell is a formula, nothing of theirs becomes an element.
import { Parser } from "commonmark";
import { parse } from "csv-parse/sync";
import { parse as parseHtml, type DefaultTreeAdapterTypes as Tree } from "parse5";
import { NAUGHTY } from "./corpus.ts";
import type { Stage } from "./stage.ts";

const VIEWS = [
  ["status"],
  ["status", "--json"],
  ["timeline"],
  ["timeline", "--json"],
  ["step", "list"],
  ["evidence", "list", "--json"],
  ["keys", "list"],
  ["metrics"],
  ["next"],
  ["verify"],
];
/** Programs of an element, and what a link may not lead to. */
const ALIVE = new Set([
  "script",
  "iframe",
  "object",
  "embed",
  "img",
  "link",
  "form",
  "svg",
  "a",
  "base",
]);
const FORMULA = /^["\s]*[=+\-@\uff1d\uff0b\uff0d\uff20]/;

/** Every way in for words. What looks like a secret may be refused, and nothing may end in a bug. */
function ways(text: string): readonly (readonly string[])[] {
  return [
    ["note", "--", text],
    ["fact", "exposurePlace", "--", text],
    ["decide", "severity", "P1", "--because", text],
    ["step", "start", "preserve-logs", "--take-over", "--because", text],
    ["keys", "edit", "production-x", "--owner", text],
    ["timeline", "--format", text],
    ["status", "--incident", text],
    ["schema", text],
  ];
}

function elements(node: Tree.Node): readonly Tree.Element[] {
  const inner = "childNodes" in node ? node.childNodes.flatMap(elements) : [];
  return "tagName" in node ? [node, ...inner] : inner;
}

function html(document: string): readonly string[] {
  return elements(parseHtml(document)).flatMap(({ tagName, attrs }) => [
    ...(ALIVE.has(tagName) ? [`an element ${tagName}`] : []),
    ...attrs
      .filter(({ name, value }) => name.startsWith("on") || /javascript:|https?:/i.test(value))
      .map(({ name }) => `an attribute ${name}`),
  ]);
}

function markdown(document: string): readonly string[] {
  const walker = new Parser().parse(document).walker();
  const kinds = new Set<string>();
  for (let step = walker.next(); step !== null; step = walker.next()) kinds.add(step.node.type);
  return ["html_inline", "link", "image"]
    .filter((kind) => kinds.has(kind))
    .map((kind) => `a ${kind}`);
}

function csv(document: string): readonly string[] {
  const rows = parse(document) as unknown as readonly (readonly string[])[];
  return rows
    .flat()
    .filter((cell) => FORMULA.test(cell))
    .map((cell) => `a formula ${cell.slice(0, 20)}`);
}

const EXPORTS: Readonly<Record<string, (document: string) => readonly string[]>> = {
  html,
  md: markdown,
  csv,
  jsonl: (document) =>
    document
      .trimEnd()
      .split("\n")
      .filter((line) => typeof JSON.parse(line) !== "object"),
  text: () => [],
  timesketch: () => [],
  iris: () => [],
  ecs: () => [],
  ocsf: () => [],
  stix: () => [],
  ics: () => [],
};

async function exported(stage: Stage): Promise<readonly string[]> {
  const wrong: string[] = [];
  for (const [format, look] of Object.entries(EXPORTS)) {
    const { ran, wrong: own } = await stage.run(["timeline", "--format", format]);
    wrong.push(...own, ...look(ran.stdout).map((what) => `the timeline as ${format} has ${what}`));
  }
  for (const [format, look] of [
    ["md", markdown],
    ["html", html],
  ] as const) {
    const { ran, wrong: own } = await stage.run(["postmortem", "--format", format]);
    // The marks of what people wrote are comments, which commonmark calls a block of HTML.
    wrong.push(
      ...own,
      ...look(ran.stdout).map((what) => `the post-mortem as ${format} has ${what}`),
    );
  }
  return wrong;
}

/** Naughty strings that come onto one incident. */
const TOGETHER = 40;

/** All of them, or one of so many, as many at a time as come onto one incident. */
export function sheets(oneOf: number): readonly (readonly string[])[] {
  const texts = NAUGHTY.filter((_, at) => at % oneOf === 0);
  const count = Math.ceil(texts.length / TOGETHER);
  return Array.from({ length: count }, (_, at) => texts.slice(at * TOGETHER, (at + 1) * TOGETHER));
}

/** All of these onto one incident. */
export async function words(stage: Stage, texts: readonly string[]): Promise<readonly string[]> {
  const wrong = new Set<string>();
  for (const [at, text] of texts.entries()) {
    const [first = [], ...others] = ways(text);
    const rest = others.filter((_, way) => (at + way) % 3 === 0);
    for (const args of [first, ...rest])
      for (const one of (await stage.run(args)).wrong)
        wrong.add(`${JSON.stringify(text).slice(0, 60)}: ${one}`);
  }
  for (const args of VIEWS) for (const one of (await stage.run(args)).wrong) wrong.add(one);
  for (const one of await exported(stage)) wrong.add(one);
  await stage.putBack();
  return [...wrong];
}
