// One key as the live view shows it: where each lane stands, in words short enough for 40 columns.
import { isPlaceSettled } from "../credential/target.ts";
import { standingOf } from "../credential/replacement.ts";
import { isAcceptedSinceCut, isForeign, openAlarms } from "../credential/verdict.ts";
import { factValue } from "../incident/facts.ts";
import type { CredentialState, IncidentState } from "../incident/state.ts";

/** A lane as a track: its stations, and the one it stands at. */
export interface Track {
  readonly stations: readonly string[];
  /** Index of the present station. */
  readonly at: number;
  /** Words for where it stands, alone: `ALIVE`, `CUT 401 2/3`, `SEALED`. */
  readonly word: string;
}

export interface SessionKey {
  readonly id: string;
  readonly name: string;
  readonly environment: CredentialState["environment"];
  readonly provider: string;
  readonly last4: string;
  readonly newLast4: string | null;
  readonly old: Track;
  readonly new: Track;
  /** Places settled of places known, `2/3`; `none known` where nobody named one. */
  readonly places: string;
  readonly outage: string;
  /** Something is wrong that a person must know now. */
  readonly alarm: string | null;
  /** `w` has something to put right: a cut to open again, or a replacement that was deleted instead. */
  readonly putRight: boolean;
  /** What looks odd and may still be right, and what to do if it is not. */
  readonly notice: string | null;
}

/** Dead answers in a row, the newest last. */
function deadInRow({ old }: CredentialState): number {
  const other = old.probes.toReversed().findIndex((probe) => probe.verdict !== "DEAD");
  return other === -1 ? old.probes.length : other;
}

/** What is known since the cut: an answer from before it says nothing. */
function cutWord(credential: CredentialState): string {
  const { blockedAt, probes } = credential.old;
  const last = probes.at(-1);
  if (last === undefined || (blockedAt !== null && last.at < blockedAt)) return "CUT";
  if (last.verdict === "ALIVE") return "CUT, STILL 200";
  if (last.verdict === "UNVERIFIABLE") return "CUT, NO ANSWER";
  return `CUT 401 ${String(Math.min(deadInRow(credential), 3))}/3`;
}

function oldTrack(credential: CredentialState): Track {
  const { old } = credential;
  if (old.state === "dead") {
    const word = old.proof === "attested" ? "DEAD BY WORD" : "DEAD";
    return { stations: ["alive", "cut", word], at: 2, word };
  }
  if (old.state === "blocked") {
    const word = cutWord(credential);
    return { stations: ["alive", word, "dead"], at: 1, word };
  }
  const word = isForeign(credential) ? "UNVERIFIABLE" : (old.verdict ?? "ALIVE?");
  return { stations: [word, "cut", "dead"], at: 0, word };
}

function newTrack(credential: CredentialState): Track {
  const { verdict } = credential.new;
  const state = standingOf(credential.new);
  if (state !== "none" && verdict === "DEAD")
    return { stations: ["REJECTED", "deployed", "in use"], at: 0, word: "REJECTED" };
  const word = {
    none: "NONE",
    created: "CREATED",
    sealed: "SEALED",
    discarded: "DISCARDED",
    deployed: "DEPLOYED",
  };
  if (state === "in-use")
    return { stations: ["sealed", "deployed", "IN USE"], at: 2, word: "IN USE" };
  if (state === "deployed")
    return { stations: ["sealed", "DEPLOYED", "in use"], at: 1, word: "DEPLOYED" };
  const begin = state === "none" ? ["NONE", "sealed"] : [word[state]];
  return { stations: [...begin, "deployed", "in use"], at: 0, word: word[state] };
}

function alarmOf(credential: CredentialState): string | null {
  return openAlarms(credential).at(-1)?.detail ?? null;
}

/** An answer that surprises: still accepted after the cut, or rejected although nobody cut it. */
function noticeOf(credential: CredentialState): string | null {
  const { old } = credential;
  if (alarmOf(credential) !== null) return null;
  if (isAcceptedSinceCut(old))
    return "still accepted; up to a minute is normal. Not deleted? w = cut it again";
  return isForeign(credential)
    ? "rejected, and never seen to work: mistyped? e = paste it again"
    : null;
}

/** A key's line. */
export function sessionKey(state: IncidentState, credential: CredentialState): SessionKey {
  const places = credential.targets;
  const settled = places.filter(isPlaceSettled).length;
  const tolerance = factValue(state, "outageTolerance", credential) ?? "unknown";
  return {
    id: credential.id,
    name: credential.name,
    environment: credential.environment,
    provider: credential.provider,
    last4: credential.old.last4 ?? "????",
    newLast4: credential.new.last4,
    old: oldTrack(credential),
    new: newTrack(credential),
    places: places.length === 0 ? "none known" : `${String(settled)}/${String(places.length)}`,
    outage:
      credential.outage === null
        ? tolerance === "unknown"
          ? "not asked"
          : tolerance
        : `ok ${String(credential.outage.minutes)}m`,
    alarm: alarmOf(credential),
    putRight: credential.old.state === "blocked" || credential.new.verdict === "DEAD",
    notice: noticeOf(credential),
  };
}
