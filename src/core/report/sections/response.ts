// Section 5: what was decided and why, the proof of containment, the replacement place by place.
import { liveCredentials } from "../../incident/checklist.ts";
import type { IncidentData, IncidentEvent, IncidentType } from "../../incident/event.ts";
import type { CredentialState } from "../../incident/state.ts";
import { dateTime, sinceDeclared, spell } from "../input.ts";
import { findings, watched } from "./audit.ts";
import { table, UNKNOWN, when, type View } from "./view.ts";

type Probe = Extract<IncidentEvent, { type: "key.probed" }>;

/** Longer runs of one answer are shown by their ends. */
const RUN_SHOWN = 6;

function probeRow(view: View, event: Probe): string[] {
  const { lane, verdict, status, detail } = event.data;
  return [
    dateTime(event.occurredAt),
    sinceDeclared(view.input.state.declaredAt, event.occurredAt, event.precision),
    lane,
    verdict,
    status === null ? "no answer" : String(status),
    detail === "" ? "" : view.say(detail),
    `#${String(event.seq)}`,
  ];
}

function sameAnswer(a: Probe | undefined, b: Probe): boolean {
  if (a === undefined) return false;
  return (
    a.data.lane === b.data.lane &&
    a.data.verdict === b.data.verdict &&
    a.data.status === b.data.status
  );
}

function runsOf(probes: readonly Probe[]): Probe[][] {
  const runs: Probe[][] = [];
  for (const probe of probes) {
    const run = runs.at(-1);
    if (run !== undefined && sameAnswer(run[0], probe)) run.push(probe);
    else runs.push([probe]);
  }
  return runs;
}

function probeTable(view: View, credential: string): string {
  const probes = view.input.events.filter(
    (event) => event.type === "key.probed" && event.data.credential === credential,
  ) as Probe[];
  const rows = runsOf(probes).flatMap((run) => {
    if (run.length <= RUN_SHOWN) return run.map((probe) => probeRow(view, probe));
    const left = `*${String(run.length - 4)} more of the same*`;
    return [
      ...run.slice(0, 3).map((probe) => probeRow(view, probe)),
      ["", "", "", left, "", "", ""],
      ...run.slice(-1).map((probe) => probeRow(view, probe)),
    ];
  });
  const head = ["Time (UTC)", "+T", "Key", "Verdict", "HTTP", "Detail", "No."];
  return table(head, rows, "Neither key was probed.");
}

function containment(credential: CredentialState): string {
  const { old } = credential;
  const cut =
    old.blockedAt === null
      ? "The old key was not cut at the provider on record."
      : `The old key was ${old.action === "disable" ? "disabled" : "deleted"} at ${dateTime(old.blockedAt)}.`;
  if (old.state !== "dead" || old.firstDeadAt === null) return `${cut} It is not proved dead.`;
  return old.proof === "probes"
    ? `${cut} Contained at ${dateTime(old.firstDeadAt)}, the first dead answer of the passing run.`
    : `${cut} Contained at ${dateTime(old.firstDeadAt)} by a responder's word, not probed.`;
}

function targetTable(view: View, credential: CredentialState): string {
  const rows = credential.targets.map((target) => [
    view.say(target.id),
    target.definition === null ? "configured" : view.say(target.definition.kind),
    target.state,
    target.proof ?? "none",
    when(target.writtenAt),
    when(target.at),
    target.detail === null ? "" : view.say(target.detail),
  ]);
  const head = ["Place", "Kind", "State", "Proof", "Written", "Last change", "Detail"];
  return table(head, rows, "No place is on record.");
}

function strategy(view: View, credential: CredentialState): string {
  if (credential.strategy === null) return "No strategy is on record.";
  const { recommended, override, outage } = credential;
  const parts = [
    `Strategy **${credential.strategy}**, rule ${view.say(credential.rule)}: ${view.say(credential.strategyBecause)}.`,
    recommended !== null && recommended !== credential.strategy
      ? `The rules recommended ${recommended}.`
      : "",
    outage === null
      ? ""
      : `Outage of ${spell(outage.minutes * 60_000)} accepted by ${view.who(outage.by)}: ${view.say(outage.because).replace(/\.$/, "")}.`,
    override === null ? "" : `Override by ${view.who(override.by)}: ${view.say(override.because)}.`,
  ];
  return parts.filter((part) => part !== "").join(" ");
}

function ofCredential(view: View, credential: CredentialState): string {
  const { reveals } = credential;
  const shown =
    reveals.length === 0
      ? ""
      : `\n\nThe sealed replacement was shown or piped ${String(reveals.length)} times, last at ${when(reveals.at(-1)?.at ?? null)}.`;
  return `### ${view.say(credential.id)} ${view.say(credential.name)}

${strategy(view, credential)}

**Containment.** ${containment(credential)}

${probeTable(view, credential.id)}

**Replacement.** ${credential.new.name === null ? "No replacement key is on record." : `${view.say(credential.new.name)}, created ${when(credential.new.createdAt)}, in use everywhere since ${when(credential.new.inUseAt)}.`}

${targetTable(view, credential)}${shown}`;
}

interface Decision {
  readonly what: string;
  readonly value: string;
  readonly because: string;
  readonly credential: string | null;
}

const DECISIONS: { readonly [Type in IncidentType]?: (data: IncidentData[Type]) => Decision } = {
  "severity.set": ({ severity, because }) => ({
    what: "severity",
    value: severity,
    because,
    credential: null,
  }),
  "strategy.chosen": ({ strategy: value, rule, ...data }) => ({
    ...data,
    what: "strategy",
    value: `${value} (rule ${rule})`,
  }),
  "outage.accepted": (data) => ({ ...data, what: "outage", value: `${String(data.minutes)} min` }),
  "override.recorded": (data) => ({ ...data, what: "override", value: data.allows }),
  "ceiling.extended": (data) => ({ ...data, what: "ceiling", value: `+${spell(data.byMs)}` }),
  "decision.recorded": (data) => ({ ...data, what: data.kind }),
};

/** Decisions with who, why and the rule that fired, in the order of the record. */
function decisions(view: View): string {
  const rows = view.input.events.flatMap((event) => {
    const describe = DECISIONS[event.type] as ((data: unknown) => Decision) | undefined;
    if (describe === undefined) return [];
    const { what, value, because, credential } = describe(event.data);
    return [
      [
        dateTime(event.occurredAt),
        credential === null ? "" : view.say(credential),
        view.say(what),
        view.say(value),
        view.say(because),
        view.who(event.by),
        `#${String(event.seq)}`,
      ],
    ];
  });
  const head = ["Time (UTC)", "Key", "Decision", "Value", "Because", "By", "No."];
  return table(head, rows, "None on record.");
}

/** Unsettled outcomes: said, because a reader must not take silence for success. */
function unknowns(view: View): string {
  const { pending } = view.input.state;
  if (pending.length === 0) return "";
  const lines = pending.map(
    (each) =>
      `- ${view.say(each.effect)} of ${each.credential === null ? "the incident" : view.say(each.credential)}: outcome ${UNKNOWN} since ${when(each.since)}`,
  );
  return `\n\n### Outcomes still unknown\n\n${lines.join("\n")}`;
}

/** Per credential: strategy, containment proof, replacement; then the decision log. */
export function response(view: View): string {
  const each = liveCredentials(view.input.state).map((one) => ofCredential(view, one));
  return `## 5. Response

${each.join("\n\n") || "No credential is under treatment."}

### Decision log

${decisions(view)}${findings(view)}${watched(view)}${unknowns(view)}`;
}
