// The channels for alerts: are they described rightly? Nothing is sent, so whether a message arrives is not known.
import type { AdapterConfig } from "../../ports/config.ts";
import { note, red, unknown, type Check, type Finding } from "./check.ts";
import type { Site } from "./site.ts";

function look(site: Site, { kind, options }: AdapterConfig): readonly Finding[] {
  const faults = site.notifierFaults(kind, options);
  return faults.length > 0
    ? faults.map(({ what, fix }) => red(what, fix))
    : [unknown("not tested: nothing was sent")];
}

export const notifiers: Check = {
  id: "notifier",
  needs: ["configuration"],
  looks: (site) =>
    site.config.notifiers.length === 0
      ? [{ about: "", look: () => [note("none: people are told by people")] }]
      : site.config.notifiers.map((one) => ({ about: one.id, look: () => look(site, one) })),
};
