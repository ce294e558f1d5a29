// Questions 3 to 5 of `start`: how it is known, whether it is misused now, and whether it may fail for a while.
import { advise } from "../../core/credential/advise.ts";
import { decide } from "../../core/incident/decide/decision.ts";
import { adviceFacts, replacementMinutes } from "../../core/incident/facts.ts";
import { liveCredentials } from "../../core/incident/checklist.ts";
import type { IncidentFact } from "../../core/incident/event.ts";
import type { EvidenceLevel } from "../../core/runbook/runbook.ts";
import type { Prompter } from "../../ports/prompter.ts";
import type { App } from "../context.ts";
import { change, loadIncident, worldOf } from "../incident.ts";

const HOW = [
  { key: "p", words: "public: a post, a paste", level: "public-exposure" },
  { key: "a", words: "abused: somebody else uses it", level: "confirmed-abuse" },
  { key: "o", words: "odd usage, no proof", level: "suspected-anomaly" },
  { key: "i", words: "inside: a chat, a log, a screen", level: "internal-exposure" },
  { key: "l", words: "lost: a laptop, a file", level: "lost" },
] as const;

/** An answer given at the start. */
export function startFact(name: string, value: string, credential: string | null): IncidentFact {
  return { type: "fact.set", data: { name, value, credential, source: "start", grade: "E3" } };
}

/** 3; Enter takes what is usual for the chosen runbook, else public. */
export async function askHow(ask: Prompter, usual: EvidenceLevel | null): Promise<IncidentFact> {
  const first = HOW.find((one) => one.level === usual)?.key ?? "p";
  const key = await ask.choose("3 How is it known?", HOW, first);
  return startFact("evidenceLevel", HOW.find((one) => one.key === key)?.level ?? "unknown", null);
}

/** 4 */
export async function askMisuse(ask: Prompter): Promise<IncidentFact> {
  const values: Readonly<Record<string, string>> = { u: "unknown", y: "yes", n: "no" };
  const key = await ask.choose(
    "4 Misused now?",
    [
      { key: "u", words: "don't know" },
      { key: "y", words: "yes" },
      { key: "n", words: "no" },
    ],
    "u",
  );
  return startFact("abuse", values[key] ?? "unknown", null);
}

/** 5: only for production and only if it changes the advice; no Enter default, because a yes accepts harm. Holds for every key it concerns. */
export async function askOutage(app: App, ask: Prompter, incident: string): Promise<void> {
  const { state } = worldOf(app, await loadIncident(app, incident));
  const concerned = liveCredentials(state).filter((credential) => {
    if (credential.environment !== "production" || credential.old.state !== "alive") return false;
    const facts = adviceFacts(state, credential);
    const unbearable = advise({ ...facts, tolerance: "none" }).strategy;
    return unbearable !== advise({ ...facts, tolerance: "minutes" }).strategy;
  });
  const [first] = concerned;
  if (first === undefined) return;
  const minutes = replacementMinutes(state, first, false);
  const key = await ask.choose(`5 May the service fail for about ${String(minutes)} min?`, [
    { key: "y", words: "yes: accepted by me, on record" },
    { key: "n", words: "no: replace it first" },
    { key: "?", words: "don't know: asked again at the cut" },
  ]);
  if (key === "?") return;
  await change(app, incident, (world) =>
    concerned.flatMap(({ id }) => [
      startFact("outageTolerance", key === "y" ? "minutes" : "none", id),
      ...decide(
        world,
        key === "y"
          ? {
              kind: "outage",
              value: String(minutes),
              because: "answered yes when asked at the start",
              credential: id,
            }
          : {
              kind: "strategy",
              value: "replace-first",
              because: "no outage is bearable",
              credential: id,
            },
      ),
    ]),
  );
}
