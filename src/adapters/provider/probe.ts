// What the answer to a probe says about a key. Only clear answers decide; everything else is unverifiable.
import type { HttpResponse } from "../../ports/http.ts";
import type { ProbeAnswer } from "../../ports/key-provider.ts";
import { atPointer, parseAnswer } from "../../core/pointer.ts";
import type { ProbeCall } from "./call.ts";

/** What a vendor's own data says about its answers. */
type Rules = Pick<ProbeCall, "dead" | "status" | "deadStatus">;

/**
 * 2xx with JSON and 403 are ALIVE, the vendor's dead codes and dead states DEAD, all else UNVERIFIABLE. The body is looked at only to tell
 * JSON from a login page, and for the state where the vendor tells one.
 */
export function judge(response: HttpResponse, rules: Rules): ProbeAnswer {
  const { status, retryAfter } = response;
  if (rules.dead.includes(status)) return answer("DEAD", "not accepted");
  if (status === 403 && isRateLimit(response)) return answer("UNVERIFIABLE", "a rate limit");
  if (status === 403) return answer("ALIVE", "accepted, without the right to read this");
  if (status >= 200 && status < 300) return answer(...judgeSuccess(response, rules));
  if (status >= 300 && status < 400) return answer("UNVERIFIABLE", "redirected, not followed");
  if (status === 404) return answer("UNVERIFIABLE", "wrong base URL?");
  if (retryAfter !== undefined)
    return answer("UNVERIFIABLE", `asked to wait ${String(retryAfter)} s`);
  return answer("UNVERIFIABLE", "proves nothing");

  function answer(verdict: ProbeAnswer["verdict"], detail: string): ProbeAnswer {
    return { verdict, status, detail: `${String(status)}, ${detail}`, retryAfter };
  }
}

function judgeSuccess(
  response: HttpResponse,
  rules: Rules,
): [verdict: ProbeAnswer["verdict"], detail: string] {
  if (!isJson(response)) return ["UNVERIFIABLE", "no JSON: a login page or proxy in between?"];
  const state = deadState(response, rules);
  return state === undefined ? ["ALIVE", "accepted"] : ["DEAD", `the vendor says ${state}`];
}

/** The state in a 2xx answer, where it is one of a dead key. */
function deadState({ text }: HttpResponse, { status, deadStatus }: Rules): string | undefined {
  if (status === undefined || deadStatus === undefined) return undefined;
  const told = atPointer(parseAnswer(text), status);
  return deadStatus.find((state) => state === told);
}

/** GitHub and others say 403 for too many requests (docs.github.com, rate limits for the REST API): it tells nothing about the key. */
function isRateLimit({ headers, retryAfter }: HttpResponse): boolean {
  return retryAfter !== undefined || headers["x-ratelimit-remaining"] === "0";
}

/** An UNVERIFIABLE without any answer. */
export function noAnswer(why: string): ProbeAnswer {
  return { verdict: "UNVERIFIABLE", status: null, detail: why, retryAfter: undefined };
}

/** 204 has no body by definition (RFC 9110, 15.3.5), so it cannot be a login page. */
function isJson({ status, headers, text }: HttpResponse): boolean {
  if (status === 204) return true;
  const type = headers["content-type"] ?? "";
  return /^application\/([\w.-]+\+)?json\b/i.test(type) || parseAnswer(text) !== undefined;
}
