// Each vendor: is it there, does it take our credential, do its clock and ours agree? Asked by reading only.
import { durationWords, SECOND } from "../../core/instant.ts";
import type { AdapterConfig } from "../../ports/config.ts";
import type { KeyProvider } from "../../ports/key-provider.ts";
import { NOT_SENT } from "../../ports/http.ts";
import { OutsideError } from "../../ports/outside.ts";
import { green, note, red, redOf, unknown, type Check, type Finding } from "./check.ts";
import { allResolve, fixOf } from "./reference.ts";
import type { Site } from "./site.ts";

/** A vendor's Date header counts whole seconds, and its answer may take ten: more than this is a clock that is wrong. */
const MOST_SKEW = 30 * SECOND;
const ACTS = ["create", "disable", "delete"] as const;

async function look(site: Site, config: AdapterConfig): Promise<readonly Finding[]> {
  if (!(await allResolve(site, config.options))) return [];
  const provider = await site.provider(config.id);
  return [await access(provider, config), ...clocks(site, provider), rights(provider)];
}

async function access(provider: KeyProvider, config: AdapterConfig): Promise<Finding> {
  try {
    if (provider.admin.list !== undefined) {
      const keys = await provider.admin.list();
      return green(`${provider.host} takes the credential and lists ${String(keys.length)} keys`);
    }
    await provider.reach?.();
    return green(`${provider.host} answers`);
  } catch (error) {
    if (!(error instanceof OutsideError)) throw error;
    // A vendor that lists by POST: whether it takes the credential cannot be told without sending one.
    return error.message.endsWith(NOT_SENT)
      ? unknown(`its keys: ${error.message}`)
      : redOf(error, remedyFor(error, provider, config));
  }
}

/** Another credential where ours is refused (only then the error leads here), else a look at the line to the vendor. */
function remedyFor(
  error: OutsideError,
  { host }: KeyProvider,
  { options: { auth, baseUrl } }: AdapterConfig,
): string {
  if (error.hint !== undefined && typeof auth === "string") return fixOf(auth);
  const address = typeof baseUrl === "string" ? baseUrl : `https://${host}/`;
  return `curl -sS -o /dev/null ${address}`;
}

/** What only doing it would show is said to be unknown. */
function rights({ admin, manual }: KeyProvider): Finding {
  const acts = ACTS.filter((act) => admin[act] !== undefined);
  return acts.length === 0
    ? note(`people make and delete its keys at ${manual.url}`)
    : unknown(`whether the credential may ${acts.join(", ")} cannot be told without doing it`);
}

function clocks(site: Site, { host }: KeyProvider): readonly Finding[] {
  const skew = site.skewOf(host);
  if (skew === undefined || Math.abs(skew) <= MOST_SKEW) return [];
  const words = `${durationWords(Math.abs(skew))} ${skew > 0 ? "behind" : "ahead of"}`;
  return [
    red(
      `this machine's clock is ${words} ${host}: no two records would fit together`,
      "sudo timedatectl set-ntp true",
    ),
  ];
}

export const providers: Check = {
  id: "provider",
  needs: ["configuration"],
  looks: (site) =>
    site.config.providers.map((one) => ({ about: one.id, look: () => look(site, one) })),
};
