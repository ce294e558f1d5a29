// Finding out where a name leads, and refusing what lies in a private network unless the configuration names it.
import { lookup, type LookupAddress } from "node:dns";
import { isIP, type LookupFunction } from "node:net";
import type { Reach } from "../../ports/http.ts";
import { isLoopback } from "./base-url.ts";
import { mayCall } from "./private-address.ts";

/** The name leads to an address that nobody has allowed. */
export class AddressRefused extends Error {
  readonly code = "private address, not named under allow";

  constructor() {
    super(
      "leads to a private address, which is refused unless the configuration names it under allow",
    );
    this.name = "AddressRefused";
  }
}

/** Whether the host as it is written may be called: names are judged when they are looked up. This machine, named outright, is no surprise. */
export function mayCallHost(url: URL, { allow }: Reach): boolean {
  const host = url.hostname.replace(/^\[|\]$/g, "");
  return isLoopback(url) || isIP(host) === 0 || mayCall(host, allow);
}

/**
 * A look-up for sockets that gives only addresses that may be called, so that what was judged is what is connected to. One refused
 * address among several refuses the name: which one would be taken is chance.
 */
export function guardedLookup(reach: Reach): LookupFunction {
  return (host, options, callback) => {
    lookup(host, { ...options, all: true }, (error, found) => {
      if (error !== null) return callback(error, "");
      const refused = found.some(({ address }) => !mayCall(address, reach.allow));
      if (refused && host !== "localhost") return callback(new AddressRefused(), "");
      return give(found, options.all === true, callback);
    });
  };
}

function give(
  found: readonly LookupAddress[],
  all: boolean,
  callback: Parameters<LookupFunction>[2],
): void {
  const [first] = found;
  if (all || first === undefined) callback(null, [...found]);
  else callback(null, first.address, first.family);
}

/** The first address that a host may be called at, as the guarded look-up finds it. Throws AddressRefused, or the resolver's own error. */
export async function addressOf(host: string, reach: Reach): Promise<string> {
  if (isIP(host) !== 0) {
    if (mayCallHost(new URL(`https://${isIP(host) === 6 ? `[${host}]` : host}`), reach))
      return host;
    throw new AddressRefused();
  }
  return new Promise((resolve, reject) => {
    guardedLookup(reach)(host, { all: false }, (error, address) => {
      if (error !== null) reject(error);
      else resolve(typeof address === "string" ? address : (address[0]?.address ?? ""));
    });
  });
}
