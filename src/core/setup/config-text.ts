// The text of a first configuration: every block says what it is for. What is no plain word is written as JSON, which is YAML.
import type { NamedPlace } from "./place.ts";

export interface Person {
  readonly id: string;
  readonly role: "owner" | "admin" | "member" | "viewer";
}

export interface Draft {
  readonly workspace: string;
  /** The first is whoever writes it. */
  readonly people: readonly [Person, ...Person[]];
  /** Entry below `providers:`, as YAML without indentation. */
  readonly provider: string;
  readonly places: readonly NamedPlace[];
  /** This machine's age recipient; undefined where it is not made yet. */
  readonly recipient: string | undefined;
}

const COLLEAGUE =
  "  # - age1…   a colleague's: `claro-ir doctor --verbose` on their machine names it";

/** A word that YAML takes as text in any place. */
const PLAIN = /^(?!(?:true|false|null|yes|no|on|off|y|n)$)[a-z_][\w./-]*$/i;

function yaml(value: unknown): string {
  if (typeof value === "string" && PLAIN.test(value)) return value;
  if (typeof value !== "object" || value === null || Array.isArray(value))
    return JSON.stringify(value);
  const parts = Object.entries(value).map(([name, part]) => `${name}: ${yaml(part)}`);
  return `{ ${parts.join(", ")} }`;
}

/** One entry of `targets:`, a line. */
export function placeLine({ id, kind, options, environment }: NamedPlace): string {
  return `- ${yaml({ id, kind, ...options, environment })}`;
}

function recipientLines({ recipient }: Draft): readonly string[] {
  return recipient === undefined
    ? ["recipients: []", COLLEAGUE]
    : ["recipients:", `  - ${recipient}   # this machine's`, COLLEAGUE];
}

function placeLines({ places }: Draft): readonly string[] {
  if (places.length > 0) return ["targets:", ...places.map((place) => `  ${placeLine(place)}`)];
  return [
    "targets: []",
    "# - { id: web, kind: dotenv, path: app/.env, variable: BAYT_API_KEY, reload: [systemctl, restart, web] }",
  ];
}

function personLine({ id, role }: Person): string {
  return `  - ${yaml({ id, role })}`;
}

function indented(text: string): string {
  return text
    .split("\n")
    .map((line) => `  ${line}`)
    .join("\n");
}

/** The whole file. */
export function configText(draft: Draft): string {
  const { workspace, people, provider } = draft;
  return [
    "# What claro-ir must know before an API key leaks. No secret belongs in here: write ${VARIABLE} or file:<path>.",
    "# Would an incident go well today? claro-ir doctor",
    "version: 1",
    `workspace: ${yaml(workspace)}`,
    "",
    "# Who may act, as listed at the vendor. Only owner and admin make and delete keys: there should be two of them.",
    "operators:",
    ...people.map(personLine),
    "",
    "# Who can open a new key once it is sealed. With one person alone, everything hangs on one laptop.",
    ...recipientLines(draft),
    "",
    "# Who issues the keys. Other kinds: claro-ir providers list",
    "providers:",
    indented(provider),
    "",
    "# Places that hold a key. Name for each what it holds (key: <name on the register>), what restarts its consumer (reload: [program, …])",
    "# and where the consumer says which key it uses (inUse). All options: claro-ir targets show <kind>",
    ...placeLines(draft),
    "",
  ].join("\n");
}
