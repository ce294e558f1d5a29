// What the answer to a probe says about a key. Only clear answers decide; everything else is unverifiable.
import type { HttpResponse } from "../../ports/http.ts";
import type { ProbeAnswer } from "../../ports/key-provider.ts";
import { parseAnswer } from "../../core/pointer.ts";

/** 2xx with JSON and 403 are ALIVE, the vendor's dead codes DEAD, all else UNVERIFIABLE. The body is looked at only to tell JSON from a login page. */
export function judge(response: HttpResponse, dead: readonly number[]): ProbeAnswer {
  const { status, retryAfter } = response;
  if (dead.includes(status)) return answer("DEAD", "not accepted");
  if (status === 403) return answer("ALIVE", "accepted, without the right to read this");
  if (status >= 200 && status < 300)
    return isJson(response)
      ? answer("ALIVE", "accepted")
      : answer("UNVERIFIABLE", "no JSON: a login page or proxy in between?");
  if (status >= 300 && status < 400) return answer("UNVERIFIABLE", "redirected, not followed");
  if (status === 404) return answer("UNVERIFIABLE", "wrong base URL?");
  if (retryAfter !== undefined)
    return answer("UNVERIFIABLE", `asked to wait ${String(retryAfter)} s`);
  return answer("UNVERIFIABLE", "proves nothing");

  function answer(verdict: ProbeAnswer["verdict"], detail: string): ProbeAnswer {
    return { verdict, status, detail: `${String(status)}, ${detail}`, retryAfter };
  }
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
