// Sections 3 and 4: what it did to data, service, people and keys; where the key could be seen, and how that was found.
import { standingOf } from "../../credential/replacement.ts";
import { liveCredentials } from "../../incident/checklist.ts";
import type { CredentialState } from "../../incident/state.ts";
import { between, parseInstant, type Instant } from "../../instant.ts";
import { label, table, written, type Section, type Words } from "../document/document.ts";
import { harmlessWords } from "../harmless.ts";
import { momentWords, spellExactly } from "../input.ts";
import { deadSince, factValue, inUseSince, isAtTheLatest } from "../terms.ts";
import { coverage, reached, verdicts } from "./audit.ts";
import { fact, factRow, figure, metricOf, UNKNOWN, when, type View } from "./view.ts";

/** Questions of section 3 by the fact that answers them. */
export const IMPACT_FACTS: readonly (readonly [title: string, fact: string])[] = [
  ["Data the key could reach", "data"],
  ["Data read", "dataAccessed"],
  ["What was touched", "dataTouched"],
  ["People affected", "people"],
  ["Cost", "cost"],
  ["Other secrets beside the key", "siblingSecrets"],
];

/** Questions of section 4. */
export const EXPOSURE_FACTS: readonly (readonly [title: string, fact: string])[] = [
  ["Where it could be seen", "exposureLocation"],
  ["How it got out", "cause"],
  ["Evidence level", "evidenceLevel"],
  ["Misused at declaration", "abuse"],
  ["Visible since", "exposedFrom"],
  ["Visible until", "exposedUntil"],
  ["First use that was not ours", "firstAbuseAt"],
  ["Last use that was not ours", "lastAbuseAt"],
  ["How it was noticed", "noticedHow"],
  ["Log coverage", "logCoverage"],
  ["Access left by the attacker", "persistenceFound"],
];

function registerWords({ input }: View, { registerUpdatedAt }: CredentialState): string {
  if (registerUpdatedAt === null) return "not updated";
  return input.state.drill ? "left alone by a rehearsal" : `updated ${when(registerUpdatedAt)}`;
}

function credentialRows(view: View): string[][] {
  return Object.values(view.input.state.credentials).map((each) => [
    view.say(each.id),
    view.say(each.name),
    `${view.say(each.provider)}, ${each.environment}`,
    `${each.old.last4 === null ? UNKNOWN : `…${view.say(each.old.last4)}`} (${each.dropped === null ? each.old.state : "dropped"})`,
    each.new.last4 === null ? "none" : `…${view.say(each.new.last4)} (${standingOf(each.new)})`,
    view.say(each.old.keyId),
    each.dropped === null ? registerWords(view, each) : view.say(each.dropped),
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

/** What a reader must see beside an exposure: that it has not ended, or that the key was used after its end. */
function exposureRemark(view: View, dead: Instant | null): string {
  if (dead === null) return "not proved dead";
  const last = parseInstant(factValue(view.input.state.facts, "lastAbuseAt") ?? "");
  if (last === undefined || between(dead, last) <= 0) return "";
  return `still used at ${when(last)}, after it: by another way in, or the proof is wrong`;
}

function span(from: Instant | null, to: Instant | null): string {
  return from === null || to === null ? UNKNOWN : spellExactly(between(from, to));
}

/** When the key could be used by others, and when its consumers had none that worked. */
function windowRows(view: View, one: CredentialState): readonly (readonly Words[])[] {
  const { state } = view.input;
  const stated = factValue(one.facts, "exposedFrom") ?? factValue(state.facts, "exposedFrom");
  const [dead, used] = [deadSince(one), inUseSince(one)];
  const cut = one.old.blockedAt ?? dead;
  const id = view.say(one.id);
  const from = stated?.length === 10 ? momentWords(stated, "day") : when(stated);
  const isBound = stated !== null && isAtTheLatest(state, stated);
  const length = `${isBound ? "at least " : ""}${span(stated, dead)}`;
  const isOut = cut !== null && (used === null || between(cut, used) > 0);
  const planned =
    one.outage === null ? "none accepted" : `${String(one.outage.minutes)} min accepted`;
  return [
    [id, "exposure", from, view.moment(dead), length, exposureRemark(view, dead)],
    isOut
      ? [id, "outage", view.moment(cut), view.moment(used), span(cut, used), planned]
      : [id, "outage", "", "", cut === null ? "not cut" : "none", planned],
  ];
}

/** Data, service, money, people, credentials: figures or `unknown`. */
export function impact(view: View): Section {
  const rows: readonly (readonly Words[])[] = [
    ...IMPACT_FACTS.map(([title, name]) => factRow(view, title, name)),
    ["Personal-data breach", personalData(view), ""],
    ["Outage, actual", figure(metricOf(view, "outage")), ""],
    ["Outage, accepted beforehand", figure(metricOf(view, "outage-planned")), ""],
  ];
  const harmless = harmlessWords(view.input.state);
  const live = harmless === null ? liveCredentials(view.input.state) : [];
  return {
    number: 3,
    title: "Impact",
    blocks: [
      table("facts", ["What", "On record", "No."], rows, ""),
      label("Windows"),
      table(
        "windows",
        ["Key", "Window", "From", "To", "Length", "Remark"],
        live.flatMap((one) => windowRows(view, one)),
        harmless === null ? "No credential is under treatment." : `None: ${harmless}.`,
      ),
      label("Credentials"),
      table(
        "credentials",
        ["Id", "Name", "Provider, environment", "Old key", "New key", "Old key id", "Register"],
        credentialRows(view),
        "None.",
      ),
      label("Use of the old keys when it was looked up"),
      table(
        "usage",
        ["Id", "Looked up", "Last used", "Requests", "Error rate"],
        usageRows(view),
        "Not looked up.",
      ),
      ...reached(view),
      written(
        "impact",
        "what this meant for customers, colleagues and the business, in numbers where there are any; failed requests.",
      ),
    ],
  };
}

/** Where the key could be seen, since when, and how that was found. */
export function exposure(view: View): Section {
  const { detectedAt, detectedPrecision } = view.input.state;
  const rows = [
    ...EXPOSURE_FACTS.map(([title, name]) => factRow(view, title, name)),
    ["Detected", momentWords(detectedAt, detectedPrecision ?? "second"), [{ event: 1 }]],
  ];
  return {
    number: 4,
    title: "Exposure and detection",
    blocks: [
      table("facts", ["Question", "On record", "No."], rows, ""),
      ...verdicts(view),
      ...coverage(view),
      written("exposure", "how the key came to lie there, and what could have shown it earlier."),
    ],
  };
}
