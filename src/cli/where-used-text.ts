// What `where-used` says to people: places by path, history by file, what was not looked at, what to type next.
import { shellWord } from "../core/shell-word.ts";
import type { Finding, NotSearched, Searched, SearchReport } from "../core/search/finding.ts";
import { KIND_WORDS } from "../core/search/place-kind.ts";
import type { Plan, PlannedPlace } from "../core/search/plan.ts";

/** A list says no more than that; --json has all of it. */
const MOST_LINES = 20;

function grouped(findings: readonly Finding[]): readonly (readonly Finding[])[] {
  const groups = new Map<string, Finding[]>();
  for (const one of findings) {
    const key = `${one.kind} ${one.git?.repository ?? ""} ${one.path ?? one.target ?? one.git?.object ?? ""}`;
    groups.set(key, [...(groups.get(key) ?? []), one]);
  }
  return [...groups.values()];
}

function traits(group: readonly Finding[]): string {
  const [first] = group;
  if (first === undefined) return "";
  const variables = new Set(group.map((one) => one.variable).filter((one) => one !== null));
  const forms = new Set(group.map((one) => one.form).filter((form) => form !== "plain"));
  return [
    KIND_WORDS[first.kind],
    ...variables,
    ...[...forms].map((form) => `as ${form}`),
    ...(first.kind !== "target" && first.target !== null ? [`target ${first.target}`] : []),
  ].join(", ");
}

function linesOf(group: readonly Finding[]): string {
  const numbers = [...new Set(group.map((one) => one.line).filter((line) => line !== null))];
  const more = group.reduce((sum, one) => sum + one.more, 0);
  if (numbers.length === 0) return "";
  return `:${numbers.slice(0, 5).join(",")}${more > 0 || numbers.length > 5 ? ",…" : ""}`;
}

const REACH_WORDS = {
  reachable: "",
  stash: ", in a stash",
  staged: ", staged and not committed",
  unreachable: ", no branch or tag leads there any more",
};

function historyLine(group: readonly Finding[]): string {
  const [first] = group.toSorted((a, b) => (a.git?.at ?? "~").localeCompare(b.git?.at ?? "~"));
  const git = first?.git;
  if (first === undefined || git === null || git === undefined) return "";
  const versions = new Set(group.map((one) => one.git?.object)).size;
  const since = git.commit === null ? "" : ` since commit ${git.commit.slice(0, 8)}`;
  const day = git.at === null ? "" : ` of ${git.at.slice(0, 10)}`;
  const many = versions > 1 ? `, ${String(versions)} versions` : "";
  const where =
    first.path === null ? git.object.slice(0, 8) : `${first.path}:${String(first.line)}`;
  return `${git.repository}  ${where}  ${traits([first])}${since}${day}${many}${REACH_WORDS[git.reach]}`;
}

function findingLine(group: readonly Finding[]): string {
  const [first] = group;
  if (first === undefined) return "";
  if (first.git !== null) return historyLine(group);
  return `${first.path ?? first.target ?? ""}${linesOf(group)}  ${traits(group)}`;
}

function some(lines: readonly string[]): readonly string[] {
  if (lines.length <= MOST_LINES) return lines;
  const rest = lines.length - MOST_LINES;
  return [...lines.slice(0, MOST_LINES), `  … and ${String(rest)} more (--json lists all)`];
}

function notSearchedLines(all: readonly NotSearched[]): readonly string[] {
  if (all.length === 0) return [];
  return ["", "not searched:", ...some(all.map(({ what, why }) => `  ${what}: ${why}`))];
}

function count(number: number, one: string, many: string): string {
  return `${String(number)} ${number === 1 ? one : many}`;
}

function searchedLine({ files, bytes, objects, repositories, targets }: Searched): string {
  const size =
    bytes < 1e6 ? `${String(Math.ceil(bytes / 1e3))} kB` : `${String(Math.round(bytes / 1e6))} MB`;
  const history =
    repositories === 0
      ? ""
      : `, ${String(objects)} git objects in ${count(repositories, "repository", "repositories")}`;
  const places = `${count(files, "file", "files")} (${size})${history}`;
  return `searched ${places}, ${count(targets, "target", "targets")}`;
}

/** The command that makes a place a target of the incident. */
function addCommand({ id, kind, options }: PlannedPlace, credential: string | null): string {
  const flags = Object.entries(options).map(
    ([name, value]) => `--${name} ${shellWord(String(value))}`,
  );
  const of = credential === null ? "" : ` --credential ${credential}`;
  return `claro-ir targets add ${id} --kind ${kind} ${flags.join(" ")}${of}`;
}

function nextLines(plan: Plan, file: string | undefined): readonly string[] {
  const fresh = plan.places.filter((place) => !place.known);
  const added = fresh.map((place) => addCommand(place, plan.credential));
  const has = fresh.length > 0 ? ["", "places that are no targets yet:", ...some(added)] : [];
  if (plan.places.length === 0) return has;
  if (plan.credential === null)
    return [
      "",
      `${count(plan.places.length, "place takes", "places take")} a new key, ${count(plan.copies.length, "copy is", "copies are")} to be removed`,
      "next: claro-ir start (it leaked), or claro-ir keys rotate <name> (it did not)",
    ];
  const deploy = `claro-ir run deploy-replacement-key --plan ${shellWord(file ?? "plan.json")}`;
  const write =
    file === undefined
      ? [`${has.length > 0 ? "or all at once: add" : "next: add"} --plan plan.json, then:`]
      : ["next:"];
  return [...has, "", ...write, deploy];
}

/** How many places hold it: files, targets, and each path of a history. */
export function placeCount(report: SearchReport): number {
  return grouped(report.findings).length;
}

/** The whole answer. `file` is where the plan was written. */
export function whereUsedLines(
  report: SearchReport,
  plan: Plan,
  file: string | undefined,
): readonly string[] {
  const groups = grouped(report.findings);
  const key = plan.last4 === "" ? "the key" : `the key ..${plan.last4}`;
  const head =
    groups.length === 0
      ? [`nothing holds ${key}`]
      : [
          `${count(groups.length, "place holds", "places hold")} ${key}`,
          "",
          ...groups.map(findingLine),
        ];
  return [
    ...head,
    ...notSearchedLines(report.notSearched),
    "",
    searchedLine(report.searched),
    ...nextLines(plan, file),
  ];
}
