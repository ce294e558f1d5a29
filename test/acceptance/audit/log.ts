// A gateway's log as a company would have it: a month of its own service, and in the last hour somebody from elsewhere.
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { Home } from "../../support/cli.ts";

const MINUTE = 60_000;

/** What a hostile client sends as its name: a screen that is wiped, markup, a formula. */
const HOSTILE_AGENT = "=cmd|'/c calc'!A1 \u001b[2J<img src=x onerror=alert(1)>";

interface Line {
  readonly at: number;
  readonly ip: string;
  readonly country: string;
  readonly agent: string;
  readonly path: string;
}

function text({ at, ip, country, agent, path }: Line): string {
  return `${JSON.stringify({
    time: new Date(at).toISOString(),
    key_id: "key_production_web",
    last4: "c123",
    method: "GET",
    path,
    status: 200,
    ip,
    country,
    user_agent: agent,
    bytes: 2600,
  })}\n`;
}

/** Write it into the home's working folder; gives its path. `now`: epoch ms of its last line. */
export async function gatewayLog(home: Home, now: number): Promise<string> {
  const usual = Array.from({ length: 30 * 24 * 6 }, (_, back) =>
    text({
      at: now - (30 * 24 * 6 - back) * 10 * MINUTE,
      ip: "10.0.0.7",
      country: "DE",
      agent: "acme-web/2.4.1",
      path: "/v1/prompts?limit=5",
    }),
  );
  const thief = Array.from({ length: 80 }, (_, at) =>
    text({
      at: now - 40 * MINUTE + at * 30_000,
      ip: `203.0.113.${String(57 + (at % 3))}`,
      country: "RO",
      agent: HOSTILE_AGENT,
      path: `/v1/context/ctx_file_${String(100 + at)}/download`,
    }),
  );
  const path = join(home.folder, "work", "access.jsonl");
  await writeFile(path, [...usual, ...thief].join(""));
  return path;
}
