// Section 5: what was decided and why, the proof of containment, the replacement place by place.
import { liveCredentials } from "../../incident/checklist.ts";
import type { IncidentEvent } from "../../incident/event.ts";
import type { CredentialState } from "../../incident/state.ts";
import {
  heading,
  label,
  list,
  paragraph,
  table,
  type Block,
  type Section,
  type Span,
  type Table,
  type Words,
} from "../document/document.ts";
import { dateTime, sinceDeclared, spell } from "../input.ts";
import { findings, judgedCallers, watched } from "./audit.ts";
import { decisionTable } from "./decisions.ts";
import { UNKNOWN, when, type View } from "./view.ts";

type Probe = Extract<IncidentEvent, { type: "key.probed" }>;

/** Longer runs of one answer are shown by their ends. */
const RUN_SHOWN = 6;

function probeRow(view: View, event: Probe): readonly Words[] {
  const { lane, verdict, status, detail } = event.data;
  return [
    dateTime(event.occurredAt),
    sinceDeclared(view.input.state.declaredAt, event.occurredAt, event.precision),
    lane,
    verdict,
    status === null ? "no answer" : String(status),
    detail === "" ? "" : view.say(detail),
    [{ event: event.seq }],
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

function probeTable(view: View, credential: string): Table {
  const probes = view.input.events.filter(
    (event) => event.type === "key.probed" && event.data.credential === credential,
  ) as Probe[];
  const rows = runsOf(probes).flatMap((run): readonly (readonly Words[])[] => {
    if (run.length <= RUN_SHOWN) return run.map((probe) => probeRow(view, probe));
    const left = [{ soft: `${String(run.length - 4)} more of the same` }];
    return [
      ...run.slice(0, 3).map((probe) => probeRow(view, probe)),
      ["", "", "", left, "", "", ""],
      ...run.slice(-1).map((probe) => probeRow(view, probe)),
    ];
  });
  const head = ["Time (UTC)", "+T", "Key", "Verdict", "HTTP", "Detail", "No."];
  return table("probes", head, rows, "Neither key was probed.");
}

function containment(view: View, credential: CredentialState): string {
  const { old } = credential;
  const cut =
    old.blockedAt === null
      ? "The old key was not cut at the provider on record."
      : `The old key was ${old.action === "disable" ? "disabled" : "deleted"} at ${view.moment(old.blockedAt)}.`;
  if (old.state !== "dead" || old.firstDeadAt === null) return `${cut} It is not proved dead.`;
  return old.proof === "probes"
    ? `${cut} Contained at ${view.moment(old.firstDeadAt)}, the first dead answer of the passing run.`
    : `${cut} Contained at ${view.moment(old.firstDeadAt)} by a responder's word, not probed.`;
}

function targetTable(view: View, credential: CredentialState): Table {
  const rows = credential.targets.map((target) => [
    view.say(target.id),
    target.definition === null ? "configured" : view.say(target.definition.kind),
    target.state,
    target.proof ?? "none",
    view.moment(target.writtenAt),
    view.moment(target.at),
    target.detail === null ? "" : view.path(target.detail),
  ]);
  const head = ["Place", "Kind", "State", "Proof", "Written", "Last change", "Detail"];
  return table("places", head, rows, "No place is on record.");
}

function strategy(view: View, credential: CredentialState): readonly Span[] {
  if (credential.strategy === null) return ["No strategy is on record."];
  const { recommended, override, outage } = credential;
  return [
    "Strategy ",
    { strong: credential.strategy },
    `, rule ${view.say(credential.rule)}: ${view.say(credential.strategyBecause)}.`,
    recommended !== null && recommended !== credential.strategy
      ? ` The rules recommended ${recommended}.`
      : "",
    outage === null
      ? ""
      : ` Outage of ${spell(outage.minutes * 60_000)} accepted by ${view.who(outage.by)}: ${view.say(outage.because).replace(/\.$/, "")}.`,
    override === null
      ? ""
      : ` Override by ${view.who(override.by)}: ${view.say(override.because)}.`,
  ];
}

function replacement(view: View, { new: fresh }: CredentialState): string {
  if (fresh.name === null) return "No replacement key is on record.";
  return `${view.say(fresh.name)}, created ${view.moment(fresh.createdAt)}, in use everywhere since ${view.moment(fresh.inUseAt)}.`;
}

function ofCredential(view: View, credential: CredentialState): readonly Block[] {
  const { reveals } = credential;
  return [
    heading(`${view.say(credential.id)} ${view.say(credential.name)}`),
    paragraph(...strategy(view, credential)),
    label("Containment.", ` ${containment(view, credential)}`),
    probeTable(view, credential.id),
    label("Replacement.", ` ${replacement(view, credential)}`),
    targetTable(view, credential),
    ...(reveals.length === 0
      ? []
      : [
          paragraph(
            `The sealed replacement was shown or piped ${String(reveals.length)} times, last at ${when(reveals.at(-1)?.at ?? null)}.`,
          ),
        ]),
  ];
}

/** Unsettled outcomes: said, because a reader must not take silence for success. */
function unknowns(view: View): readonly Block[] {
  const { pending } = view.input.state;
  if (pending.length === 0) return [];
  const lines = pending.map(
    (each) =>
      `${view.say(each.effect)} of ${each.credential === null ? "the incident" : view.say(each.credential)}: outcome ${UNKNOWN} since ${when(each.since)}`,
  );
  return [heading("Outcomes still unknown"), list(lines)];
}

/** Per credential: strategy, containment proof, replacement; then the decision log. */
export function response(view: View): Section {
  const each = liveCredentials(view.input.state).flatMap((one) => ofCredential(view, one));
  return {
    number: 5,
    title: "Response",
    blocks: [
      ...(each.length === 0 ? [paragraph("No credential is under treatment.")] : each),
      heading("Decision log"),
      decisionTable(view),
      ...judgedCallers(view),
      ...findings(view),
      ...watched(view),
      ...unknowns(view),
    ],
  };
}
