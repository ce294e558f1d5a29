// The channels that the configuration names, as an incident may use them.
import { ClaroIrError } from "../../core/error.ts";
import type { AdapterConfig } from "../../ports/config.ts";
import { NotDelivered, type Notifier } from "../../ports/notifier.ts";
import { OutsideError } from "../../ports/outside.ts";
import type { App } from "../context.ts";

/** Id of the channel that is told in the place of this one; undefined where none is named. */
export function fallbackOf({ options }: AdapterConfig): string | undefined {
  const { fallback } = options;
  return typeof fallback === "string" ? fallback : undefined;
}

/** Ids of the channels that are told everything: those that stand in for nobody. */
export function firstChannels(notifiers: readonly AdapterConfig[]): readonly string[] {
  const standIns = new Set(notifiers.map(fallbackOf));
  return notifiers.map(({ id }) => id).filter((id) => !standIns.has(id));
}

/** A channel by id. Exit 2 where the configuration names none of that id, or describes it wrongly. */
export async function channelOf(
  app: Pick<App, "config" | "notifier">,
  id: string,
): Promise<Notifier> {
  const found = app.config.notifiers.find((one) => one.id === id);
  if (found !== undefined) return app.notifier(found);
  const known = app.config.notifiers.map((one) => one.id).join(", ");
  throw new ClaroIrError("usage", "unknown-notifier", `There is no notifier "${id}" here.`, {
    hint: known === "" ? "claro-ir notifiers list" : `configured: ${known}`,
  });
}

/** Whether a rehearsal may talk to a channel: only where it leads to this machine. What leads nowhere is no such place. */
export async function isForDrills(
  app: Pick<App, "config" | "notifier">,
  id: string,
): Promise<boolean> {
  try {
    return (await (await channelOf(app, id)).whither()).isLoopback;
  } catch (error) {
    if (
      error instanceof OutsideError ||
      error instanceof NotDelivered ||
      error instanceof ClaroIrError
    )
      return false;
    throw error;
  }
}

/** A channel to send by. One that is described wrongly must not keep the others silent: sending by it fails for certain, and says why. */
export async function channelOrBroken(
  app: Pick<App, "config" | "notifier">,
  id: string,
): Promise<Notifier> {
  try {
    return await channelOf(app, id);
  } catch (error) {
    if (!(error instanceof ClaroIrError)) throw error;
    const { message, hint } = error;
    function refuse(): Promise<never> {
      return Promise.reject(new OutsideError(true, message, hint === undefined ? {} : { hint }));
    }
    return {
      id,
      kind: "unknown",
      deduplicates: false,
      body: () => null,
      whither: refuse,
      send: refuse,
      look: refuse,
    };
  }
}
