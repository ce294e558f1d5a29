// `status` for people: plain lines of at most 78 columns that can be pasted into a chat.
import type { Status } from "../core/incident/status.ts";
import { between, durationWords } from "../core/instant.ts";

function clock(instant: string): string {
  return instant.slice(11, 19);
}

function outcome(word: string, at: string | null): string {
  return at === null ? `${word} no` : `${word} yes, ${clock(at)}Z`;
}

function phaseLine(phase: Status["phases"][number], now: string): string {
  const open = phase.steps.filter(
    (step) => !["done", "skipped", "waived", "not-applicable"].includes(step.state),
  ).length;
  const due =
    phase.state === "done"
      ? "done"
      : phase.overdueBy === null
        ? `${durationWords(between(now, phase.dueAt))} left`
        : `OVERDUE ${durationWords(phase.overdueBy)}`;
  return `  ${phase.title.padEnd(20)} ${due.padEnd(20)} ${String(open)} open`;
}

function keyLines(credential: Status["credentials"][number]): readonly string[] {
  const { old, new: replacement } = credential;
  const oldWords = `old ..${old.last4 ?? "????"} ${old.state}${old.verdict === null ? " (not probed)" : ` (${old.verdict})`}`;
  const newWords =
    replacement.state === "none"
      ? "new none"
      : `new ..${replacement.last4 ?? "????"} ${replacement.state}${replacement.verdict === null ? "" : ` (${replacement.verdict})`}`;
  return [
    `${credential.id} ${credential.name}  ${credential.environment}/${credential.provider}  ${credential.strategy ?? "no strategy"}`,
    `   ${oldWords}   ${newWords}`,
    ...credential.targets.map(
      (target) =>
        `   ${target.id.padEnd(14)} ${target.state}${target.proof === null ? "" : ` (${target.proof})`}`,
    ),
    ...credential.alarms.map((alarm) => `   !! ${alarm.detail}`),
  ];
}

/** The status document as lines. */
export function statusLines(status: Status): readonly string[] {
  const places = status.credentials.flatMap((one) => one.targets);
  const used = places.filter((one) => ["in-use", "attested", "waived"].includes(one.state)).length;
  const drill = status.drill ? "  DRILL" : "";
  return [
    `${status.incident} ${status.severity ?? "no severity"} ${status.state}${drill}  +${durationWords(between(status.declaredAt, status.now))}  ${clock(status.now)}Z`,
    outcome("CONTAINED", status.contained.at),
    `${outcome("RESTORED", status.restored.at)}  places in use ${String(used)} of ${String(places.length)}`,
    ...status.phases.map((phase) => phaseLine(phase, status.now)),
    ...status.credentials.flatMap(keyLines),
    ...status.unknown.map(
      (one) => `UNKNOWN ${one.plan}, since ${clock(one.since)}Z by ${one.by}: claro-ir reconcile`,
    ),
    ...status.next.slice(0, 1).flatMap((one) => [`next  ${one.command}`, `      ${one.why}`]),
    `head ${String(status.head.seq)} ${status.head.hash.slice(0, 8)}`,
  ];
}
