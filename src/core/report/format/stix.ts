// The timeline as a STIX 2.1 bundle: who, the incident, and a note for each row. The same record gives the same ids.
import type { Tlp } from "../audience/audience.ts";
import { AUDIENCES } from "../audience/audience.ts";
import type { TimelineRow } from "../timeline.ts";
import {
  cleanRow,
  nameOf,
  safeJson,
  typeWords,
  type FormatContext,
  type FormatTools,
  type TimelineFormat,
} from "./format.ts";

/** Our own namespace for ids made of names. */
const NAMESPACE = "5d3f9c62-7a14-5e0b-9c1d-4b8e2f60a7d3";

/** TLP 2.0 as the OASIS common-objects repository publishes it: ids and dates are part of the definition. */
const TLP_EXTENSION = "extension-definition--60a3c5c5-0d10-413e-aab3-9e08dde9e88d";
const TLP_CREATED = "2022-10-01T00:00:00.000Z";
const TLP_IDS: Readonly<Record<Tlp, string>> = {
  "TLP:CLEAR": "94868c89-83c2-464b-929b-a1a8aa3c8487",
  "TLP:GREEN": "bab4a63c-aed9-4cf5-a766-dfca5abac2bb",
  "TLP:AMBER": "55d920b0-5e8b-4f79-9ee9-91f868d9b421",
  "TLP:AMBER+STRICT": "939a9414-2ddd-4d32-a0cd-375ea402b003",
  "TLP:RED": "e828b379-4e03-4974-9ac4-e53a884c97c1",
};

function tlpMarking(tlp: Tlp): Marking {
  return {
    type: "marking-definition",
    spec_version: "2.1",
    id: `marking-definition--${TLP_IDS[tlp]}`,
    created: TLP_CREATED,
    name: tlp,
    extensions: {
      [TLP_EXTENSION]: {
        extension_type: "property-extension",
        tlp_2_0: tlp.slice("TLP:".length).toLowerCase(),
      },
    },
  };
}

interface Marking {
  readonly id: string;
  readonly [property: string]: unknown;
}

function markings(context: FormatContext, id: (type: string, name: string) => string): Marking[] {
  const { restricted } = context.state;
  const { tlp, mark } = context.told?.audience ?? {
    tlp: restricted ? ("TLP:RED" as const) : AUDIENCES.responders.tlp,
    mark: AUDIENCES.responders.mark,
  };
  return [
    tlpMarking(tlp),
    {
      type: "marking-definition",
      spec_version: "2.1",
      id: id("marking-definition", `statement ${mark}`),
      created: TLP_CREATED,
      definition_type: "statement",
      definition: { statement: mark },
    },
  ];
}

function render(
  rows: readonly TimelineRow[],
  context: FormatContext,
  { uuid }: FormatTools,
): string {
  const { id: incident, declaredAt, drill } = context.state;
  const codenameOnly = context.told?.codenameOnly === true;
  function id(type: string, name: string): string {
    return `${type}--${uuid(NAMESPACE, `${type} ${name}`)}`;
  }
  const marks = markings(context, id);
  const created = codenameOnly ? context.now : declaredAt;
  const common = {
    spec_version: "2.1",
    object_marking_refs: marks.map((mark) => mark.id),
    ...(drill ? { labels: ["DRILL"] } : {}),
  };
  const team = {
    type: "identity",
    id: id("identity", "response team"),
    created: TLP_CREATED,
    modified: TLP_CREATED,
    name: "Response team",
    identity_class: "group",
    ...common,
  };
  const by = { created_by_ref: team.id };
  const about = id("incident", incident);
  const last = rows.reduce((latest, row) => (row.at > latest ? row.at : latest), created);
  const notes = rows.map((dirty) => {
    const row = cleanRow(dirty, context);
    return {
      type: "note",
      id: id("note", `${incident}#${String(row.seq)}`),
      ...by,
      created: row.at,
      modified: row.at,
      abstract: `${row.occurredAt} ${typeWords(row.type)}`,
      content: `${row.occurredAt} (${row.precision}) ${row.text}`,
      authors: [row.by],
      object_refs: [about],
      ...common,
    };
  });
  const named = {
    type: "incident",
    id: about,
    ...by,
    created,
    modified: last,
    name: nameOf(context),
    ...(codenameOnly ? {} : { description: "Compromised API key: timeline as notes." }),
    ...common,
  };
  const objects = [...marks, team, named, ...notes];
  return `${safeJson({ type: "bundle", id: id("bundle", `${incident} ${last} ${context.told?.audience.id ?? ""}`), objects })}\n`;
}

export const stix: TimelineFormat = {
  id: "stix",
  title: "STIX 2.1 bundle",
  extension: "json",
  mime: "application/stix+json;version=2.1",
  render,
};
