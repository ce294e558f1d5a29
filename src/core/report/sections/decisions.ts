// The decision log: what was decided, by whom, why, and by which rule, in the order of the record.
import type { IncidentData, IncidentType } from "../../incident/event.ts";
import { table, type Table, type Words } from "../document/document.ts";
import { momentWords, spell } from "../input.ts";
import type { View } from "./view.ts";

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
export function decisionTable(view: View): Table {
  const rows = view.input.events.flatMap((event): readonly (readonly Words[])[] => {
    const describe = DECISIONS[event.type] as ((data: unknown) => Decision) | undefined;
    if (describe === undefined) return [];
    const { what, value, because, credential } = describe(event.data);
    return [
      [
        momentWords(event.occurredAt, event.precision),
        credential === null ? "" : view.say(credential),
        view.say(what),
        view.say(value),
        view.say(because),
        view.who(event.by),
        [{ event: event.seq }],
      ],
    ];
  });
  const head = ["Time (UTC)", "Key", "Decision", "Value", "Because", "By", "No."];
  return table("decisions", head, rows, "None on record.");
}
