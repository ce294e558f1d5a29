// The caller's address in X-Forwarded-For: the last one that no own proxy has, because everything left of it is the caller's word.
import { BlockList, isIPv6 } from "node:net";
import { addressOf } from "./value.ts";

// RFC 1918, loopback, link-local, RFC 6598; RFC 4193 and 4291 for IPv6.
const PRIVATE_V4 = [
  ["10.0.0.0", 8],
  ["172.16.0.0", 12],
  ["192.168.0.0", 16],
  ["127.0.0.0", 8],
  ["169.254.0.0", 16],
  ["100.64.0.0", 10],
] as const;
const PRIVATE_V6 = [
  ["fc00::", 7],
  ["fe80::", 10],
  ["::1", 128],
] as const;

function privateNetworks(): BlockList {
  const list = new BlockList();
  for (const [net, bits] of PRIVATE_V4) list.addSubnet(net, bits, "ipv4");
  for (const [net, bits] of PRIVATE_V6) list.addSubnet(net, bits, "ipv6");
  return list;
}

/** Made when the first list of addresses is read: most logs have none. */
let known: BlockList | undefined;

/** No request goes through more; a longer list is a caller's nonsense. */
const MOST_PROXIES = 16;

function isPrivate(address: string): boolean {
  known ??= privateNetworks();
  return known.check(address, isIPv6(address) ? "ipv6" : "ipv4");
}

/** The right-most address of a list that is not private, else the right-most; one address is itself; null when there is none. */
export function callerOf(value: unknown): string | null {
  const single = addressOf(value);
  if (single !== null || typeof value !== "string") return single;
  const addresses = value
    .split(",")
    .slice(-MOST_PROXIES)
    .map((one) => addressOf(one))
    .filter((one) => one !== null);
  return addresses.findLast((one) => !isPrivate(one)) ?? addresses.at(-1) ?? null;
}
