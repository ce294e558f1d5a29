// Hostile text, and events that hold it in every field.
import * as fc from "fast-check";
import type { IncidentEvent } from "../../src/core/incident/event.ts";

/** Text that attacks a terminal, a spreadsheet or Markdown. */
export const HOSTILE_TEXT = fc
  .array(
    fc.oneof(
      fc.string({ unit: "binary", maxLength: 6 }),
      fc.constantFrom(
        "\x1b]52;c;aGk=\x07",
        "\x9b2J",
        "\u202e",
        "\u2028",
        "<script>alert(1)</script>",
        "](http://evil.example)",
        "![x](",
        "|",
        "\n# head\n",
        "\r\n",
        "`",
        "\n```\n",
        "\n<!-- /claro-ir:keep -->\n",
        "\n<!-- claro-ir:keep summary -->\n",
        "https://evil.example",
        "www.evil.example",
        "a@evil.example",
        "=1+1",
        "\uff1d",
        "\\",
        '"',
      ),
    ),
    { minLength: 1, maxLength: 8 },
  )
  .map((parts) => parts.join(""));

const TYPED = new Set([
  "step",
  "credential",
  "operator",
  "opId",
  "target",
  "firstDeadAt",
  "lastUsedAt",
  "nextDueAt",
  "detectedAt",
  "proof",
  "lane",
  "verdict",
  "action",
  "how",
  "severity",
  "strategy",
  "recommended",
  "grade",
  "environment",
  "settledBy",
  "status",
  "sha256",
  "evidence",
  "sealed",
  "report",
]);

/** Every text of every event replaced by `evil`: what a hostile log, vendor or colleague could put there. */
export function poison(events: readonly IncidentEvent[], evil: string): IncidentEvent[] {
  return events.map((event) => {
    const data = Object.entries(event.data as Record<string, unknown>).map(([key, value]) => [
      key,
      typeof value === "string" && !TYPED.has(key) ? evil : value,
    ]);
    return Object.assign({}, event, { by: evil, data: Object.fromEntries(data) });
  });
}
