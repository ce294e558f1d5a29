// Numbers that cannot be are usage errors before anything is begun; a port that is taken is told in words.
import { once } from "node:events";
import { createServer, type AddressInfo } from "node:net";
import { expect, it } from "vitest";
import { cli, tempHome } from "../support/cli.ts";
import { say } from "./say.ts";

it.each([
  ["sandbox", "--port", "99999"],
  ["sandbox", "--port", "-1"],
  ["sandbox", "--port", "4e3"],
  ["sandbox", "--speed", "0"],
  ["sandbox", "--speed", "1e300"],
  ["sandbox", "--speed", "fast"],
  ["sandbox", "--seed", "1.5"],
  ["sandbox", "--start", "soon"],
  ["drill", "--seed", "-1"],
])("%s %s %s", async (command, flag, value) => {
  const { code, out, err } = await say([command, `${flag}=${value}`]);
  expect([code, out]).toEqual([2, ""]);
  expect(err).toMatch(new RegExp(`^${flag} .*\nnext: `));
});

it("a port that somebody else has", async () => {
  await using home = await tempHome();
  const other = createServer().listen(0, "127.0.0.1");
  await once(other, "listening");
  const { port } = other.address() as AddressInfo;
  const ended = await cli(["sandbox", "--port", String(port)], { home });
  other.close();
  expect(ended).toMatchObject({
    code: 1,
    stdout: "",
    stderr: `Port ${String(port)} cannot be had: it is taken.\nnext: leave --port out for a free one\n`,
  });
});
