// What a test does in a room: declare, run a step, see a refusal.
import type { App } from "../../src/app/context.ts";
import { declare, type StartInput } from "../../src/app/declare.ts";
import type { RunOptions, RunResult } from "../../src/app/effect/effect.ts";
import { runStep } from "../../src/app/run-step.ts";
import { ClaroIrError } from "../../src/core/error.ts";
import { Secret } from "../../src/core/credential/secret.ts";
import { toInstant } from "../../src/core/instant.ts";
import type { Room } from "./memory-app.ts";
import { OLD } from "./vendor.ts";

/** Declare an incident about the key of these tests. */
export async function begin(
  app: App,
  given: Partial<StartInput> & {
    readonly strategy?: "contain-first" | "replace-first";
    readonly provider?: string | undefined;
  } = {},
): Promise<string> {
  const { strategy = "replace-first", ...rest } = given;
  const { id } = await declare(app, {
    claims: [{ name: "production-web-app", secret: new Secret(OLD), keyId: "k-old" }],
    answers: {
      environment: "production",
      provider: "provider" in given ? given.provider : "acme",
      targets: [],
      facts: { outageTolerance: "minutes" },
      strategy,
      because: "test",
    },
    facts: { evidenceLevel: "public-exposure", abuse: "unknown", data: "internal" },
    severity: undefined,
    runbook: undefined,
    detectedAt: undefined,
    summary: "key on a public page",
    codename: undefined,
    restricted: false,
    drill: false,
    ...rest,
  });
  return id;
}

/** `run <step>` with what a person would have typed. */
export function run(
  app: App,
  incident: string,
  step: string,
  options: Partial<RunOptions> & { readonly credential?: string } = {},
): Promise<RunResult> {
  const { credential, ...rest } = options;
  return runStep(app, {
    incident,
    step,
    credential,
    options: {
      target: undefined,
      action: undefined,
      confirm: "production-web-app",
      secret: undefined,
      keyId: undefined,
      name: undefined,
      replaceOther: false,
      timeoutMs: undefined,
      ...rest,
    },
  });
}

/** The error that a use case ends with; fails where it does not. */
export async function failure(work: Promise<unknown>): Promise<ClaroIrError> {
  try {
    await work;
  } catch (error) {
    if (error instanceof ClaroIrError) return error;
    throw error;
  }
  throw new Error("it was not refused");
}

/** The moment it is in the room. */
export function nowIn(room: Room): string {
  return toInstant(room.clock.now());
}
