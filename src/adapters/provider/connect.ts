// A provider made of calls: what the kinds have in common.
import type { Secret } from "../../core/credential/secret.ts";
import { HttpFailure, type Http } from "../../ports/http.ts";
import type { KeyProvider, ProbeAnswer, UsageSnapshot } from "../../ports/key-provider.ts";
import { OutsideError } from "../../ports/outside.ts";
import { testAddress } from "../http/base-url.ts";
import { lost } from "../http/outcome.ts";
import { adminOf } from "./admin.ts";
import type { Calls, UsageCall } from "./call.ts";
import type { ProviderDeps } from "./definition.ts";
import { usageFigures } from "./figures.ts";
import { mentioned } from "./fill.ts";
import { adminRequest, keyRequest, type Vendor } from "./http-call.ts";
import { perform } from "./outcome.ts";
import { parseAnswer } from "../../core/pointer.ts";
import { judge, noAnswer } from "./probe.ts";

/** Statuses that mean: no usage figures here for this credential. */
const NO_USAGE = [401, 403, 404, 405, 501];

/** A provider from its calls. Throws ClaroIrError `usage` when a test override of its base URL is not loopback. */
export function connectCalls(
  who: { readonly id: string; readonly kind: string; readonly title: string },
  calls: Calls,
  manual: KeyProvider["manual"],
  { http, resolve, endpoints }: ProviderDeps,
): KeyProvider {
  const base = testAddress(who.kind, endpoints) ?? new URL(calls.baseUrl);
  const vendor: Vendor = { id: who.id, calls, base, resolve };
  const { usage } = calls;
  return {
    ...who,
    host: base.host,
    admin: adminOf(vendor, http),
    manual,
    probe: (secret) => probe(vendor, http, secret),
    reach: () => reach(vendor, http),
    ...(usage && { usage: (secret, keyId) => readUsage(vendor, http, usage, secret, keyId) }),
  };
}

async function probe(vendor: Vendor, http: Http, secret: Secret): Promise<ProbeAnswer> {
  const call = vendor.calls.probe;
  try {
    return judge(await http.send(await keyRequest(vendor, call, secret)), call.dead);
  } catch (error) {
    const told = error instanceof HttpFailure || error instanceof OutsideError;
    return noAnswer(told ? error.message : "the probe could not be sent");
  }
}

async function reach({ id, base }: Vendor, http: Http): Promise<void> {
  await http.send({ method: "GET", url: base.href }).catch((error: unknown) => {
    throw lost(error, { what: `${id}: no answer`, changes: false });
  });
}

async function readUsage(
  vendor: Vendor,
  http: Http,
  call: UsageCall,
  secret: Secret | undefined,
  keyId: string | undefined,
): Promise<UsageSnapshot | undefined> {
  const what = `${vendor.id}: read usage`;
  const names = mentioned([call.path, call.headers, call.body]);
  if (names.has("id") && keyId === undefined)
    throw new OutsideError(true, `${what}: needs the key's id, which is not known`);
  const values = keyId === undefined ? {} : { id: keyId };
  const byAdmin = (names.has("id") || names.has("auth")) && !names.has("key");
  if (!byAdmin && secret === undefined)
    throw new OutsideError(true, `${what}: needs the key itself, which is not held`);
  const request =
    byAdmin || secret === undefined
      ? await adminRequest(vendor, call, values)
      : await keyRequest(vendor, call, secret, values);
  const response = await perform(http, request, { what, changes: false, also: NO_USAGE });
  if (NO_USAGE.includes(response.status)) return undefined;
  const answer = parseAnswer(response.text);
  if (answer === undefined) throw new OutsideError(true, `${what}: the answer is no JSON`);
  return usageFigures(answer, call);
}
