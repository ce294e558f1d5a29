// Values as logs write them: text, counts, addresses, outcomes. What is not there (null, empty, a dash) is null.
import { isIP } from "node:net";
import type { Outcome } from "../../../core/audit/access-event.ts";

/** No name, agent or path that anybody gave is longer; a caller may send a megabyte, thousands of times. */
const LONGEST = 2_048;

/** Text, or a number as text, cut where it is too long; of a list (headers that may come twice) the first. */
export function textOf(value: unknown): string | null {
  const one: unknown = Array.isArray(value) ? value[0] : value;
  if (typeof one === "number") return String(one);
  if (typeof one !== "string" || one === "" || one === "-") return null;
  return one.length <= LONGEST ? one : `${one.slice(0, LONGEST)}…`;
}

/** A number that is not below zero, also written as text. */
export function countOf(value: unknown): number | null {
  const number = typeof value === "string" && value.trim() !== "" ? Number(value) : value;
  return typeof number === "number" && Number.isFinite(number) && number >= 0 ? number : null;
}

export function statusOf(value: unknown): number | null {
  const status = countOf(value);
  return status !== null && Number.isInteger(status) && status <= 599 ? status : null;
}

/** An IPv4 or IPv6 address without brackets, port and zone. A service's or host's name is no address: null. */
export function addressOf(value: unknown): string | null {
  if (typeof value !== "string" || value === "" || value.length > 64) return null;
  const text = value.trim();
  if (isIP(text) !== 0) return text.replace(/^::ffff:(?=\d+\.)/i, "").replace(/%.*$/, "");
  const bare = /^\[([^\]]+)\](?::\d+)?$/.exec(text)?.[1] ?? /^([\d.]+):\d+$/.exec(text)?.[1];
  return bare !== undefined && isIP(bare) !== 0 ? bare : null;
}

/** ISO 3166 alpha-2; names of countries are not guessed at. */
export function countryOf(value: unknown): string | null {
  return typeof value === "string" && /^[A-Za-z]{2}$/.test(value) ? value.toUpperCase() : null;
}

/** `AS64500`, from a number or with the letters. */
export function asnOf(value: unknown): string | null {
  const text = textOf(value);
  const digits = text === null ? undefined : /^(?:AS)?(\d{1,10})$/i.exec(text)?.[1];
  return digits === undefined ? null : `AS${digits}`;
}

// Whole words of the vendors: gRPC names, AWS error codes, Okta's results, Azure's signatures.
const DENIED =
  /denied|deny|unauthori[sz]ed|unauthenticated|forbidden|not_?authorized|authfailure|signaturedoesnotmatch|(?:invalid|expired|unrecognized)\w*(?:token|key|credentials?|clienttokenid|accesskeyid|client)|token\w*(?:invalid|expired)|(?:insufficient|missing)\w*permission|^40[13]$/i;
const SUCCESS =
  /^(?:success|succeeded|successful|ok|true|allow|allowed|pass|passed|accept|accepted|start|started|created|[123]\d\d)$/i;

function isDenied(text: string | null): boolean {
  return text !== null && text.length < 200 && DENIED.test(text);
}

/**
 * How it ended, from what the log says of it. An explicit result counts first, then the HTTP status, then the error code.
 * Refused for who it was (401, 403, AccessDenied) is `denied`, any other failure `error`.
 */
export function outcomeOf(said: unknown, status: number | null, errorCode: string | null): Outcome {
  const isRefused = status === 401 || status === 403 || isDenied(errorCode);
  const failure = isRefused || isDenied(textOf(said)) ? "denied" : "error";
  if (said === true) return "success";
  if (said === false) return failure;
  const word = textOf(said);
  if (word !== null) return SUCCESS.test(word) ? "success" : failure;
  if (status !== null) return status > 0 && status < 400 ? "success" : failure;
  return errorCode === null ? "success" : failure;
}
