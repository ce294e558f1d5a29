// The published schemas themselves: one for every command, valid, in words, and the same in the package.
import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { publishedSchemas, schemaName } from "../../../src/cli/schema/index.ts";
import { closed, newAjv, problemsOf } from "../json/described.ts";
import { printingCommands } from "../leaf-commands.ts";

const ROOT = join(import.meta.dirname, "..", "..", "..");
const OF_NO_COMMAND = [
  "answer",
  "config",
  "error",
  "journal-event",
  "postmortem-document",
  "timeline-row",
];

interface Node {
  readonly path: string;
  readonly name: string;
  readonly schema: Readonly<Record<string, unknown>>;
}

/** Every named property of a schema, however deep. */
function properties(schema: unknown, path: string): readonly Node[] {
  if (typeof schema !== "object" || schema === null) return [];
  if (Array.isArray(schema))
    return schema.flatMap((one, index) => properties(one, `${path}/${String(index)}`));
  return Object.entries(schema).flatMap(([key, value]) => {
    const below = properties(value, `${path}/${key}`);
    if (key !== "properties") return below;
    const named = Object.entries(value as Record<string, Record<string, unknown>>);
    return [
      ...named.map(([name, one]) => ({ path: `${path}/${name}`, name, schema: one })),
      ...below,
    ];
  });
}

const own = Object.entries(publishedSchemas()).filter(([name]) => name !== "config");
const nodes = own.flatMap(([name, schema]) => properties(schema, name));

describe("published schemas", () => {
  it("are there for every command, and for no command that does not exist", () => {
    const names = Object.keys(publishedSchemas());
    const expected = [...printingCommands().map(schemaName), ...OF_NO_COMMAND];
    expect(names.sort()).toEqual(expected.sort());
  });

  it.each(Object.entries(publishedSchemas()))(
    "%s is a schema of draft 2020-12",
    (_name, schema) => {
      expect(schema).toMatchObject({ $schema: "https://json-schema.org/draft/2020-12/schema" });
      expect(schema).toHaveProperty("title");
      expect(() => newAjv().compile(schema)).not.toThrow();
    },
  );

  it("name their command as it is typed", () => {
    const schemas = publishedSchemas();
    for (const command of printingCommands())
      expect(schemas[schemaName(command)]).toMatchObject({
        title: `claro-ir ${command} --json`,
      });
  });

  it("lie in the package as they are printed", async () => {
    const folder = join(ROOT, "schema");
    const files = await readdir(folder);
    expect(files.sort()).toEqual(
      Object.keys(publishedSchemas())
        .map((name) => `${name}.json`)
        .sort(),
    );
    for (const [name, schema] of Object.entries(publishedSchemas()))
      expect(JSON.parse(await readFile(join(folder, `${name}.json`), "utf8"))).toEqual(schema);
  });

  it("let later versions add keys, and notice them when closed", () => {
    const document = { error: { code: "x", message: "y", hint: null, later: 1 } };
    const error = publishedSchemas()["error"] ?? {};
    expect(newAjv().validate(error, document)).toBe(true);
    expect(newAjv().validate(closed(error) as object, document)).toBe(false);
    expect(problemsOf("error", document).join()).toContain("later");
    const strict = own.filter(([, schema]) =>
      JSON.stringify(schema).includes('"additionalProperties":false'),
    );
    expect(strict.map(([name]) => name)).toEqual([]);
  });

  it("say what null means wherever it may stand", () => {
    const nullable = nodes.filter(({ schema }) =>
      ((schema["anyOf"] ?? []) as { type?: string }[]).some((one) => one.type === "null"),
    );
    expect(nullable.length).toBeGreaterThan(60);
    const silent = nullable.filter(
      ({ schema }) => !/null = /.test((schema["description"] ?? "") as string),
    );
    expect(silent.map((node) => node.path)).toEqual([]);
  });

  it("say the unit of every span of time", () => {
    const spans = nodes.filter(({ name }) =>
      /Ms$|After$|^(?:overdueBy|budget|repeat|from|until)$/.test(name),
    );
    const silent = spans.filter(
      ({ schema, path }) =>
        !path.startsWith("runbook-graph") && !JSON.stringify(schema).includes("milliseconds"),
    );
    expect(spans.length).toBeGreaterThan(8);
    expect(silent.map((node) => node.path)).toEqual([]);
  });
});
