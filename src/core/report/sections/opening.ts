// Sections 1 and 2: what document this is, and what happened in a few figures, each with its two ends.
import { liveCredentials } from "../../incident/checklist.ts";
import { misuseOf, misuseWords } from "../../incident/misuse.ts";
import type { CredentialState } from "../../incident/state.ts";
import { list, paragraph, table, written, type Section, type Span } from "../document/document.ts";
import { headShort } from "../format/format.ts";
import { addBusinessDays, dateTime, dayOf, momentWords } from "../input.ts";
import { roleTitle } from "../people.ts";
import { deadSince, factValue, inUseSince } from "../terms.ts";
import { responseBlock } from "./pictures.ts";
import { endWords, figure, metricOf, UNKNOWN, when, type View } from "./view.ts";

function severities(view: View): string {
  const changes = view.input.events.filter((event) => event.type === "severity.set");
  if (changes.length === 0) return UNKNOWN;
  return changes
    .map(
      (event) =>
        `${event.data.severity} since ${dateTime(event.occurredAt)} (${view.say(event.data.because)})`,
    )
    .join("; then ");
}

/** P1 and P2 (and not yet known) within 5 business days of the declaration, P3 and P4 within 15. */
function reviewBy(view: View): string {
  const { state } = view.input;
  const agreed = factValue(state.facts, "reviewAt");
  if (agreed !== null) return `${view.say(agreed)} (agreed)`;
  const days = state.severity === "P3" || state.severity === "P4" ? 15 : 5;
  const due = dayOf(addBusinessDays(state.declaredAt, days));
  return `${due} (${String(days)} business days, public holidays not counted)`;
}

function rolesPresent(view: View): string {
  const entries = Object.entries(view.input.state.roles);
  if (entries.length === 0) return "none assigned";
  return entries
    .map(([role, operator]) =>
      view.input.withNames
        ? `${view.say(roleTitle(role))}: ${view.say(operator)}`
        : view.say(roleTitle(role)),
    )
    .join(", ");
}

function stateWords(view: View): string {
  const { state } = view.input;
  const because = state.endedBecause === null ? "" : ` (${view.say(state.endedBecause)})`;
  return state.state === "open" ? "open" : `${state.state} at ${when(state.closedAt)}${because}`;
}

/** The facts about the document itself. */
export function header(view: View): Section {
  const { state, now, version, runbook } = view.input;
  const rows: readonly (readonly string[])[] = [
    ["Incident", `${state.id}, ${stateWords(view)}`],
    ["Severity", severities(view)],
    ["Declared", `${dateTime(state.declaredAt)} UTC by ${view.who(state.declaredBy)}`],
    ["Roles present", rolesPresent(view)],
    ["Review by", reviewBy(view)],
    ["Marking", state.restricted ? "TLP:RED (need to know)" : "TLP:AMBER"],
    ["Runbook", `${runbook.id} version ${String(runbook.version)}`],
    ["Document version", `${String(state.head.seq)}: the record to ${headShort(state.head)}`],
    ["Generated", `${dateTime(now)} UTC by claro-ir ${version}`],
  ];
  return {
    number: 1,
    title: "About this document",
    blocks: [
      table("about", ["", ""], rows, ""),
      {
        kind: "written",
        name: "status",
        prompt: null,
        questions: [],
        columns: [],
        start: "Status: **Draft** (then In review, Reviewed, Closed)",
      },
    ],
  };
}

function notInUse({ new: { state } }: CredentialState): readonly Span[] {
  return state === "none"
    ? ["; there is ", { strong: "no replacement" }, " yet"]
    : ["; the replacement is ", { strong: state }, ", not in use everywhere"];
}

function outcome(view: View, credential: CredentialState): readonly Span[] {
  const [dead, live] = [deadSince(credential), inUseSince(credential)];
  const proof =
    credential.old.proof === "attested" ? "by a responder's word, not probed" : "proved";
  return [
    ...(dead === null
      ? ["the old key is ", { strong: credential.old.state }, ", not proved dead"]
      : [`the old key is dead since ${view.moment(dead)} (${proof})`]),
    ...(live === null
      ? notInUse(credential)
      : [`; the replacement is in use everywhere since ${view.moment(live)}`]),
  ];
}

/** What logs and people say of its misuse, where anybody looked. */
function misuseIn({ input }: View, { id }: CredentialState): readonly Span[] {
  const words = misuseWords(misuseOf(input.state, id));
  return words === null ? [] : ["; misuse: ", { strong: words }];
}

function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1).replace(/\.$/, "");
}

/** In the order of a reader's questions; those in `ALWAYS` also where they are not known. */
const FIGURES: readonly string[] = [
  "exposure-window",
  "abuse-window",
  "time-to-detect-exposure",
  "time-to-detect-abuse",
  "time-to-declare",
  "time-to-contain",
  "time-to-replace",
  "outage",
  "total",
];
const ALWAYS: readonly string[] = ["time-to-contain", "time-to-replace", "outage"];

function figures(view: View): readonly (readonly string[])[] {
  return FIGURES.flatMap((id) => {
    const metric = metricOf(view, id);
    if (metric === undefined || (metric.ms === null && !ALWAYS.includes(id))) return [];
    return [[metric.title, figure(metric), endWords(metric.from), endWords(metric.to)]];
  });
}

/** What the record knows in a few sentences and figures, and the place for the story. */
export function summary(view: View): Section {
  const { state } = view.input;
  const credentials = liveCredentials(state).map((each): readonly Span[] => [
    `${view.say(each.id)} ${view.say(each.name)} (${view.say(each.provider)}, ${each.environment}): `,
    ...outcome(view, each),
    ...misuseIn(view, each),
    ".",
  ]);
  const detected = momentWords(state.detectedAt, state.detectedPrecision ?? "second");
  return {
    number: 2,
    title: "Summary",
    blocks: [
      paragraph(
        `${capital(view.say(state.summary))}. Detected ${detected}, declared ${when(state.declaredAt)}; time from then to containment: ${figure(metricOf(view, "time-to-contain"))}; to restored service: ${figure(metricOf(view, "time-to-replace"))}.`,
      ),
      credentials.length === 0 ? paragraph("No credential is under treatment.") : list(credentials),
      table("figures", ["Figure", "Value", "From", "To"], figures(view), "No figure is known."),
      responseBlock(view),
      written(
        "summary",
        "three to five sentences. What key, how was it exposed, what was done with it, what was the impact, where are we now?",
      ),
    ],
  };
}
