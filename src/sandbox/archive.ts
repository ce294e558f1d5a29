// The month before: what the company's gateway kept of it, an hour a line, so that there is a usual to compare with.
import type { Founding } from "./company.ts";
import type { ServicePlan } from "./services.ts";
import { basePath } from "./vendors.ts";

const HOUR = 3_600_000;
const DAYS = 30;
/** A service asks about every ten seconds, and gets so many bytes. */
const REQUESTS = 360;
const BYTES = 2600;

/** Lines of the archive, oldest first: each service in each hour of the thirty days before `until` (epoch ms). */
export function archive(
  { keys }: Pick<Founding, "keys">,
  services: readonly ServicePlan[],
  until: number,
): string {
  const lines: string[] = [];
  for (let from = until - DAYS * 24 * HOUR; from < until; from += HOUR)
    for (const { key: name, vendor, ip, userAgent } of services) {
      const key = keys.all().find((one) => one.name === name);
      if (key === undefined) throw new Error(`no key is called ${name}`);
      lines.push(
        JSON.stringify({
          time: new Date(from).toISOString(),
          key_id: key.id,
          last4: key.secret.slice(-4),
          method: "GET",
          path: `${basePath(vendor)}/v1/prompts?limit=5`,
          status: 200,
          ip,
          country: "DE",
          user_agent: userAgent,
          bytes: REQUESTS * BYTES,
          requests: REQUESTS,
          lasts_ms: HOUR,
        }),
      );
    }
  return lines.map((line) => `${line}\n`).join("");
}
