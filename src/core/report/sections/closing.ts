// Sections 15 to 18: follow-up, evidence, appendix, sign-off.
import { figure } from "../../audit/words.ts";
import { checklist } from "../../incident/checklist.ts";
import type { IncidentType } from "../../incident/event.ts";
import {
  label,
  list,
  paragraph,
  table,
  written,
  type Section,
  type Words,
} from "../document/document.ts";
import { headShort } from "../format/format.ts";
import { dateTime, dayOf, momentWords } from "../input.ts";
import { credentialOf } from "../sentence.ts";
import { stepStateWords, when, type View } from "./view.ts";

/** Steps whose results outlive the incident. */
const LASTING: readonly string[] = [
  "review-access",
  "add-monitoring",
  "update-procedures",
  "update-documentation",
  "train-team",
  "implement-prevention",
  "compliance-follow-up",
];

/** Rotation dates, what was changed for good, and the follow-up that people plan. */
export function followUp(view: View): Section {
  const { drill } = view.input.state;
  const register = view.input.events
    .filter((event) => event.type === "register.updated")
    .filter(() => !drill)
    .map((event) => [
      view.say(event.data.credential),
      view.say(event.data.entry),
      dayOf(event.data.nextDueAt),
      [{ event: event.seq }],
    ]);
  const lasting = checklist(view.input.runbook, view.input.state)
    .filter((item) => LASTING.includes(item.step.id) && item.state !== "not-applicable")
    .map(({ step, state, record }): readonly Words[] => [
      view.say(step.title),
      stepStateWords(state),
      record === null ? "not yet" : when(record.occurredAt),
      record?.reason === undefined || record.reason === null ? "" : view.say(record.reason),
      record === null ? "" : [{ event: record.seq }],
    ]);
  return {
    number: 15,
    title: "Follow-up",
    blocks: [
      table(
        "register",
        ["Key", "Register entry", "Next rotation due", "No."],
        register,
        drill
          ? "A rehearsal leaves the key register alone."
          : "The key register is not updated on record.",
      ),
      table(
        "lasting",
        ["What", "State", "When (UTC)", "Note", "No."],
        lasting,
        "No lasting change is asked for.",
      ),
      written("follow-up", "documents changed, training held, what to watch and until when."),
    ],
  };
}

/** Every stored file by its digest. */
export function evidence(view: View): Section {
  const rows = view.input.state.evidence.map((each): readonly Words[] => [
    `${view.say(each.name)}${each.sealed === undefined ? "" : " (sealed: it holds a key)"}`,
    [{ evidenceHere: each.sha256 }],
    figure(each.size),
    view.who(each.by),
    dateTime(each.at),
    each.step === null ? "" : view.say(each.step),
    each.source === undefined ? "" : view.path(each.source),
  ]);
  const head = ["File", "SHA-256", "Bytes", "Collected by", "Time (UTC)", "Step", "Taken from"];
  const { state } = view.input;
  return {
    number: 16,
    title: "Evidence manifest",
    blocks: [
      table("evidence", head, rows, "No evidence is stored."),
      paragraph(
        `Journal: ${String(state.head.seq)} events to ${headShort(state.head)}, whole head `,
        { code: state.head.hash },
        "; ",
        { code: "claro-ir verify" },
        " checks both.",
      ),
    ],
  };
}

/** A correction is added to the record and overwrites nothing: what was said before, and where. */
function earlier(view: View, credential: string, name: string, seq: number): string {
  return view.input.events
    .flatMap((event) => (event.type === "fact.set" && event.seq < seq ? [event] : []))
    .filter(({ data }) => data.name === name && (data.credential ?? "") === credential)
    .map((event) => `${view.path(event.data.value)} (#${String(event.seq)})`)
    .join("; ");
}

function factRows(view: View): readonly (readonly Words[])[] {
  const { state } = view.input;
  const sources: readonly (readonly [string, typeof state.facts])[] = [
    ["", state.facts],
    ...Object.values(state.credentials).map((each) => [each.id, each.facts] as const),
  ];
  return sources.flatMap(([credential, facts]) =>
    Object.entries(facts).map(([name, record]) => [
      credential === "" ? "" : view.say(credential),
      view.say(name),
      view.path(record.value),
      record.grade,
      view.say(record.source),
      [{ event: record.seq }],
      earlier(view, credential, name, record.seq),
    ]),
  );
}

/** Which event brings which lane of a key where. */
const LANES: { readonly [Type in IncidentType]?: readonly [lane: string, state: string] } = {
  "credential.added": ["old", "alive"],
  "key.blocked": ["old", "blocked"],
  "key.died": ["old", "dead"],
  "key.revived": ["old", "alive again"],
  "key.created": ["new", "created"],
  "key.sealed": ["new", "sealed"],
  "key.discarded": ["new", "discarded"],
  "target.written": ["new", "written to a place"],
  "target.in-use": ["new", "in use at a place"],
};

function laneRows(view: View): readonly (readonly Words[])[] {
  return view.input.events.flatMap((event): readonly (readonly Words[])[] => {
    const lane = LANES[event.type];
    if (lane === undefined) return [];
    const at = momentWords(event.occurredAt, event.precision);
    return [[at, view.say(credentialOf(event)), ...lane, [{ event: event.seq }]]];
  });
}

const GLOSSARY: readonly string[] = [
  "E1: machine-verified; E2: attested with an artefact; E3: attested only.",
  "Contained: the old key gives dead answers, since the first one of the passing run.",
  "Restored: every place uses the new key.",
  "Exposure window: from when the key could be seen until it was contained. Outage: from the cut until every place uses the new key.",
  "The full event list: claro-ir timeline --format json.",
];

/** Every fact on record, how each key stood when, and the words that a reader from outside needs. */
export function appendix(view: View): Section {
  const facts = ["Key", "Fact", "Value", "Grade", "Source", "No.", "Earlier values"];
  return {
    number: 17,
    title: "Appendix",
    blocks: [
      label("Facts on record", " (latest values)"),
      table("facts-on-record", facts, factRows(view), "None."),
      label("How the keys stood"),
      table("lanes", ["Time (UTC)", "Key", "Lane", "State", "No."], laneRows(view), "No key."),
      label("Words"),
      list(GLOSSARY),
    ],
  };
}

/** Who agreed to this document. */
export function signOff(): Section {
  return {
    number: 18,
    title: "Sign-off",
    blocks: [
      written("sign-off", "who has read and agreed, by role.", {
        columns: ["Role", "Date", "Agreed"],
      }),
    ],
  };
}
