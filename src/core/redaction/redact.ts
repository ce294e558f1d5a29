// Removes secrets from text that is about to leave: known values in every form, then everything with a secret's shape.
import { NAME_NEEDLES, namedSecret, type NamedSpan } from "./context.ts";
import type { KnownSecrets } from "./known-secrets.ts";
import { isPlaceholder, looksMixed } from "./placeholder.ts";
import type { SecretRule } from "./rule.ts";
import { isRecordValue } from "./secret-value.ts";
import { SECRET_RULES } from "./rules.ts";
import { replaceSpans, type Span } from "./span.ts";
import { eachTrigger, triggersOf } from "./trigger.ts";
import { beginsWord } from "./word-start.ts";

/** A place in a text that a rule took for a secret. */
export interface SecretSpan extends Span {
  readonly rule: string;
  readonly title: string;
  readonly identifier: boolean;
  /** Known only by what stands beside it. */
  readonly context: boolean;
}

const TITLES: Readonly<Record<NamedSpan["rule"], string>> = {
  assigned: "a value assigned to a secret's name",
  labelled: "a value beside a secret's label",
  argument: "a secret given as an argument",
};

const NAMED = "named";
let triggers: ReturnType<typeof makeTriggers> | undefined;

function makeTriggers() {
  return triggersOf<SecretRule | typeof NAMED>([
    ...SECRET_RULES.flatMap((rule) => rule.needles.map((needle) => [needle, rule] as const)),
    ...NAME_NEEDLES.map((needle) => [needle, NAMED] as const),
  ]);
}

interface Tried extends Span {
  readonly isSecret: boolean;
}

function tryRule(text: string, at: number, rule: SecretRule): Tried | undefined {
  if (rule.inWord !== true && !beginsWord(text, at)) return undefined;
  const before = rule.before?.exec(text.slice(Math.max(0, at - 80), at));
  if (before === null) return undefined;
  rule.pattern.lastIndex = at;
  const match = rule.pattern.exec(text);
  if (match === null) return undefined;
  const start = at + (match[1]?.length ?? 0) - (before?.[0].length ?? 0);
  const end = at + match[0].length;
  const value = text.slice(start, Math.min(end, start + 400));
  const isOther =
    isPlaceholder(value) ||
    (rule.loose === true && !looksMixed(value.slice(3))) ||
    (rule.context === true && isRecordValue(value));
  return { start, end, isSecret: !isOther };
}

/** Every place with a secret's shape, in no order; places may overlap. Linear in the length of the text. */
export function findSecrets(text: string): readonly SecretSpan[] {
  triggers ??= makeTriggers();
  const spans: SecretSpan[] = [];
  // A rule looks at nothing twice: what it took once, or judged to be none, is not begun again inside.
  const done = new Map<SecretRule | typeof NAMED, number>();
  eachTrigger(text, triggers, (at, of) => {
    if (at < (done.get(of) ?? 0)) return;
    if (of === NAMED) {
      const named = namedSecret(text, at);
      if (named === undefined) return;
      spans.push({ ...named, title: TITLES[named.rule], identifier: false, context: true });
      done.set(of, named.end);
      return;
    }
    const found = tryRule(text, at, of);
    if (found === undefined) return;
    done.set(of, found.end);
    const { start, end, isSecret } = found;
    const { id, title, identifier = false, context = false } = of;
    if (isSecret) spans.push({ start, end, rule: id, title, identifier, context });
  });
  return spans;
}

interface MarkedSpan extends Span {
  /** The value that the mark is made of: the known one, so that all its forms carry one mark. */
  readonly value: string;
}

/** Every place where a known secret stands in one of its forms. */
export function findKnown(text: string, known: KnownSecrets): readonly MarkedSpan[] {
  const spans: MarkedSpan[] = [];
  for (const { value, forms, cores } of known.entries())
    for (const form of cores.some((core) => text.includes(core)) ? forms : [])
      for (let at = text.indexOf(form); at >= 0; at = text.indexOf(form, at + form.length))
        spans.push({ start: at, end: at + form.length, value });
  return spans;
}

/**
 * A filter for every sink: known secrets in all their forms and everything that matches a rule become `[key fp:<mark>]`.
 * `mark` gives a fingerprint-like tag of a value (never the value), so that the same key stays recognisable. Give it
 * whole messages, not chunks: a secret cut in two is not found. What a rule took and `spares` says yes to stays.
 */
export function createRedactor(
  known: KnownSecrets,
  mark: (value: string) => string,
  spares: (span: SecretSpan) => boolean = () => false,
): (text: string) => string {
  return function redact(text: string): string {
    const secrets = findSecrets(text);
    const values = findKnown(text, known);
    if (secrets.length === 0 && values.length === 0) return text;
    const found = secrets.filter((span) => !spares(span));
    const spans = [
      ...values,
      ...found.map(({ start, end }) => ({
        start,
        end,
        value: text.slice(start, end),
      })),
    ];
    return replaceSpans(text, spans, (span) => `[key fp:${mark(span.value)}]`);
  };
}

/** A single word of mixed case with figures, too long to be a name: what an unknown vendor's key looks like. */
function looksRandom(word: string): boolean {
  return (
    /^[A-Za-z0-9_+=-]{24,}$/.test(word) &&
    /[a-z]/.test(word) &&
    /[A-Z]/.test(word) &&
    /\d.*\d/.test(word)
  );
}

/**
 * Whether a name or argument that somebody typed is probably a secret, to be refused there. Identifiers with a known
 * shape (an AWS key id) are none.
 */
export function looksLikeSecret(text: string): boolean {
  return findSecrets(text).some((span) => !span.identifier) || looksRandom(text.trim());
}
