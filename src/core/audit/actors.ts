// Who acted in an activity: one address with one agent for one principal, found quickly for the next event.
import type { AccessEvent } from "./access-event.ts";
import type { Actor } from "./activity.ts";
import { MOST_ACTORS } from "./count.ts";
import { Values } from "./values.ts";

type Who = Pick<Actor, "ip" | "agent" | "principal">;

/** What names an actor within one activity. */
export function actorKey({ ip, agent, principal }: Who): string {
  return `${ip ?? ""}\n${agent ?? ""}\n${principal ?? ""}`;
}

/** An actor that has done nothing yet. */
function newActor({ ip, agent, principal }: Who): Actor {
  return {
    ip,
    agent,
    principal,
    country: null,
    asn: null,
    requests: 0,
    denied: 0,
    errors: 0,
    bytes: 0,
    units: 0,
    first: Infinity,
    last: -Infinity,
    firstSuccess: Infinity,
    lastSuccess: -Infinity,
    lastRefused: -Infinity,
    minutes: new Map(),
    refused: new Map(),
    actions: new Values(),
    resources: new Values(),
    missed: new Values(),
    examples: [],
  };
}

/** More of one address are not gone through one by one. */
const FEW = 8;

/** Actors by what names them. */
export class Actors extends Map<string, Actor> {
  readonly #byAddress = new Map<string | null, Actor[]>();

  /** The actor of that name, made where there is room; undefined beyond the limit. */
  named(key: string, who: Who): Actor | undefined {
    const known = this.get(key);
    if (known !== undefined) return known;
    if (this.size >= MOST_ACTORS) return undefined;
    const actor = newActor(who);
    this.set(key, actor);
    return actor;
  }

  /** The same for an event: mostly found without putting three names together. */
  of({ ip, userAgent: agent, principal }: AccessEvent): Actor | undefined {
    const known = this.#byAddress.get(ip);
    if (known !== undefined)
      for (const one of known) if (one.agent === agent && one.principal === principal) return one;
    const who = { ip, agent, principal };
    const actor = this.named(actorKey(who), who);
    if (actor === undefined) return undefined;
    if (known === undefined) this.#byAddress.set(ip, [actor]);
    else if (known.length < FEW) known.push(actor);
    return actor;
  }
}
