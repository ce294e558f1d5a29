// Managing keys through a vendor's API described as data: create, list, disable, delete.
import { Secret } from "../../core/credential/secret.ts";
import type { Http } from "../../ports/http.ts";
import type { KeyAdmin, ProviderKey } from "../../ports/key-provider.ts";
import { OutsideError } from "../../ports/outside.ts";
import type { Call, Calls, ListCall } from "./call.ts";
import { asInstant, asText } from "./figures.ts";
import { adminRequest, type Vendor } from "./http-call.ts";
import { perform } from "./outcome.ts";
import { atPointer, parseAnswer } from "../../core/pointer.ts";

const MAX_PAGES = 100;
/** Not found and gone: the key is away already, which is what was asked for. */
const GONE = [404, 410];

type CreateCall = NonNullable<Calls["create"]>;

/** The management calls that a configuration names; a call it does not name is absent, and a person does it. */
export function adminOf(vendor: Vendor, http: Http): KeyAdmin {
  const { create, list, disable, delete: remove } = vendor.calls;
  return {
    ...(create && { create: (request) => createKey(vendor, http, create, request) }),
    ...(list && { list: () => listKeys(vendor, http, list) }),
    ...(disable && { disable: (id) => endKey(vendor, http, disable, id, "disable") }),
    ...(remove && { delete: (id) => endKey(vendor, http, remove, id, "delete") }),
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
  call: Call,
  id: string,
  verb: "disable" | "delete",
): Promise<void> {
  const request = await adminRequest(vendor, call, { id });
  const what = `${vendor.id}: ${verb} a key`;
  const response = await perform(http, request, { what, changes: true, also: GONE });
  // A sign-in page of the network on the way is no answer of the vendor's.
  if (response.headers["content-type"]?.startsWith("text/html") === true)
    throw new OutsideError(false, `${what}: a web page answered, not the vendor's API`, {
      hint: "claro-ir reconcile",
    });
}

async function listKeys(vendor: Vendor, http: Http, call: ListCall): Promise<ProviderKey[]> {
  const what = `${vendor.id}: list keys`;
  const first = await adminRequest(vendor, call);
  const keys: ProviderKey[] = [];
  const seen = new Set<string>();
  let url: string | undefined = first.url;
  while (url !== undefined) {
    if (seen.has(url)) throw new OutsideError(true, `${what}: the pages go round in a circle`);
    if (seen.size === MAX_PAGES)
      throw new OutsideError(true, `${what}: more than ${String(MAX_PAGES)} pages`);
    seen.add(url);
    const response = await perform(http, { ...first, url }, { what, changes: false });
    const answer = parseAnswer(response.text);
    const items = atPointer(answer, call.items);
    if (!Array.isArray(items))
      throw new OutsideError(
        true,
        `${what}: the answer holds no list at ${call.items || "its root"}`,
      );
    for (const item of items) keys.push(readKey(item, call, what));
    url = nextPage(first.url, call, answer, what);
  }
  return keys;
}

function readKey(item: unknown, call: ListCall, what: string): ProviderKey {
  const id = asText(atPointer(item, call.id));
  // A key that cannot be told from others must not pass as absent.
  if (id === null) throw new OutsideError(true, `${what}: an entry has no id at ${call.id}`);
  function at(pointer: string | undefined): unknown {
    return pointer === undefined ? undefined : atPointer(item, pointer);
  }
  return {
    id,
    name: asText(at(call.name)) ?? "",
    createdAt: asInstant(at(call.createdAt)),
    lastUsedAt: asInstant(at(call.lastUsedAt)),
    last4: asText(at(call.last4))?.slice(-4) ?? null,
    status: asText(at(call.status)),
  };
}

/** The next page's address: a cursor for the first one's query, or a URL, which must stay on the vendor's own origin. */
function nextPage(
  first: string,
  call: ListCall,
  answer: unknown,
  what: string,
): string | undefined {
  const next = call.next === undefined ? null : asText(atPointer(answer, call.next));
  if (next === null) return undefined;
  const url = new URL(first);
  if (!/^[a-z][a-z0-9+.-]*:\/\//i.test(next)) {
    url.searchParams.set(call.cursor, next);
    return url.href;
  }
  const other = URL.parse(next);
  if (other?.origin !== url.origin)
    throw new OutsideError(true, `${what}: the next page is on another host, not followed`);
  return other.href;
}
