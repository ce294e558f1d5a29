// Sections 1 to 4: header, summary, impact, exposure and detection.
import { liveCredentials } from "../../incident/checklist.ts";
import { misuseOf, misuseWords } from "../../incident/misuse.ts";
import type { CredentialState } from "../../incident/state.ts";
import { addBusinessDays, dateTime, dayOf } from "../input.ts";
import { keepRegion, unwritten } from "../keep.ts";
import { roleTitle } from "../people.ts";
import { deadSince, factValue, inUseSince } from "../terms.ts";
import { coverage, reached, verdicts } from "./audit.ts";
import { headShort } from "../format/format.ts";
import { fact, figure, metricOf, table, UNKNOWN, when, type View } from "./view.ts";

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

/** Title, drill stamp and the facts about the document itself. */
export function header(view: View): string {
  const { state, now, version, runbook } = view.input;
  const marking = state.restricted ? "TLP:RED (need to know)" : "TLP:AMBER";
  const title = state.codename === null ? view.say(state.summary) : view.say(state.codename);
  const rows = [
    ["Incident", `${state.id}, ${stateWords(view)}`],
    ["Severity", severities(view)],
    ["Declared", `${dateTime(state.declaredAt)} UTC by ${view.who(state.declaredBy)}`],
    ["Roles present", rolesPresent(view)],
    ["Review by", reviewBy(view)],
    ["Marking", marking],
    ["Runbook", `${runbook.id} version ${String(runbook.version)}`],
    ["Journal", `to ${headShort(state.head)}`],
    ["Generated", `${dateTime(now)} UTC by claro-ir ${version}`],
  ];
  const stamp = state.drill ? "**DRILL: a rehearsal, not a real incident.**\n\n" : "";
  return `# Post-mortem ${state.id}: ${title}

${stamp}${table(["", ""], rows, "")}

${keepRegion("status", "Status: **Draft** (then In review, Reviewed, Closed)\n")}`;
}

function outcome(credential: CredentialState): string {
  const [dead, live] = [deadSince(credential), inUseSince(credential)];
  const proof =
    credential.old.proof === "attested" ? "by a responder's word, not probed" : "proved";
  return [
    dead === null
      ? `the old key is **${credential.old.state}**, not proved dead`
      : `the old key is dead since ${dateTime(dead)} (${proof})`,
    live === null
      ? `the replacement is **${credential.new.state}**, not in use everywhere`
      : `the replacement is in use everywhere since ${dateTime(live)}`,
  ].join("; ");
}

/** What logs and people say of its misuse, where anybody looked. */
function misuseIn({ input }: View, { id }: CredentialState): string {
  const words = misuseWords(misuseOf(input.state, id));
  return words === null ? "" : `; misuse: **${words}**`;
}

function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1).replace(/\.$/, "");
}

/** What the record knows in a few sentences, and the place for the story. */
export function summary(view: View): string {
  const { state } = view.input;
  const credentials = liveCredentials(state).map(
    (each) =>
      `- ${view.say(each.id)} ${view.say(each.name)} (${view.say(each.provider)}, ${each.environment}): ${outcome(each)}${misuseIn(view, each)}.`,
  );
  const known = `${capital(view.say(state.summary))}. Detected ${when(state.detectedAt)}, declared ${when(state.declaredAt)}; time from then to containment: ${figure(metricOf(view, "time-to-contain"))}; to restored service: ${figure(metricOf(view, "time-to-replace"))}.`;
  return `## 2. Summary

${known}

${credentials.join("\n") || "No credential is under treatment."}

${keepRegion("summary", unwritten("three to five sentences. What key, how was it exposed, what was done with it, what was the impact, where are we now?"))}`;
}

function credentialRows(view: View): string[][] {
  return Object.values(view.input.state.credentials).map((each) => [
    view.say(each.id),
    view.say(each.name),
    `${view.say(each.provider)}, ${each.environment}`,
    `${each.old.last4 === null ? UNKNOWN : `…${view.say(each.old.last4)}`} (${each.dropped === null ? each.old.state : "dropped"})`,
    each.new.last4 === null ? "none" : `…${view.say(each.new.last4)} (${each.new.state})`,
    view.say(each.old.keyId),
    each.dropped === null
      ? each.registerUpdatedAt === null
        ? "not updated"
        : `updated ${when(each.registerUpdatedAt)}`
      : view.say(each.dropped),
  ]);
}

function usageRows(view: View): string[][] {
  return liveCredentials(view.input.state).map(({ id, usage }) => [
    view.say(id),
    when(usage?.at ?? null),
    when(usage?.lastUsedAt ?? null),
    usage?.requests === undefined || usage.requests === null ? UNKNOWN : String(usage.requests),
    usage?.errorRate === undefined || usage.errorRate === null ? UNKNOWN : String(usage.errorRate),
  ]);
}

/** The decision on record, else the fact. */
function personalData(view: View): string {
  const decided = view.input.state.decisions.findLast((one) => one.kind === "personal-data");
  return decided === undefined ? fact(view, "personalDataBreach") : view.say(decided.value);
}

/** Data, service, money, people, credentials: figures or `unknown`. */
export function impact(view: View): string {
  const rows = [
    ["Data the key could reach", fact(view, "data")],
    ["Data read", fact(view, "dataAccessed")],
    ["What was touched", fact(view, "dataTouched")],
    ["People affected", fact(view, "people")],
    ["Personal-data breach", personalData(view)],
    ["Outage, actual", figure(metricOf(view, "outage"))],
    ["Outage, accepted beforehand", figure(metricOf(view, "outage-planned"))],
    ["Failed requests", fact(view, "failedRequests")],
    ["Cost", fact(view, "cost")],
    ["Other secrets beside the key", fact(view, "siblingSecrets")],
  ];
  return `## 3. Impact

${table(["What", "On record"], rows, "")}

**Credentials**

${table(["Id", "Name", "Provider, environment", "Old key", "New key", "Old key id", "Register"], credentialRows(view), "None.")}

**Use of the old keys when it was looked up**

${table(["Id", "Looked up", "Last used", "Requests", "Error rate"], usageRows(view), "Not looked up.")}${reached(view)}

${keepRegion("impact", unwritten("what this meant for customers, colleagues and the business, in numbers where there are any."))}`;
}

/** Where the key could be seen, since when, and how that was found. */
export function exposure(view: View): string {
  const rows = [
    ["Where it could be seen", fact(view, "exposureLocation")],
    ["How it got out", fact(view, "cause")],
    ["Evidence level", fact(view, "evidenceLevel")],
    ["Misused at declaration", fact(view, "abuse")],
    ["Visible since", fact(view, "exposedFrom")],
    ["Visible until", fact(view, "exposedUntil")],
    ["First use that was not ours", fact(view, "firstAbuseAt")],
    ["Last use that was not ours", fact(view, "lastAbuseAt")],
    ["Detected", when(view.input.state.detectedAt)],
    ["How it was noticed", fact(view, "noticedHow")],
    ["Log coverage", fact(view, "logCoverage")],
    ["Access left by the attacker", fact(view, "persistenceFound")],
  ];
  return `## 4. Exposure and detection

${table(["Question", "On record"], rows, "")}${verdicts(view)}${coverage(view)}

${keepRegion("exposure", unwritten("how the key came to lie there, and what could have shown it earlier."))}`;
}
