// The findings' room: a row each, the numbers under the cursor, one letter for a verdict and then its reason. Enter alone records nothing.
import type { FindingVerdict } from "../../core/incident/audit-event.ts";
import type { FindingRecord } from "../../core/incident/audit-state.ts";
import { isHigh } from "../../core/incident/misuse.ts";
import { drawList, type ListItem } from "../../core/session/list.ts";
import { findingLines, judge } from "../finding.ts";
import { asCommand, askReason, sayAll, worldNow, type Guide } from "./guide.ts";

const VERDICTS: Readonly<Record<string, FindingVerdict>> = {
  t: "malicious",
  o: "benign",
  u: "unknown",
};

function footer(width: number): string {
  return width < 60
    ? "t thief o ours u unknown Enter read b"
    : "t thief's  o ours  u unknown  Enter read  b back";
}

/** What nobody has judged comes first, the worst of it at the top. */
function inOrder(findings: readonly FindingRecord[]): readonly FindingRecord[] {
  function rank(one: FindingRecord): number {
    return (one.judged === null ? 0 : 10) + (isHigh(one) ? 0 : 1);
  }
  return findings.toSorted((a, b) => rank(a) - rank(b));
}

function item({ level, title, judged, observed, refute }: FindingRecord): ListItem {
  return {
    text: title,
    mark: judged?.verdict ?? level,
    style: judged === null ? null : "dim",
    heading: judged === null ? "To judge" : "Judged",
    detail: `${observed}. Harmless if: ${refute}`,
  };
}

/** Show the list until a key does something; gives the finding and the key, or nothing when the person goes back. */
async function choose(
  guide: Guide,
  findings: readonly FindingRecord[],
): Promise<{ readonly finding: FindingRecord; readonly key: string } | undefined> {
  const items = findings.map(item);
  const answer = await guide.ask.live({
    keys: [...Object.keys(VERDICTS), "b", "q"],
    digits: false,
    rows: () => items.length,
    refresh: () => Promise.resolve(),
    draw: (selected, width) =>
      drawList("Whose use was it?", items, { selected, width, footer: footer(width) }),
  });
  if (answer.kind === "done") return undefined;
  const finding = findings[answer.row];
  const key = answer.kind === "open" ? "read" : answer.key;
  return finding === undefined || key === "b" || key === "q" ? undefined : { finding, key };
}

async function read(guide: Guide, finding: FindingRecord): Promise<void> {
  sayAll(guide, findingLines(finding));
  await guide.ask.choose("", [{ key: "b", words: "back to the list" }], "b");
}

/** Go through the findings; nothing is recorded without a letter and a reason. */
export async function findingsRoom(guide: Guide): Promise<void> {
  for (;;) {
    const findings = inOrder((await worldNow(guide)).state.findings);
    const chosen = await choose(guide, findings);
    if (chosen === undefined) return;
    const { finding, key } = chosen;
    const verdict = VERDICTS[key];
    if (verdict === undefined) await read(guide, finding);
    else {
      guide.ask.say(`${finding.id} ${finding.title}: ${verdict}`, "bold");
      const because = await askReason(guide, "How do you know");
      if (because !== undefined) {
        const command = { finding: finding.id, verdict, because };
        sayAll(guide, await judge(asCommand(guide), guide.incident, command));
      }
    }
  }
}
