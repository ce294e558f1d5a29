// Times as logs write them, as epoch milliseconds: ISO 8601, web servers' own, epoch numbers. What cannot be told apart is refused.
import { tzOffset } from "@date-fns/tz/tzOffset";
import { ClaroIrError } from "../../../core/error.ts";
import { durationWords, HOUR, MINUTE } from "../../../core/instant.ts";
import { clockOf, EPOCH, offsetMs, ofEpoch } from "./clock.ts";
import { sameDay } from "./same-day.ts";

/** Epoch ms, or why it is none. */
export type ReadTime = number | string;

export interface Times {
  read(value: unknown): ReadTime;
  /** Hold when it happened against when it was received, where a log has both: a receiver cannot be first. */
  compare(at: number, received: unknown): void;
  notes(): readonly string[];
}

/** Below it rounding explains it. */
const LEAST_AHEAD = 2_000;

/** Instants at which a clock in the zone shows this: none when it is put forward, two when it is put back. */
function inZone(at: number, zone: string): readonly number[] {
  const offsets = [at - 24 * HOUR, at + 24 * HOUR].map((near) => tzOffset(zone, new Date(near)));
  const candidates = [...new Set(offsets)].map((offset) => at - offset * MINUTE);
  return candidates
    .filter((one) => one + tzOffset(zone, new Date(one)) * MINUTE === at)
    .sort((a, b) => a - b);
}

function requireZone(zone: string): void {
  if (!Number.isNaN(tzOffset(zone, new Date(0)))) return;
  throw new ClaroIrError("usage", "bad-zone", "that is no time zone that this machine knows.", {
    hint: "A name such as Europe/Berlin or America/New_York, or +02:00",
  });
}

/** Why a text is no time. */
function unknownTime(text: string): string {
  return /^\d{1,2}[/.-]\d{1,2}[/.-]\d{2,4}/.test(text)
    ? "is no time that can be told: day, month and year in an order that nobody wrote down; export it as ISO 8601"
    : "is no time that is known (ISO 8601, seconds since 1970, 23/Nov/2026:19:06:00 +0000)";
}

interface Doubts {
  readonly zone: string | null;
  /** How far the writing clock is ahead, in ms. */
  readonly ahead: number;
  /** How many times carried no zone, occur twice there, or never. */
  readonly zoneless: number;
  readonly twice: number;
  readonly never: number;
}

function notesOf({ zone, ahead, zoneless, twice, never }: Doubts): readonly string[] {
  return [
    ahead < LEAST_AHEAD
      ? ""
      : `Some of its events were received before they say that they happened: the clock that wrote them is ${durationWords(ahead)} ahead, or more.`,
    zoneless === 0 || zone !== null ? "" : "Its times carry no zone and were read as UTC.",
    zoneless === 0 || zone === null ? "" : `Its times carry no zone and were read as ${zone}.`,
    twice === 0
      ? ""
      : `${String(twice)} of its local times occur twice, when clocks are put back: the earlier one was taken.`,
    never === 0
      ? ""
      : `${String(never)} of its local times do not exist in that zone: it may be the wrong one.`,
  ].filter((note) => note !== "");
}

/** Reads times of one file. `zone` (IANA) is of times that carry none; null = UTC. Throws ClaroIrError `usage` for a zone that is none. */
export function timesIn(zone: string | null): Times {
  if (zone !== null) requireZone(zone);
  // Lines of one second follow each other.
  const day = sameDay();
  let lastText: string | null = null;
  let lastTime = 0;
  let zoneless = 0;
  let ahead = 0;
  let twice = 0;
  let never = 0;

  function local(at: number): number {
    zoneless += 1;
    if (zone === null) return at;
    const [first, second] = inZone(at, zone);
    if (second !== undefined) twice += 1;
    if (first !== undefined) return first;
    never += 1;
    return at - tzOffset(zone, new Date(at)) * MINUTE;
  }

  function ofText(text: string): ReadTime {
    if (text === lastText) return lastTime;
    const known = day.read(text);
    if (!Number.isNaN(known)) return known;
    if (EPOCH.test(text)) return ofEpoch(Number(text));
    const clock = clockOf(text);
    if (clock?.zone !== undefined) {
      lastText = text;
      lastTime = clock.at - offsetMs(clock.zone);
      day.learn(text, lastTime);
      return lastTime;
    }
    if (clock !== undefined) return local(clock.at);
    return unknownTime(text);
  }

  function read(value: unknown): ReadTime {
    if (typeof value === "number") return ofEpoch(value);
    return typeof value === "string" ? ofText(value.trim()) : "is not there";
  }

  return {
    read,
    compare(at, value) {
      const received = read(value);
      if (typeof received === "number") ahead = Math.max(ahead, at - received);
    },
    notes: () => notesOf({ zone, ahead, zoneless, twice, never }),
  };
}
