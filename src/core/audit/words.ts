// How figures and times of an audit are said.
import { DAY, HOUR, MINUTE, toInstant } from "../instant.ts";

/** `12,345`; two digits behind the point below ten, one below a hundred, none where it is whole. */
export function figure(value: number): string {
  const digits = Number.isInteger(value) || value >= 100 ? 0 : value >= 10 ? 1 : 2;
  const [whole = "", rest] = value.toFixed(digits).split(".");
  const grouped = whole.replaceAll(/\B(?=(?:\d{3})+$)/g, ",");
  return rest === undefined ? grouped : `${grouped}.${rest}`;
}

/** `3 requests`, `1 request`. */
export function counted(count: number, one: string, many = `${one}s`): string {
  return `${figure(count)} ${count === 1 ? one : many}`;
}

/** How often something was asked for, and how much of it came to nothing; null = it is not known how much was answered. */
interface Asked {
  readonly requests: number;
  readonly accepted: number | null;
  readonly refused: number;
}

function outcomeWords({ requests, accepted, refused }: Asked): string {
  if (accepted === null) return refused === 0 ? "" : `, ${figure(refused)} of them refused`;
  if (accepted === requests) return ", all accepted";
  const failed = requests - accepted - refused;
  return [
    `, ${accepted === 0 ? "none" : figure(accepted)} accepted`,
    ...(refused === 0 ? [] : [`${figure(refused)} refused`]),
    ...(failed <= 0 ? [] : [`${figure(failed)} failed`]),
  ].join(", ");
}

/** `41 requests, 28 accepted, 13 refused`: the same words wherever use is counted. `whose` stands behind the count. */
export function useWords(asked: Asked, whose = ""): string {
  return `${counted(asked.requests, "request")}${whose}${outcomeWords(asked)}`;
}

/** `41 requests by 4 callers not ours, 28 accepted, 13 refused` */
export function notOursWords({ callers, ...asked }: Asked & { readonly callers: number }): string {
  return useWords(asked, ` by ${counted(callers, "caller")} not ours`);
}

/** Share of one as `12.3 %`. */
export function percent(share: number): string {
  return `${figure(share * 100)} %`;
}

/** Bytes as `34.2 MiB`, `1.5 GiB`, `812 KiB`. */
export function bytesWords(bytes: number): string {
  if (bytes >= 2 ** 30) return `${figure(bytes / 2 ** 30)} GiB`;
  if (bytes >= 2 ** 20) return `${figure(bytes / 2 ** 20)} MiB`;
  return `${figure(Math.ceil(bytes / 2 ** 10))} KiB`;
}

/** Epoch ms as `2026-11-23 02:10 UTC`. */
export function minuteWords(at: number): string {
  return `${dayWords(at)} ${toInstant(at).slice(11, 16)} UTC`;
}

/** Epoch ms as `2026-11-23`. */
export function dayWords(at: number): string {
  return toInstant(at).slice(0, 10);
}

/** Two instants as `2026-11-23 02:10 to 03:10 UTC`, the second day named where it is another; one minute is one. */
export function spanWords(from: number, to: number): string {
  if (minuteWords(from) === minuteWords(to)) return minuteWords(from);
  const end =
    dayWords(from) === dayWords(to) ? toInstant(to).slice(11, 16) : minuteWords(to).slice(0, 16);
  return `${minuteWords(from).slice(0, 16)} to ${end} UTC`;
}

/** A length of time as `12 min`, `3 h`, `2 d`, rounded. */
export function lengthWords(ms: number): string {
  if (ms >= 2 * DAY) return `${figure(Math.round(ms / DAY))} d`;
  if (ms >= 2 * HOUR) return `${figure(Math.round(ms / HOUR))} h`;
  return `${figure(Math.max(1, Math.round(ms / MINUTE)))} min`;
}

/** A log may hold a megabyte where a name is expected. */
const LONGEST = 72;

/** A text of a log, short enough for a line of a terminal. */
export function clipped(text: string, longest = LONGEST): string {
  return text.length <= longest ? text : `${text.slice(0, longest - 1)}…`;
}

/** The first few values and how many more there are. */
export function listWords(values: readonly string[], most = 3): string {
  const shown = values
    .slice(0, most)
    .map((value) => clipped(value))
    .join(", ");
  return values.length > most ? `${shown} and ${figure(values.length - most)} more` : shown;
}
