// An HTTP client for looking only: whatever could change something at a vendor is refused before it leaves.
import {
  HttpFailure,
  NOT_SENT,
  type Http,
  type HttpRequest,
  type HttpResponse,
} from "../../ports/http.ts";

export interface ReadOnlyHttp extends Http {
  /** Milliseconds that a host's clock (`host:port`) was ahead of ours at its last answer, by its Date header; undefined without one. */
  skewOf(host: string): number | undefined;
}

/** `http` for reads. Anything else throws HttpFailure, unsent. `now` is our own clock, epoch ms. */
export function readOnlyHttp(http: Http, now: () => number): ReadOnlyHttp {
  const skews = new Map<string, number>();
  return {
    skewOf: (host) => skews.get(host),
    async send(request) {
      const { host } = new URL(request.url);
      if (!reads(request)) throw new HttpFailure(`${request.method} ${host}: ${NOT_SENT}`, false);
      const before = now();
      const response = await http.send(request);
      const skew = skewIn(response, (before + now()) / 2);
      if (skew !== undefined) skews.set(host, skew);
      return response;
    },
  };
}

/**
 * Whether a request only reads: GET and HEAD (RFC 9110, 9.2.1); AWS's calls are POSTs whose verb stands in a header, and getting an
 * access token for a machine's own account (RFC 6749, 4.4 and RFC 7523) is a POST of a form with a grant type.
 */
function reads({ method, headers = {}, text = "" }: HttpRequest): boolean {
  if (method === "GET" || method === "HEAD") return true;
  if (method !== "POST") return false;
  const named = Object.fromEntries(
    Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value]),
  );
  if (/\.(Get|Describe|List)[A-Za-z]+$/.test(named["x-amz-target"] ?? "")) return true;
  const isForm = (named["content-type"] ?? "").startsWith("application/x-www-form-urlencoded");
  return isForm && new URLSearchParams(text).has("grant_type");
}

function skewIn({ headers }: HttpResponse, now: number): number | undefined {
  const at = Date.parse(headers["date"] ?? "");
  return Number.isNaN(at) ? undefined : Math.round(at - now);
}
