// `doctor` in a real terminal while a vendor is silent: it says what it waits for, and everything else is there in the end.
import { writeFile } from "node:fs/promises";
import { createServer } from "node:net";
import type { AddressInfo, Socket } from "node:net";
import { join } from "node:path";
import { expect, it } from "vitest";
import { tempHome } from "../../support/cli.ts";
import { openTerminal } from "../../support/terminal.ts";

it("says what it waits for, and does not wait for ever", { timeout: 30_000 }, async () => {
  const sockets: Socket[] = [];
  const silent = createServer((socket) => sockets.push(socket));
  await new Promise<void>((listening) => silent.listen(0, "127.0.0.1", listening));
  const { port } = silent.address() as AddressInfo;
  await using home = await tempHome();
  const config = `version: 1
providers:
  silent: { kind: http, baseUrl: "http://127.0.0.1:${String(port)}", probe: { path: / } }
`;
  const file = join(home.folder, "work", "claro-ir.yaml");
  await writeFile(file, config, { mode: 0o600 });
  // Twenty of its seconds are one of ours.
  const env = { CLARO_IR_TEST_CLOCK: "1", CLARO_IR_TEST_SPEED: "20", NO_COLOR: "1" };
  await using window = openTerminal({ home, args: ["doctor"], env });
  await window.waitForWritten("still looking at provider silent");
  await window.waitForWritten("RED provider silent: gave no answer within 20 s");
  await window.waitForWritten("RED drill: an incident was never rehearsed here");
  for (const socket of sockets) socket.destroy();
  expect((await window.ended()).code).toBe(1);
  silent.close();
});
