// The card must be readable on the worst terminal, and its probe must work when pasted as it stands.
import { spawn } from "node:child_process";
import { once } from "node:events";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { text } from "node:stream/consumers";
import { expect, it } from "vitest";
import { emergencyCard } from "../src/emergency-card.ts";

it("fits 40 columns of plain ASCII", () => {
  for (const line of emergencyCard().split("\n")) expect(line).toMatch(/^[\x20-\x7e]{0,40}$/);
});

it("names the place, the order, the people and the way back", () => {
  const card = emergencyCard();
  for (const part of [
    "https://claro.baytos.ai",
    "Settings > API Keys",
    "support@baytos.ai",
    "npx -y -p node@24",
  ])
    expect(card).toContain(part);
  expect(card.indexOf("DELETE")).toBeLessThan(card.indexOf("CREATE"));
});

/** The commands between the braces of the card, sent to `origin` instead of Claro. */
function pasted(origin: string): string {
  const commands = /^\{ [\s\S]*?\}$/m.exec(emergencyCard())?.[0] ?? "";
  expect(commands).toContain("https://api.baytos.ai/v1/prompts");
  return commands.replace("https://api.baytos.ai", origin);
}

it.each([401, 200, 403])(
  "its probe shows status %i and keeps the key out of every argument",
  async (status) => {
    const key = "sk_live_pasted_by_a_person_c123";
    const seen: { url: string | undefined; authorization: string | undefined }[] = [];
    const server = createServer((request, response) => {
      seen.push({ url: request.url, authorization: request.headers.authorization });
      response.writeHead(status).end();
    });
    await once(server.listen(0, "127.0.0.1"), "listening");
    try {
      const origin = `http://127.0.0.1:${String((server.address() as AddressInfo).port)}`;
      // As in a terminal: the pasted commands come first, what is typed afterwards is the key. -x shows every argument.
      const shell = spawn("bash", ["--norc", "-x"], { stdio: ["pipe", "pipe", "pipe"] });
      shell.stdin.end(`${pasted(origin)}\n${key}\n`);
      const [shown, traced] = await Promise.all([text(shell.stdout), text(shell.stderr)]);
      expect(shown).toBe(`${String(status)}\n`);
      expect(seen).toEqual([{ url: "/v1/prompts?limit=1", authorization: `Bearer ${key}` }]);
      expect(traced).toMatch(/curl -q .*-K -/);
      expect(
        traced
          .split("\n")
          .filter((line) => line.includes("curl"))
          .join(),
      ).not.toContain(key);
    } finally {
      server.close();
    }
  },
);
