// Which words of a record are names that somebody must not read, and which only look like one.
import type { IncidentEvent } from "../../incident/event.ts";
import type { Audience, DataClass } from "./audience.ts";
import { classOf } from "./field-class.ts";

/** Shorter names would hit ordinary words. */
const SHORTEST = 3;

/** Classes whose values are names that people repeat in their own words. */
const NAMES: ReadonlySet<DataClass> = new Set([
  "person",
  "place",
  "vendor",
  "key-name",
  "key-id",
  "file",
]);

/** Words of plain language: a place called `prod-1` has a name, one called `web` has none that its loss would hide. */
const COMMON: ReadonlySet<string> = new Set(
  "a about address addresses admin after all and any anybody app are at before by call calls client cut deploy dev development from host hosts in is it key keys known local localhost log logs main mine model models never new no nobody none not of old on one ops other others our ours place places prod production program programs request requests root seen server service some somebody staging system team test the their theirs them these they this those to touched traffic two us use used user we web who worker you your yours".split(
    " ",
  ),
);

/** Who speaks in a sentence, but is no person by name. */
const NOBODY: ReadonlySet<string> = new Set(
  "Amazon Anybody Anyone Audit Bots Claro Counsel Customer Customers Developers Engineering Everybody Everyone Finance Google Insurer It Legal Logs Management Marketing Monitoring Nobody Operations Owner Owners Police Provider Sales Slack Stripe Security She Somebody Someone Support Team That Their They This Those Vendor We Who You".split(
    " ",
  ),
);
const SPEAKER =
  /(?<![\p{L}\p{N}])\p{Lu}\p{Ll}{2,20}(?= (?:says?|said|told|tells|wrote|writes|confirms|confirmed|thinks|thought|reports|reported|asked|answered|answers|agrees|agreed)(?!\p{L}))/gu;

function isCommon(text: string): boolean {
  return text
    .toLowerCase()
    .split(/\s+/)
    .every((word) => COMMON.has(word));
}

function textsIn(value: unknown): string[] {
  if (typeof value === "string") return [value];
  if (typeof value !== "object" || value === null) return [];
  return Object.values(value).flatMap(textsIn);
}

/** The objects that a value is, or is a list of. */
function parts(value: unknown): object[] {
  const all: readonly unknown[] = Array.isArray(value) ? value : [value];
  return all.filter((one) => typeof one === "object" && one !== null);
}

/** Names of people whose words somebody repeats: `Kim` of `Kim says it is not ours`. */
export function speakers(text: string): readonly string[] {
  return (text.match(SPEAKER) ?? []).filter((name) => !NOBODY.has(name));
}

/**
 * Every name of a class that the audience may not know, to what stands in its place: those in the record, people who speak in it, and
 * `people` known from elsewhere.
 */
export function namesIn(
  events: readonly IncidentEvent[],
  audience: Audience,
  people: readonly string[],
): ReadonlyMap<string, DataClass> {
  const names = new Map<string, DataClass>();
  function add(text: string, dataClass: DataClass): void {
    if (text.length < SHORTEST || isCommon(text)) return;
    if (!audience.may.has(dataClass)) names.set(text, dataClass);
  }
  function collect(type: string, fields: object): void {
    for (const [field, value] of Object.entries(fields) as [string, unknown][]) {
      const dataClass = classOf(type, field);
      if (dataClass === "fields") parts(value).forEach((part) => collect(type, part));
      else if (NAMES.has(dataClass)) textsIn(value).forEach((text) => add(text, dataClass));
      else if (dataClass === "reason" || dataClass === "note")
        textsIn(value)
          .flatMap(speakers)
          .forEach((name) => add(name, "person"));
    }
  }
  for (const { by, via, type, data } of events) {
    add(by, "person");
    add(via.osUser, "person");
    add(via.host, "place");
    collect(type, data);
  }
  for (const person of people) add(person, "person");
  return names;
}
