// Everything that a text must not carry outside: known values, secrets, personal data. With the word that stands for each.
import type { KnownSecrets } from "./known-secrets.ts";
import { findPersonal, personalTag, type PersonalSpan } from "./personal.ts";
import { findKnown, findSecrets, type SecretSpan } from "./redact.ts";
import type { Span } from "./span.ts";

/** What is known of values, and how they are named: both marks are keyed, so that nobody can test guesses against a text. */
export interface Knowledge {
  readonly known: KnownSecrets;
  /** Names a key, e.g. as the incident's record does. */
  readonly mark: (value: string) => string;
  /** Names a person's datum: the same for every way of writing it. Null = data of persons stay. */
  readonly personalMark: ((value: string) => string) | null;
  /** What a rule took and this says yes to stays. */
  readonly spares?: (span: SecretSpan) => boolean;
}

/** A place to be replaced, and what by. */
export interface Found extends Span {
  readonly rule: string;
  readonly title: string;
  /** What stands for the value that is taken out. */
  readonly tag: (value: string) => string;
}

const TITLES: Readonly<Record<PersonalSpan["kind"], string>> = {
  email: "an e-mail address",
  phone: "a phone number",
  card: "a payment card",
  iban: "a bank account",
};

/** Dana@Example.com is dana@example.com, and +49 171 1 is +491711. */
function plainForm(kind: PersonalSpan["kind"], value: string): string {
  return kind === "email"
    ? value.toLowerCase().replace("%40", "@")
    : value.replaceAll(/[^\d+]/g, "");
}

function findPersons(text: string, mark: (value: string) => string): readonly Found[] {
  return findPersonal(text).map(({ start, end, kind }) => ({
    start,
    end,
    rule: kind,
    title: TITLES[kind],
    tag: (value: string) => personalTag(kind, mark(plainForm(kind, value))),
  }));
}

/** Every place that must not leave, in no order; places may overlap. Of two in the same place the one that knows more comes first. */
export function findAll(
  text: string,
  { known, mark, personalMark, spares }: Knowledge,
): readonly Found[] {
  function keyTag(value: string): string {
    return `[key fp:${mark(value)}]`;
  }
  const found = findSecrets(text);
  const secrets = spares === undefined ? found : found.filter((span) => !spares(span));
  return [
    ...findKnown(text, known).map(({ start, end, value }) => ({
      start,
      end,
      rule: "known",
      title: "a known key",
      tag: () => keyTag(value),
    })),
    ...[...secrets.filter((one) => !one.context), ...secrets.filter((one) => one.context)].map(
      ({ start, end, rule, title }) => ({ start, end, rule, title, tag: keyTag }),
    ),
    ...(personalMark === null ? [] : findPersons(text, personalMark)),
  ];
}
