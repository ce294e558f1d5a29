// One plain English sentence for each event of an incident.
import type { IncidentData, IncidentEvent, IncidentType } from "../incident/event.ts";
import { oneLine } from "../redaction/escape.ts";
import { kindOf } from "../incident/kind.ts";
import { AUDIT_SENTENCES } from "./sentence/audit.ts";
import { INCIDENT_SENTENCES } from "./sentence/incident.ts";
import { KEY_SENTENCES } from "./sentence/key.ts";
import { TELLING_SENTENCES } from "./sentence/notification.ts";
import { WORK_SENTENCES } from "./sentence/work.ts";
import type { SentenceNames, Sentences } from "./sentence/sentences.ts";

const SENTENCES: Sentences<IncidentType> = {
  ...INCIDENT_SENTENCES,
  ...KEY_SENTENCES,
  ...WORK_SENTENCES,
  ...TELLING_SENTENCES,
  ...AUDIT_SENTENCES,
};

/** The credential that an event is about, or null when it is about the whole incident. */
export function credentialOf(event: IncidentEvent): string | null {
  return "credential" in event.data ? event.data.credential : null;
}

/** The event in one line of words, `c1: key deleted at the provider (answer)`. Not yet redacted, not yet escaped. */
export function sentence(event: IncidentEvent, names: SentenceNames): string {
  const credential = credentialOf(event);
  // The table holds for each type the function that takes this type's data; the compiler cannot follow that per event.
  const words = SENTENCES[event.type] as (
    data: IncidentData[IncidentType],
    names: SentenceNames,
  ) => string;
  const told = oneLine(words(event.data, names));
  const line = kindOf(event.stream) === "rotation" ? told.replace(/^Incident /, "Rotation ") : told;
  return credential === null ? line : `${credential}: ${line}`;
}
