// The services of the made-up company. Each read its key from its file when it started and reads it again only on reload.
import { readFileSync } from "node:fs";
import { parseEnv } from "node:util";
import type { ApiRequest } from "./exchange.ts";
import type { Gateway } from "./gateway.ts";
import type { KeyTable } from "./keys.ts";
import type { Random } from "./random.ts";
import type { SandboxClock } from "./clock.ts";
import type { ScenarioService, Vendor } from "./scenario/scenario.ts";

/** A service of the scenario; `file` is where it really lies, `vendor` whom it asks. */
export interface ServicePlan extends Pick<
  ScenarioService,
  "name" | "key" | "file" | "format" | "variable" | "ip" | "userAgent"
> {
  readonly vendor: Vendor;
}

/** What a restart of the sandbox must not forget: a service keeps the value it loaded. Instants are epoch ms. */
export interface ServiceState {
  value: string | null;
  loadedAt: number;
  nextAt: number;
  lastStatus: number | null;
  lastOkAt: number | null;
  requests: number;
  errors401: number;
}

export interface ServiceParts {
  readonly clock: SandboxClock;
  readonly keys: KeyTable;
  readonly gateway: Gateway;
  readonly random: Random;
}

/** The value of the variable in a docker env file: everything behind `=`, quotes and `#` included (Docker takes lines literally). */
function dockerValue(text: string, variable: string): string | null {
  const line = text.split(/\r?\n/).findLast((one) => one.startsWith(`${variable}=`));
  return line === undefined ? null : line.slice(variable.length + 1);
}

function loadValue(plan: ServicePlan): string | null {
  const text = readFileSync(plan.file, "utf8");
  return plan.format === "dotenv"
    ? (parseEnv(text)[plan.variable] ?? null)
    : dockerValue(text, plan.variable);
}

export class Service {
  readonly plan: ServicePlan;
  readonly state: ServiceState;
  readonly #parts: ServiceParts;

  constructor(plan: ServicePlan, parts: ServiceParts, saved?: ServiceState) {
    this.plan = plan;
    this.#parts = parts;
    this.state = saved ?? {
      value: loadValue(plan),
      loadedAt: parts.clock.now(),
      nextAt: parts.clock.now() + parts.random.between(500, 9500),
      lastStatus: null,
      lastOkAt: null,
      requests: 0,
      errors401: 0,
    };
  }

  /** Poll the API from now on, about every 10 s of sandbox time. */
  start(): void {
    this.#parts.clock.at(this.state.nextAt, () => {
      this.#poll();
      this.state.nextAt = this.#parts.clock.now() + this.#parts.random.between(8500, 11_500);
      this.start();
    });
  }

  /** Read the file again and use its value at once. Throws what reading the file throws; the old value stays then. */
  reload(): void {
    this.state.value = loadValue(this.plan);
    this.state.loadedAt = this.#parts.clock.now();
    this.#poll();
  }

  /** What its status page says. The key id is null for a value that was never a key here. */
  status(): Record<string, unknown> {
    const { value, loadedAt, lastStatus, lastOkAt, requests, errors401 } = this.state;
    return {
      service: this.plan.name,
      keyId: value === null ? null : (this.#parts.keys.bySecret(value)?.id ?? null),
      last4: value === null ? null : value.slice(-4),
      loadedAt: new Date(loadedAt).toISOString(),
      lastStatus,
      lastOkAt: lastOkAt === null ? null : new Date(lastOkAt).toISOString(),
      failing: lastStatus !== null && lastStatus >= 400,
      requests,
      errors401,
    };
  }

  #poll(): void {
    const request: ApiRequest = {
      method: "GET",
      vendor: this.plan.vendor,
      path: "/v1/prompts",
      query: new URLSearchParams({ limit: "5" }),
      bearer: this.state.value,
      body: "",
      idempotencyKey: null,
      ip: this.plan.ip,
      country: "DE",
      userAgent: this.plan.userAgent,
    };
    const { status } = this.#parts.gateway.ask(request);
    this.state.requests += 1;
    this.state.lastStatus = status;
    if (status === 401) this.state.errors401 += 1;
    if (status < 300) this.state.lastOkAt = this.#parts.clock.now();
  }
}
