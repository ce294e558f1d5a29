// Sentences for work: steps, effects on the outside, deployment places.
import type { IncidentType } from "../../incident/event.ts";
import { settled } from "./key.ts";
import { aside, type Sentences } from "./sentences.ts";

export type Work = Extract<
  IncidentType,
  `step.${string}` | `effect.${string}` | `target.${string}`
>;

function at(target: string | null): string {
  return target === null ? "" : ` at ${target}`;
}

function because(reason: string | null): string {
  return reason === null || reason === "" ? "" : `: ${reason}`;
}

export const WORK_SENTENCES: Sentences<Work> = {
  "step.started": (data, names) =>
    `started "${names.step(data.step)}"${data.takeOver === null ? "" : `, taken over: ${data.takeOver}`}`,
  "step.completed": (data, names) =>
    `done "${names.step(data.step)}" (${data.grade})${because(data.note ?? data.because)}`,
  "step.skipped": (data, names) => `skipped "${names.step(data.step)}"${because(data.because)}`,
  "step.waived": (data, names) => `waived "${names.step(data.step)}": ${data.because}`,
  "step.failed": (data, names) => `not achieved "${names.step(data.step)}": ${data.because}`,
  "step.reopened": (data, names) => `reopened "${names.step(data.step)}": ${data.because}`,
  "effect.intended": (data) => `about to ${data.effect}${at(data.target)}: ${data.plan}`,
  "effect.succeeded": (data) =>
    `${data.effect}${at(data.target)} succeeded (${settled(data.settledBy)}): ${data.detail}`,
  "effect.failed": (data) =>
    `${data.effect}${at(data.target)} did not happen (${settled(data.settledBy)}): ${data.detail}`,
  "effect.unknown": (data) =>
    `${data.effect}${at(data.target)} has an UNKNOWN outcome: ${data.detail}`,
  "target.added": (data) => `place ${data.target} (${data.definition.kind}) added`,
  "target.written": (data) =>
    `new key written to ${data.target}${data.readBack ? ", read back the same" : ", not read back"}${aside(data.detail)}`,
  "target.reloaded": (data) => `${data.target} reloaded${aside(data.detail)}`,
  "target.in-use": (data) => `${data.target} uses the new key${aside(data.detail)}`,
  "target.attested": (data) =>
    `${data.target} uses the new key by a responder's word: ${data.because}`,
  "target.waived": (data) => `${data.target} waived: ${data.because}`,
  "target.failed": (data) => `${data.target} not changed: ${data.detail}`,
  "target.unknown": (data) => `${data.target} has an UNKNOWN state: ${data.detail}`,
};
