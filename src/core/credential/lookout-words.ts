// What a look of the watch saw, in words: always with its numbers, and what a silent log means.
import type { SourceCoverage } from "../audit/report.ts";
import { counted } from "../audit/words.ts";
import type { Knock } from "../incident/audit-event.ts";
import type { IncidentData } from "../incident/event.ts";
import type { CredentialState } from "../incident/state.ts";
import { between, DAY, toEpoch } from "../instant.ts";
import { missingToClean } from "./lookout.ts";
import { minuteOf } from "./rotation.ts";

type Observed = IncidentData["watch.observed"];

const SHOWN = 5;

/** None of ours has tried it for a day: they were only slow to change. */
export function isQuiet({ ours, to }: Observed): boolean {
  return ours.every((knock) => between(knock.last, to) > DAY);
}

/** Logs whose silence says nothing, and why. */
export function silentLogs(
  sources: readonly Pick<SourceCoverage, "name" | "format" | "lines" | "from">[],
): readonly string[] {
  return sources.flatMap(({ name, format, lines, from }) => {
    if (lines === 0) return [`${name} is empty: it says nothing about who tries the key`];
    if (format === null) return [`${name} is no log that can be read: claro-ir sources list`];
    return from === null ? [`no line of ${name} has a time: it says nothing about when`] : [];
  });
}

function knockLine({ ip, agent, count, accepted, last }: Knock): string {
  const letIn = accepted === 0 ? "" : `, ${String(accepted)} ACCEPTED`;
  return `  ${ip ?? "no address"}  ${counted(count, "time")}, last ${minuteOf(last)}${letIn}  ${agent ?? ""}`.trimEnd();
}

/** The logs say something about the time after the cut. */
function isSeen({ from, seenTo }: Observed): boolean {
  return seenTo !== null && toEpoch(seenTo) > toEpoch(from);
}

/** Whether it was let in after its death; in its first minutes a cache may say so of a dead key. */
function acceptance(seen: Observed): string {
  const { ours, theirs, accepted } = seen;
  if (accepted > 0) return `!! ACCEPTED ${counted(accepted, "time")} after its death`;
  if (!isSeen(seen)) return "whether it was accepted is not known yet";
  const early = [...ours, ...theirs].reduce((sum, knock) => sum + knock.accepted, 0);
  return early === 0
    ? "nothing accepted"
    : `accepted ${counted(early, "time")} within minutes of its death, as a cache may do; not later`;
}

/** How far the logs reach, and what that means for the time since the cut. */
function reach(seen: Observed): string {
  const { seenTo, sources } = seen;
  const logs = counted(sources.length, "log");
  if (seenTo === null) return `${logs} looked through, none with a time: nothing is known yet`;
  if (!isSeen(seen))
    return `${logs} looked through, they end ${minuteOf(seenTo)}, before the cut: nothing is known yet`;
  return `${logs} looked through, they reach to ${minuteOf(seenTo)}`;
}

function numbers({ requests, ownRequests, ours, theirs }: Observed): string {
  const own = ownRequests ?? ours.reduce((sum, { count }) => sum + count, 0);
  const all = requests ?? own + theirs.reduce((sum, { count }) => sum + count, 0);
  if (all === 0) return "no request with it was seen, neither of ours nor of others";
  return `${counted(all, "request")} with it: ${String(own)} of ours, ${String(all - own)} of others`;
}

/** What was seen of one key; `owner` says whom to tell of a consumer of ours. */
export function watchWords(
  credential: CredentialState,
  seen: Observed,
  owner: string,
): readonly string[] {
  const { ours, theirs, from } = seen;
  const name = `${credential.id} ..${credential.old.last4 ?? "????"}`;
  return [
    `${name} since ${minuteOf(from)}: ${acceptance(seen)}`,
    `  ${numbers(seen)}`,
    `  ${reach(seen)}`,
    ...(ours.length === 0
      ? []
      : [
          `${isQuiet(seen) ? "ours tried it" : "ours still try it"} (${owner}):`,
          ...ours.slice(0, SHOWN).map(knockLine),
        ]),
    ...(theirs.length === 0
      ? []
      : ["somebody else tries it:", ...theirs.slice(0, SHOWN).map(knockLine)]),
    ...(theirs.length > SHOWN
      ? [`  and ${String(theirs.length - SHOWN)} more: claro-ir watch --once --json`]
      : []),
    ...missingToClean(credential).map((why) => `not clean yet: ${why}`),
  ];
}
