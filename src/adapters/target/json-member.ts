// One member of a JSON object as text: read it, or replace it and leave every other byte as it stands.
import { isDeepStrictEqual } from "node:util";

import type * as yamlModule from "yaml";

import { refusal } from "./env-text.ts";

/** The members of a text that is one JSON object, or undefined. The parser's own error quotes its input, which holds keys: it is dropped. */
export function jsonObject(text: string): Readonly<Record<string, unknown>> | undefined {
  try {
    const parsed: unknown = JSON.parse(text);
    return typeof parsed === "object" && parsed !== null && !Array.isArray(parsed)
      ? (parsed as Readonly<Record<string, unknown>>)
      : undefined;
  } catch {
    return undefined;
  }
}

/**
 * The text with `value` as its member `name`; a member that is not there comes last. Everything else, white space too, stays.
 * Throws OutsideError (certain) when the text is no JSON object, or holds the name twice, so that readers would not agree.
 */
export async function withMember(text: string, name: string, value: string): Promise<string> {
  const before = jsonObject(text);
  if (before === undefined) throw refusal("the secret is no JSON object, jsonKey names a member");
  const next = spliced(await import("yaml"), text, name, JSON.stringify(value));
  const after = next === undefined ? undefined : jsonObject(next);
  // A proof of its own: whatever the text was like, nothing else may have changed.
  if (next === undefined || !isDeepStrictEqual(after, { ...before, [name]: value }))
    throw refusal(
      "the JSON in the secret cannot be changed without touching its other members",
      "look for a name that stands there twice",
    );
  return next;
}

/** JSON is YAML, whose parser says where each part stands. */
function spliced(
  yaml: typeof yamlModule,
  text: string,
  name: string,
  json: string,
): string | undefined {
  const { contents, errors } = yaml.parseDocument(text, { schema: "json", version: "1.2" });
  if (errors.length > 0 || !yaml.isMap(contents)) return undefined;
  const found = contents.items.find(({ key }) => yaml.isScalar(key) && key.value === name);
  if (found !== undefined) {
    const range = found.value?.range;
    return range ? text.slice(0, range[0]) + json + text.slice(range[1]) : undefined;
  }
  const last = contents.items.at(-1);
  const member = `${JSON.stringify(name)}: ${json}`;
  if (last === undefined) return text.replace(/\{\s*\}/, () => `{${member}}`);
  const [start, end] = [last.key.range?.[0], last.value?.range?.[1]];
  if (start === undefined || end === undefined) return undefined;
  const gap = /\s*$/.exec(text.slice(0, start))?.[0] ?? "";
  return `${text.slice(0, end)},${gap}${member}${text.slice(end)}`;
}
