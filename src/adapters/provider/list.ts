// A vendor's list of keys: all its pages, and each entry read as the vendor's data says.
import type { Http } from "../../ports/http.ts";
import type { ProviderKey } from "../../ports/key-provider.ts";
import { OutsideError } from "../../ports/outside.ts";
import { atPointer, parseAnswer } from "../../core/pointer.ts";
import type { ListCall } from "./call.ts";
import { asInstant, asText } from "./figures.ts";
import { adminRequest, type Vendor } from "./http-call.ts";
import { perform } from "./outcome.ts";

const MAX_PAGES = 100;

/** Every key that the vendor lists, deleted ones left out. Throws OutsideError, always certain: nothing is changed. */
export async function listKeys(vendor: Vendor, http: Http, call: ListCall): Promise<ProviderKey[]> {
  const items = await listItems(vendor, http, call);
  return items
    .map((item) => readKey(item, call, words(vendor)))
    .filter(({ status }) => status === null || call.gone?.includes(status) !== true);
}

function words(vendor: Vendor): string {
  return `${vendor.id}: list keys`;
}

/** The entries of all pages as the vendor gives them. Throws OutsideError, always certain. */
export async function listItems(vendor: Vendor, http: Http, call: ListCall): Promise<unknown[]> {
  const what = words(vendor);
  const first = await adminRequest(vendor, call);
  const all: unknown[] = [];
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
    all.push(...(items as unknown[]));
    url =
      call.total === undefined
        ? nextPage(first.url, call, answer, what)
        : numberedPage(first.url, call.cursor, {
            what,
            page: seen.size,
            got: items.length,
            missing: missing(atPointer(answer, call.total), all.length),
          });
  }
  return all;
}

/** One entry. Throws OutsideError when it has no id. */
export function readKey(item: unknown, call: ListCall, what: string): ProviderKey {
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
  const isLast = call.more !== undefined && atPointer(answer, call.more) !== true;
  const next = call.next === undefined || isLast ? null : asText(atPointer(answer, call.next));
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

function missing(total: unknown, got: number): number | undefined {
  return typeof total === "number" ? total - got : undefined;
}

/** Pages that count: the next one while keys are missing, or until an empty one where the vendor told no total. */
function numberedPage(
  first: string,
  parameter: string,
  so: {
    readonly what: string;
    readonly page: number;
    readonly got: number;
    readonly missing: number | undefined;
  },
): string | undefined {
  // A list that is cut short must not pass as the whole: a key would seem to be gone.
  if (so.got === 0 && (so.missing ?? 0) > 0)
    throw new OutsideError(
      true,
      `${so.what}: an empty page, and ${String(so.missing)} are missing`,
    );
  if (so.got === 0 || (so.missing !== undefined && so.missing <= 0)) return undefined;
  const url = new URL(first);
  url.searchParams.set(parameter, String(so.page + 1));
  return url.href;
}
