// The route behind a path: ids, numbers, hashes and names of people taken out, so that a thousand prompts are one endpoint.

/** What a path may hold before it is cut; servers refuse longer ones (RFC 9110, section 4.1 asks for 8,000). */
const LONGEST = 8_192;
/** Segments beyond are not looked at: no API is that deep. */
const DEEPEST = 32;

const ID: readonly RegExp[] = [
  // 42, 20261123, 3.14
  /^[\d.:-]*\d[\d.:-]*$/,
  // UUIDs, with or without dashes, and hashes.
  /^\{?[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}\}?$/i,
  /^(?=[a-f]*\d)[0-9a-f]{8,}$/i,
  // prm_0a1b2c, key-7f3K, cus_NffrFeUfNV2Hib: a short word, then what no word looks like.
  /^[a-z]{1,12}[_-](?:\d+|(?=[A-Za-z]*\d)[A-Za-z0-9]{6,})$/,
  // ULIDs, access key ids, base64: long, and letters with digits.
  /^(?=[^\d]*\d)(?=[^A-Za-z]*[A-Za-z])[A-Za-z0-9_=~+-]{16,}$/,
  // dana@example.com; @workspace/name is two segments of which the second stays.
  /^[^@]+@[^@]+$/,
];

/** Too long to be a name that a developer gave. */
const LONG_SEGMENT = 48;

/** Whether a segment of a path is an id, a number, a hash or somebody's name. */
export function isId(segment: string): boolean {
  // Most segments are plain words, and no id is.
  if (segment.length <= LONG_SEGMENT && !/[\d@]/.test(segment)) return false;
  return segment.length > LONG_SEGMENT || ID.some((pattern) => pattern.test(segment));
}

/** A path without its query and fragment, and without scheme and host when it is a whole address. */
export function barePath(path: string): string {
  const cut = path.length > LONGEST ? path.slice(0, LONGEST) : path;
  const end = cut.search(/[?#]/);
  const bare = end === -1 ? cut : cut.slice(0, end);
  const host = bare.startsWith("/") ? -1 : bare.indexOf("://");
  if (host === -1) return bare;
  const slash = bare.indexOf("/", host + 3);
  return slash === -1 ? "/" : bare.slice(slash);
}

const PAGE = /[?&](page|page_number|pagenumber|offset|skip|start|startindex)=(\d{1,12})(?=[&#]|$)/i;

/** The page that a query asks for, as it is written: `?page=7`; empty without one. All else of a query may be secret. */
export function pageOf(path: string): string {
  if (!path.includes("?")) return "";
  const [, name, number] = PAGE.exec(path.slice(0, LONGEST)) ?? [];
  return name === undefined || number === undefined ? "" : `?${name}=${number}`;
}

/** `/v1/prompts/prm_0a1b2c?limit=1` is `/v1/prompts/{id}`. Linear in the length of the path. */
export function routeOf(path: string): string {
  const segments = barePath(path).split("/", DEEPEST);
  return segments.map((segment) => (isId(segment) ? "{id}" : segment)).join("/");
}
