// Which addresses a key may be sent to: https anywhere, plain http to this machine alone.
import { ClaroIrError } from "../../core/error.ts";

/** Whether a URL's host is this machine: 127.0.0.0/8, ::1 or localhost (RFC 1122 3.2.1.3, RFC 4291 2.5.3, RFC 6761 6.3). */
export function isLoopback(url: URL): boolean {
  return (
    url.hostname === "localhost" ||
    url.hostname === "[::1]" ||
    /^127\.\d{1,3}\.\d{1,3}\.\d{1,3}$/.test(url.hostname)
  );
}

/** Why a URL may not be called, in words without the URL itself; undefined when it may. */
export function addressProblem(text: string): string | undefined {
  const url = URL.parse(text);
  if (url === null) return "not a URL";
  if (url.username !== "" || url.password !== "") return "a URL with a user name or password in it";
  if (url.protocol === "https:") return undefined;
  if (url.protocol !== "http:") return `${url.protocol} is not supported, only https:`;
  return isLoopback(url) ? undefined : "plain http is for loopback addresses alone, use https";
}

/** The address that `endpoints:` puts in the place of a kind's own, in tests; undefined when it names none. Throws ClaroIrError `usage` unless it is loopback. */
export function testAddress(
  kind: string,
  endpoints: Readonly<Record<string, string>>,
): URL | undefined {
  const override = Object.hasOwn(endpoints, kind) ? endpoints[kind] : undefined;
  if (override === undefined) return undefined;
  if (addressProblem(override) !== undefined || !isLoopback(new URL(override)))
    throw new ClaroIrError(
      "usage",
      "endpoint-not-loopback",
      `endpoints.${kind} is no loopback address: a test override never sends keys elsewhere`,
    );
  return new URL(override);
}
