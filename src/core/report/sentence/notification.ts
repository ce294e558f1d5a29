// Sentences for messages to people: what was told, to which channel, and what came of it.
import type { IncidentType } from "../../incident/event.ts";
import { aside, type Sentences } from "./sentences.ts";

export type Telling = Extract<IncidentType, `notification.${string}`>;

function attempt(number: number): string {
  return number === 1 ? "" : `, attempt ${String(number)}`;
}

function took({ status, ms }: { readonly status: number | null; readonly ms: number }): string {
  return `${status === null ? "no answer" : String(status)} after ${String(ms)} ms`;
}

export const TELLING_SENTENCES: Sentences<Telling> = {
  "notification.queued": (data) =>
    `about to tell ${data.channels.join(", ")} (${data.occasion}): ${data.title}${data.because === null ? "" : `, because ${data.because}`}`,
  "notification.rerouted": (data) => `${data.from} did not take it, ${data.to} is told instead`,
  "notification.begun": (data) => `telling ${data.channel}${attempt(data.attempt)}`,
  "notification.sent": (data) => `told ${data.channel} (${took(data)})${aside(data.detail)}`,
  "notification.failed": (data) =>
    `${data.channel} was not told (${took(data)}): ${data.detail}${data.again ? ", will be tried again" : ""}`,
  "notification.unknown": (data) =>
    `whether ${data.channel} was told is UNKNOWN (${took(data)}): ${data.detail}`,
};
