// A configured address must not lead into a private network by surprise: judged as it is written, and again where its name leads.
import { hostname } from "node:os";
import { lookup } from "node:dns/promises";
import { describe, expect, it } from "vitest";
import { createHttp } from "../../../src/adapters/http/client.ts";
import { mayCall } from "../../../src/adapters/http/private-address.ts";
import { addressOf, AddressRefused } from "../../../src/adapters/http/reach.ts";
import { HttpFailure } from "../../../src/ports/http.ts";

const PRIVATE = [
  "127.0.0.1",
  "10.1.2.3",
  "172.31.255.255",
  "192.168.0.1",
  "169.254.169.254",
  "168.63.129.16",
  "100.100.100.200",
  "0.0.0.0",
  "::",
  "::1",
  "fe80::1",
  "fd00:ec2::254",
  "::ffff:169.254.169.254",
  "64:ff9b::a9fe:a9fe",
  "2002:a9fe:a9fe::1",
];

describe("an address", () => {
  it.each(PRIVATE)("%s is refused, unless it is named", (address) => {
    expect(mayCall(address, [])).toBe(false);
    expect(mayCall(address, [address])).toBe(true);
  });

  it.each(["1.1.1.1", "172.32.0.1", "100.128.0.1", "2606:4700::1111"])(
    "%s is public",
    (address) => {
      expect(mayCall(address, [])).toBe(true);
    },
  );

  it("may be named by its network", () => {
    expect([mayCall("10.1.2.3", ["10.0.0.0/8"]), mayCall("11.1.2.3", ["10.0.0.0/8"])]).toEqual([
      true,
      true,
    ]);
    expect(mayCall("192.168.1.1", ["10.0.0.0/8"])).toBe(false);
  });
});

describe("a request", () => {
  async function failureTo(url: string): Promise<HttpFailure> {
    const error: unknown = await createHttp({ env: {} })
      .send({ method: "POST", url, body: {}, timeoutMs: 3000, reach: { allow: [] } })
      .catch((thrown: unknown) => thrown);
    expect(error).toBeInstanceOf(HttpFailure);
    return error as HttpFailure;
  }

  it.each(["https://169.254.169.254/", "https://[fd00:ec2::254]/", "https://10.0.0.7/"])(
    "to %s never leaves",
    async (url) => {
      expect((await failureTo(url)).sent).toBe(false);
    },
  );

  it("to a name that leads to this machine's own network is refused when it is looked up", async () => {
    const { address } = await lookup(hostname());
    // Where this machine's own name is a public address there is nothing to refuse.
    if (mayCall(address, [])) return;
    await expect(addressOf(hostname(), { allow: [] })).rejects.toThrow(AddressRefused);
    expect(await addressOf(hostname(), { allow: [address] })).toBe(address);
    expect((await failureTo(`https://${hostname()}/`)).message).toMatch(/private address/);
  });
});
