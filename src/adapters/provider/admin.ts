// Managing keys through a vendor's API described as data: create, list, disable, delete.
import { Secret } from "../../core/credential/secret.ts";
import type { Http, HttpRequest } from "../../ports/http.ts";
import type { KeyAdmin } from "../../ports/key-provider.ts";
import { OutsideError } from "../../ports/outside.ts";
import type { Call, Calls, DisableCall } from "./call.ts";
import { asText } from "./figures.ts";
import { mentioned } from "./fill.ts";
import { adminRequest, type Vendor } from "./http-call.ts";
import { listKeys } from "./list.ts";
import { perform } from "./outcome.ts";
import { atPointer, parseAnswer } from "../../core/pointer.ts";

/** Not found and gone: the key is away already, which is what was asked for. */
const GONE = [404, 410];

type CreateCall = NonNullable<Calls["create"]>;

/** The management calls that a configuration names; a call it does not name is absent, and a person does it. */
export function adminOf(vendor: Vendor, http: Http): KeyAdmin {
  const { create, list, disable, delete: remove } = vendor.calls;
  return {
    ...(create && { create: (request) => createKey(vendor, http, create, request) }),
    ...(list && { list: () => listKeys(vendor, http, list) }),
    ...(disable && { disable: (id) => disableKey(vendor, http, disable, id) }),
    ...(remove && { delete: (id, held) => deleteKey(vendor, http, remove, id, held) }),
    ...(remove && isByValue(remove) && { byValue: true }),
  };
}

async function createKey(
  vendor: Vendor,
  http: Http,
  call: CreateCall,
  { name, token }: { name: string; token: string },
): Promise<{ id: string; secret: Secret }> {
  const what = `${vendor.id}: create a key`;
  const once = call.idempotencyHeader === undefined ? {} : { [call.idempotencyHeader]: token };
  const request = await adminRequest(vendor, call, { name });
  const response = await perform(
    http,
    { ...request, headers: { ...request.headers, ...once } },
    { what, changes: true },
  );
  const answer = parseAnswer(response.text);
  const id = asText(atPointer(answer, call.id));
  const secret = atPointer(answer, call.secret);
  if (id === null || typeof secret !== "string" || secret.trim() === "")
    throw new OutsideError(
      false,
      `${what}: answered ${String(response.status)} without the key's id and value, it may exist all the same`,
      { hint: "claro-ir reconcile" },
    );
  return { id, secret: new Secret(secret) };
}

async function endKey(
  vendor: Vendor,
  http: Http,
  request: HttpRequest,
  verb: "disable" | "delete",
): Promise<void> {
  const what = `${vendor.id}: ${verb} a key`;
  const response = await perform(http, request, { what, changes: true, also: GONE });
  // A sign-in page of the network on the way is no answer of the vendor's.
  if (response.headers["content-type"]?.startsWith("text/html") === true)
    throw new OutsideError(false, `${what}: a web page answered, not the vendor's API`, {
      hint: "claro-ir reconcile",
    });
}

async function disableKey(
  vendor: Vendor,
  http: Http,
  call: DisableCall,
  id: string,
): Promise<void> {
  const request = await adminRequest(vendor, call, { id });
  if (call.keep === undefined) return endKey(vendor, http, request, "disable");
  const kept = await readKept(vendor, http, call.keep, id);
  // Already gone: there is nothing left to disable.
  if (kept === undefined) return;
  return endKey(vendor, http, { ...request, body: { ...kept, ...bodyOf(request) } }, "disable");
}

/** What a PUT must not lose: read now, so that it is the key's present state. Undefined when the key is gone. */
async function readKept(
  vendor: Vendor,
  http: Http,
  keep: NonNullable<DisableCall["keep"]>,
  id: string,
): Promise<Readonly<Record<string, unknown>> | undefined> {
  const what = `${vendor.id}: read a key before it is disabled`;
  const request = await adminRequest(vendor, { method: "GET", path: keep.path }, { id });
  const response = await perform(http, request, { what, changes: false, also: GONE });
  if (GONE.includes(response.status)) return undefined;
  const key = atPointer(parseAnswer(response.text), keep.at);
  if (typeof key !== "object" || key === null)
    throw new OutsideError(true, `${what}: the answer holds no key at ${keep.at || "its root"}`);
  return Object.fromEntries(
    Object.entries(key).filter(([name, value]) => keep.members.includes(name) && value !== null),
  );
}

function bodyOf({ body }: HttpRequest): object {
  return typeof body === "object" && body !== null ? body : {};
}

async function deleteKey(
  vendor: Vendor,
  http: Http,
  call: Call,
  id: string,
  held: Secret | undefined,
): Promise<void> {
  if (!isByValue(call)) return deleteBy(vendor, http, call, id);
  if (held === undefined)
    throw new OutsideError(true, `${vendor.id}: delete a key: needs its value, which is not held`, {
      hint: "claro-ir start --secret-file <file with the leaked value>",
    });
  const request = await adminRequest(vendor, call, { key: held.reveal() });
  return endKey(vendor, http, request, "delete");
}

/** Delete by id. Throws OutsideError. */
export async function deleteBy(vendor: Vendor, http: Http, call: Call, id: string): Promise<void> {
  return endKey(vendor, http, await adminRequest(vendor, call, { id }), "delete");
}

/** Whether a delete names the key by its value. */
function isByValue(call: Call): boolean {
  return mentioned([call.headers, call.body]).has("key");
}
