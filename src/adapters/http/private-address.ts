// Addresses that a configured address must not lead to by surprise: this machine, private networks, a cloud's metadata service.
import { BlockList, isIP } from "node:net";

/**
 * Ranges that are no public address: IANA's special-purpose registries (RFC 6890), multicast, and what wraps an IPv4 address in an
 * IPv6 one (NAT64, RFC 6052; 6to4, RFC 3056). Metadata services lie in 169.254.0.0/16, fc00::/7 and 100.64.0.0/10; Azure's
 * second one (168.63.129.16) lies in none of them.
 */
const PRIVATE = [
  "0.0.0.0/8",
  "10.0.0.0/8",
  "100.64.0.0/10",
  "127.0.0.0/8",
  "168.63.129.16/32",
  "169.254.0.0/16",
  "172.16.0.0/12",
  "192.0.0.0/24",
  "192.168.0.0/16",
  "198.18.0.0/15",
  "224.0.0.0/4",
  "240.0.0.0/4",
  "::/127",
  "64:ff9b::/96",
  "2002::/16",
  "fc00::/7",
  "fe80::/10",
  "fec0::/10",
  "ff00::/8",
];

/** Networks or single addresses as a list to look addresses up in. Throws for what is neither. */
function listOf(networks: readonly string[]): BlockList {
  const list = new BlockList();
  for (const network of networks) {
    const [address = "", bits] = network.split("/");
    const family = isIP(address) === 6 ? "ipv6" : "ipv4";
    if (bits === undefined) list.addAddress(address, family);
    else list.addSubnet(address, Number(bits), family);
  }
  return list;
}

const REFUSED = listOf(PRIVATE);

/** Whether an IP address may be called: public ones, and those that `allow` (addresses, or networks such as 10.0.0.0/8) names. */
export function mayCall(address: string, allow: readonly string[]): boolean {
  const family = isIP(address) === 6 ? "ipv6" : "ipv4";
  return !REFUSED.check(address, family) || listOf(allow).check(address, family);
}
