// What else would do the job: secretlint with its recommended rules, and the expressions that guides print.
import { lintSource } from "@secretlint/core";
import { creator as recommended } from "@secretlint/secretlint-rule-preset-recommend";

/** Takes a text, gives what is left of it. */
export type Rival = (text: string) => Promise<string>;

const CONFIG = {
  rules: [{ id: "@secretlint/secretlint-rule-preset-recommend", rule: recommended }],
};

/** secretlint finds; what it points at is taken out. */
export async function secretlint(text: string): Promise<string> {
  const { messages } = await lintSource({
    source: { filePath: "sample.txt", content: text, ext: ".txt", contentType: "text" },
    options: { config: CONFIG, noPhysicFilePath: true },
  });
  let left = text;
  for (const { range } of messages.toSorted((a, b) => b.range[0] - a.range[0]))
    left = `${left.slice(0, range[0])}[secret]${left.slice(range[1])}`;
  return left;
}

// The expressions for e-mail, phone and card that security guides print, e.g. for keeping personal data out of logs: ten figures in
// groups are a phone, sixteen a card.
const GUIDE: readonly (readonly [RegExp, string])[] = [
  [/\b[A-Za-z0-9._%+-]+@[A-Za-z0-9.-]+\.[A-Z|a-z]{2,}\b/g, "[EMAIL_REDACTED]"],
  [/\b\d{3}[-.]?\d{3}[-.]?\d{4}\b/g, "[PHONE_REDACTED]"],
  [/\b\d{4}[-\s]?\d{4}[-\s]?\d{4}[-\s]?\d{4}\b/g, "[CARD_REDACTED]"],
];

/** A guide's three expressions, one after the other. */
export function guide(text: string): Promise<string> {
  return Promise.resolve(
    GUIDE.reduce((left, [pattern, tag]) => left.replaceAll(pattern, tag), text),
  );
}
