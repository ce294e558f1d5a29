// The endpoints beside the API that only rehearsals and tests use: clock, faults, services, the oracle. Never in the logs.
import { answer, failure, objectIn } from "./exchange.ts";
import type { ApiAnswer } from "./exchange.ts";
import type { Counters, Gateway } from "./gateway.ts";
import type { FaultBox } from "./faults.ts";
import type { KeyTable } from "./keys.ts";
import type { SandboxClock } from "./clock.ts";
import type { Service } from "./services.ts";
import type { Thief } from "./thief.ts";

export interface ControlParts {
  readonly clock: SandboxClock;
  readonly keys: KeyTable;
  readonly faults: FaultBox;
  readonly gateway: Gateway;
  readonly services: readonly Service[];
  readonly thief: Thief | null;
  readonly scenario: string;
  readonly counters: Counters;
  readonly seed: number;
  readonly workspace: string;
  readonly save: () => void;
}

const SERVICE = /^\/_service\/([a-z]+)(\/reload)?$/;

function iso(instant: number | null): string | null {
  return instant === null ? null : new Date(instant).toISOString();
}

export class Control {
  readonly #parts: ControlParts;
  /** Requests that followed a redirect to the other host name, and how many of them still carried a credential. */
  readonly #elsewhere = { requests: 0, withAuthorization: 0 };

  constructor(parts: ControlParts) {
    this.#parts = parts;
  }

  /** Answer a request under `/_`. */
  async answer(
    method: string,
    path: string,
    body: string,
    hasAuthorization: boolean,
  ): Promise<ApiAnswer> {
    if (path === "/_elsewhere") return this.#arrived(hasAuthorization);
    const service = SERVICE.exec(path);
    if (service !== null) return this.#service(method, service[1] ?? "", service[2] !== undefined);
    switch (`${method} ${path}`) {
      case "GET /_clock":
        return this.#time();
      case "POST /_clock":
        return this.#move(body);
      case "GET /_dump":
        return answer(200, this.#dump());
      case "GET /_fault":
        return answer(200, { faults: this.#parts.faults.waiting() });
      case "DELETE /_fault":
        this.#parts.faults.clear();
        return answer(204, null);
      case "POST /_fault":
        return this.#fault(body);
      case "POST /_errors":
        return this.#errors(body);
      case "DELETE /_thief":
        this.#parts.thief?.leave();
        return answer(204, null);
      default:
        return failure(404, "there is no such control endpoint");
    }
  }

  #time(): ApiAnswer {
    return answer(200, { now: iso(this.#parts.clock.now()), mode: this.#parts.clock.mode });
  }

  /** `{"to": "<ISO>"}` or `{"by": <ms>}`: everything due on the way happens, in order, before the answer. Paced time jumps there, unless it is there already, and runs on. */
  async #move(body: string): Promise<ApiAnswer> {
    const { clock, gateway, save } = this.#parts;
    const wanted = objectIn(body);
    const by = wanted?.["by"];
    const to = typeof by === "number" ? clock.now() + by : Date.parse(String(wanted?.["to"]));
    if (Number.isNaN(to)) return failure(400, 'send {"to": "<ISO instant>"} or {"by": <ms>}');
    if (to < clock.now() && clock.mode === "manual")
      return failure(400, "time does not go backwards");
    await clock.skip(to);
    gateway.flush();
    save();
    return answer(200, { now: iso(clock.now()) });
  }

  /** `{"key": "<id>", "share": 0.1}`: from now on every tenth request for prompts with that key ends with 500. */
  #errors(body: string): ApiAnswer {
    const wanted = objectIn(body);
    const key = this.#parts.keys.byId(String(wanted?.["key"]));
    const share = wanted?.["share"];
    if (key === null) return failure(404, "there is no such key");
    if (typeof share !== "number" || !(share >= 0 && share <= 1))
      return failure(400, "share must be a number from 0 to 1");
    key.failing = share;
    this.#parts.save();
    return answer(200, { key: key.id, share });
  }

  #fault(body: string): ApiAnswer {
    const problem = this.#parts.faults.order(objectIn(body) ?? {});
    return problem === null
      ? answer(201, { faults: this.#parts.faults.waiting() })
      : failure(400, problem);
  }

  #service(method: string, name: string, reload: boolean): ApiAnswer {
    const service = this.#parts.services.find((one) => one.plan.name === name);
    if (service === undefined || method !== (reload ? "POST" : "GET"))
      return failure(404, "there is no such service page");
    if (!reload) return answer(200, service.status());
    if (this.#parts.faults.take(`service ${name}`) !== null) return answer(200, service.status());
    try {
      service.reload();
    } catch (error: unknown) {
      return failure(500, `${name} could not read its file: ${String(error)}`);
    }
    this.#parts.gateway.flush();
    this.#parts.save();
    return answer(200, service.status());
  }

  #arrived(hasAuthorization: boolean): ApiAnswer {
    this.#elsewhere.requests += 1;
    if (hasAuthorization) this.#elsewhere.withAuthorization += 1;
    return answer(200, {});
  }

  /** The oracle: what is true, for tests and scores. No secrets. */
  #dump(): Record<string, unknown> {
    const { clock, keys, services, thief, counters, seed, workspace, scenario } = this.#parts;
    const { attempts = 0, accepted = 0, lastAcceptedAt = null } = thief?.state ?? {};
    return {
      now: iso(clock.now()),
      seed,
      scenario,
      workspace,
      keys: keys.all().map((key) => ({
        id: key.id,
        name: key.name,
        status: key.status,
        createdAt: iso(key.createdAt),
        deletedAt: iso(key.deletedAt),
        accepted: keys.accepts(key, clock.now()),
        acceptedUntil: iso(key.acceptedUntil),
        last4: key.secret.slice(-4),
        requests: key.usage.total,
      })),
      requests: counters,
      services: services.map((service) => service.status()),
      thief: { attempts, accepted, lastAcceptedAt: iso(lastAcceptedAt) },
      elsewhere: this.#elsewhere,
    };
  }
}
