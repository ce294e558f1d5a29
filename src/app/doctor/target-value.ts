// Does a place hold the key that the register says? Compared by fingerprint.
import type { Secret } from "../../core/credential/secret.ts";
import type { TargetConfig } from "../../ports/config.ts";
import { lineOf } from "../../core/credential/naming.ts";
import { isLive } from "../../core/credential/register.ts";
import { registerEntries } from "../keys.ts";
import { green, note, red, type Finding } from "./check.ts";
import type { Site } from "./site.ts";

/** Findings about the value that lies in a target. */
export async function valueFindings(
  site: Site,
  { key }: TargetConfig,
  secret: Secret,
): Promise<readonly Finding[]> {
  if (key === null) return [];
  const entries = site.record === undefined ? [] : await registerEntries(site.record);
  const line = entries.filter((one) => isLive(one) && lineOf(one.name) === lineOf(key));
  const entry = line.find((one) => one.name === key && one.status === "active") ?? line.at(-1);
  // One that is not on the register is the register's fault, said once for all places.
  if (entry === undefined) return [];
  if (entry.fingerprint === null)
    return [
      note(
        `the register has no fingerprint of ${entry.name} to compare with: claro-ir keys edit ${entry.name} --secret-file <file>`,
      ),
    ];
  const fingerprintOf = await site.fingerprint();
  return fingerprintOf(secret.reveal()) === entry.fingerprint
    ? [green(`holds ${entry.name}`)]
    : [
        red(
          `holds another value (..${secret.last4}) than ${entry.name} on the register (..${entry.last4 ?? "????"})`,
          `claro-ir keys show ${entry.name}`,
        ),
      ];
}
