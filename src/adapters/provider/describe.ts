// What `providers show <kind>` says: options from the schema that parses them, acts and clicks from the example, connected.
import { parse } from "yaml";
import { z } from "zod";
import type { KeyProvider } from "../../ports/key-provider.ts";
import { OutsideError } from "../../ports/outside.ts";
import type { ProviderModule } from "./definition.ts";

/** One option of a kind, for people; nested ones by path (`create.path`). */
export interface OptionWords {
  readonly name: string;
  readonly required: boolean;
  readonly text: string;
}

/** One thing that is done with keys, and by whom. */
export interface ActWords {
  readonly act: string;
  readonly by: "API" | "hand" | "nobody";
  readonly text: string;
}

/** A kind's page. */
export interface ProviderWords {
  readonly kind: string;
  readonly title: string;
  /** As the example configures it. */
  readonly acts: readonly ActWords[];
  readonly options: readonly OptionWords[];
  readonly traps: readonly string[];
  readonly example: string;
  /** Clicks for what people do, by act. */
  readonly clicks: Readonly<Record<string, readonly string[]>>;
  /** JSON Schema (draft 2020-12) of the options. */
  readonly schema: unknown;
}

/** The page of a kind. */
export function describeModule(module: ProviderModule): ProviderWords {
  const { kind, title, schema, traps, example } = module;
  const json = z.toJSONSchema(schema, { io: "input" });
  const acts = actsOf(connectExample(module));
  return {
    kind,
    title,
    acts: acts.map(({ clicks: _clicks, ...words }) => words),
    options: optionsOf(json, ""),
    traps,
    example,
    clicks: Object.fromEntries(
      acts.filter(({ by }) => by === "hand").map(({ act, clicks }) => [act, clicks]),
    ),
    schema: json,
  };
}

/** Nothing is called: the page only asks what there is. */
function connectExample({ example, kind, connect }: ProviderModule): KeyProvider {
  const entries = Object.entries(parse(example) as Record<string, Record<string, unknown>>);
  const [id, { kind: _kind, ...options }] = entries[0] ?? [kind, {}];
  function refuse(): never {
    throw new OutsideError(true, "the example of a page is never called");
  }
  return connect(id, options, { http: { send: refuse }, resolve: refuse, endpoints: {} });
}

function actsOf({ admin, usage, manual }: KeyProvider) {
  function act(name: string, byApi: boolean, text: string, clicks: readonly string[]) {
    const by = byApi ? "API" : clicks.length > 0 ? "hand" : "nobody";
    return { act: name, by, text, clicks } as const;
  }
  const { byValue } = admin;
  return [
    act("create", admin.create !== undefined, "make the replacement", manual.create),
    act("list", admin.list !== undefined, "find the leaked key, and what a lost answer did", []),
    act("disable", admin.disable !== undefined, "block it so that it can be taken back", []),
    act(
      "delete",
      admin.delete !== undefined,
      byValue === true ? "end it for good, by its value" : "end it for good",
      manual.delete,
    ),
    usage === undefined && admin.list !== undefined
      ? act("usage", true, "read its last use from the list, where that tells one", [])
      : act("usage", usage !== undefined, "read its last use and figures", manual.usage),
    act("probe", true, "prove with the key itself that it works or is dead", []),
  ];
}

function optionsOf(schema: z.core.JSONSchema._JSONSchema, prefix: string): OptionWords[] {
  if (typeof schema === "boolean") return [];
  return Object.entries(schema.properties ?? {}).flatMap(([name, option]) => {
    if (typeof option === "boolean") return [];
    const usual = option.default === undefined ? "" : ` (else ${JSON.stringify(option.default)})`;
    const words = {
      name: prefix + name,
      required: schema.required?.includes(name) ?? false,
      text: `${option.description ?? ""}${usual}`,
    };
    return [words, ...optionsOf(option, `${prefix}${name}.`)];
  });
}
