// The channels for alerts: are they described rightly, and does their service answer? Nothing is sent, so whether a message arrives is not known.
import { SECOND } from "../../core/instant.ts";
import type { AdapterConfig } from "../../ports/config.ts";
import { NotDelivered } from "../../ports/notifier.ts";
import { OutsideError } from "../../ports/outside.ts";
import { note, red, redOf, unknown, type Check, type Finding } from "./check.ts";
import { allResolve } from "./reference.ts";
import type { Site } from "./site.ts";

const PATIENCE = 10 * SECOND;

async function look(site: Site, channel: AdapterConfig): Promise<readonly Finding[]> {
  const { id, kind, options } = channel;
  const faults = await site.notifierFaults(channel);
  if (faults.length > 0) return faults.map(({ what, fix }) => red(what, fix));
  if (!(await allResolve(site, options))) return [unknown("not looked at: a reference is missing")];
  try {
    const seen = await (await site.notifier(channel)).look(PATIENCE);
    return [unknown(`${seen}; nothing was sent (claro-ir notify test ${id})`)];
  } catch (error) {
    if (error instanceof OutsideError) return [redOf(error, `claro-ir notifiers show ${kind}`)];
    if (error instanceof NotDelivered) return [red(error.message, `claro-ir notify test ${id}`)];
    throw error;
  }
}

export const notifiers: Check = {
  id: "notifier",
  needs: ["configuration"],
  looks: (site) =>
    site.config.notifiers.length === 0
      ? [{ about: "", look: () => [note("none: people are told by people")] }]
      : site.config.notifiers.map((one) => ({ about: one.id, look: () => look(site, one) })),
};
