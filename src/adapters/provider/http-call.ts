// From a call as data to a request: placeholders, credentials and the address. Secrets go into headers and bodies, never into an address.
import type { Secret } from "../../core/credential/secret.ts";
import type { ResolveReference } from "../../ports/config.ts";
import type { HttpRequest } from "../../ports/http.ts";
import { OutsideError } from "../../ports/outside.ts";
import type { Call, Calls } from "./call.ts";
import { fill, fillAll, mentioned, type Values } from "./fill.ts";

/** A provider's calls, where they go and how its credential is resolved. */
export interface Vendor {
  readonly id: string;
  readonly calls: Calls;
  readonly base: URL;
  readonly resolve: ResolveReference;
}

/** A request of the admin credential. */
export async function adminRequest(
  vendor: Vendor,
  call: Call,
  values: Values = {},
): Promise<HttpRequest> {
  const { auth } = vendor.calls;
  const headers = { ...vendor.calls.headers, ...call.headers };
  if (auth === undefined) return build(vendor, call, headers, values);
  const placed = mentioned([headers, call.body]).has("auth");
  return build(vendor, call, placed ? headers : { authorization: "Bearer {{auth}}", ...headers }, {
    ...values,
    auth: await resolveAuth(vendor, auth),
  });
}

/** A request of the key itself. The provider's own headers come along, except those that carry the admin credential. */
export async function keyRequest(
  vendor: Vendor,
  call: Call,
  secret: Secret,
  values: Values = {},
): Promise<HttpRequest> {
  const common = Object.entries(vendor.calls.headers ?? {}).filter(
    ([, value]) => !mentioned(value).has("auth"),
  );
  const headers = { ...Object.fromEntries(common), ...call.headers };
  const names = mentioned([headers, call.body]);
  const { auth } = vendor.calls;
  const admin =
    names.has("auth") && auth !== undefined ? { auth: await resolveAuth(vendor, auth) } : {};
  return build(
    vendor,
    call,
    names.has("key") ? headers : { ...headers, authorization: "Bearer {{key}}" },
    { ...values, ...admin, key: secret.reveal() },
  );
}

async function resolveAuth(vendor: Vendor, auth: string): Promise<string> {
  const value = await vendor.resolve(auth);
  if (value.trim() === "")
    throw new OutsideError(true, `${vendor.id}: the admin credential is empty`, {
      hint: "claro-ir doctor",
    });
  return value;
}

async function build(
  vendor: Vendor,
  call: Call,
  headers: Readonly<Record<string, string>>,
  values: Values,
): Promise<HttpRequest> {
  const filled: Record<string, string> = {};
  for (const [name, value] of Object.entries(headers))
    filled[name] = fill(await vendor.resolve(value), values);
  return {
    method: call.method,
    url: address(vendor, call.path, values),
    headers: filled,
    ...(call.body === undefined ? {} : { body: fillAll(call.body, values) }),
  };
}

function address(vendor: Vendor, path: string, values: Values): string {
  // An empty id would name the whole collection, a dot segment something above it.
  if (mentioned(path).has("id") && /^\.{0,2}$/.test(values.id ?? ""))
    throw new OutsideError(true, `${vendor.id}: the key's id is empty or a dot segment, not sent`);
  return vendor.base.href.replace(/\/+$/, "") + fill(path, values, encodeURIComponent);
}
