// Which network an address lies in, and whether it is one of our own.
import ipaddr from "ipaddr.js";
import type { Networks } from "../../core/audit/context.ts";

type Address = ipaddr.IPv4 | ipaddr.IPv6;

/** An IPv4 address inside an IPv6 one (`::ffff:192.0.2.1`) is itself; null for what is no address. */
function parse(text: string): Address | null {
  return ipaddr.isValid(text) ? ipaddr.process(text) : null;
}

function contains([network, bits]: readonly [Address, number], address: Address): boolean {
  return network.kind() === address.kind() && address.match(network, bits);
}

/** One network of /24 (IPv4) or /64 (IPv6) counts as one place: that is what a provider hands out to one site. */
function placeOf(text: string): string {
  const address = parse(text);
  if (address === null) return text;
  const bits = address.kind() === "ipv4" ? 24 : 64;
  const bytes = address.toByteArray().map((byte, at) => (at < bits / 8 ? byte : 0));
  return `${ipaddr.fromByteArray(bytes).toString()}/${String(bits)}`;
}

/** Whether a word is a network, as CIDR. */
export function isNetwork(word: string): boolean {
  return ipaddr.isValidCIDR(word);
}

/** Networks of our own, as CIDR. Throws on one that is none: the configuration is checked before. */
export function networks(own: readonly string[]): Networks {
  const all = own.map((cidr) => ipaddr.parseCIDR(cidr));
  return {
    isOwn(ip) {
      const address = parse(ip);
      return address !== null && all.some((network) => contains(network, address));
    },
    placeOf,
  };
}
