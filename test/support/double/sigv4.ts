// AWS Signature Version 4 worked out once more from what arrived (AWS General Reference: create a signed request), to compare.
import { createHash, createHmac } from "node:crypto";

import type { Arrival } from "./server.ts";

const AUTHORIZATION =
  /^AWS4-HMAC-SHA256 Credential=([^/]+)\/(\d{8})\/([^/]+)\/([^/]+)\/aws4_request, SignedHeaders=([^,]+), Signature=([0-9a-f]{64})$/;

/** Why the signature is not accepted, or undefined. `now` in ms. */
export function signatureProblem(
  arrival: Arrival,
  expected: { readonly id: string; readonly secret: string; readonly scope: string },
  now: number,
): string | undefined {
  const found = AUTHORIZATION.exec(arrival.headers.authorization ?? "");
  if (found === null) return "no signature";
  const [, id = "", date = "", region = "", service = "", signed = "", signature] = found;
  if (id !== expected.id) return "another access key id";
  if (`${region}/${service}` !== expected.scope) return `signed for ${region}/${service}`;
  const names = signed.split(";");
  const unsigned = unsignedOf(arrival, names);
  if (unsigned !== undefined) return `${unsigned} is not signed`;
  const stamp = String(arrival.headers["x-amz-date"]);
  const at = Date.parse(stamp.replace(/^(....)(..)(..T..)(..)(..Z)$/, "$1-$2-$3:$4:$5"));
  if (!(Math.abs(now - at) < 5 * 60_000)) return "signed at another time";
  const canonical = [
    arrival.method,
    arrival.url.pathname,
    arrival.url.search.slice(1),
    ...names.map((name) => `${name}:${String(arrival.headers[name]).trim()}`),
    "",
    signed,
    sha256(arrival.body),
  ].join("\n");
  const scope = `${date}/${region}/${service}/aws4_request`;
  const toSign = ["AWS4-HMAC-SHA256", stamp, scope, sha256(canonical)].join("\n");
  const key = [date, region, service, "aws4_request"].reduce<string | Buffer>(
    (part, text) => createHmac("sha256", part).update(text).digest(),
    `AWS4${expected.secret}`,
  );
  const right = createHmac("sha256", key).update(toSign).digest("hex");
  return right === signature ? undefined : "the signature does not fit";
}

/** A header that must be signed and is not; the target only where a protocol has one. */
function unsignedOf({ headers }: Arrival, signed: readonly string[]): string | undefined {
  const target = headers["x-amz-target"] === undefined ? [] : ["x-amz-target"];
  return ["host", "x-amz-date", "content-type", ...target].find((name) => !signed.includes(name));
}

function sha256(text: string): string {
  return createHash("sha256").update(text).digest("hex");
}
