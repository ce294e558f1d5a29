// The consumer's side of a target: make it take the new key (`reload`) and ask which key it uses (`inUse`). Shared by every kind.
import type { ConsumerReport } from "../../ports/deploy-target.ts";
import { HttpFailure, type HttpResponse } from "../../ports/http.ts";
import { addressProblem } from "../http/base-url.ts";
import { atPointer, parseAnswer } from "../../core/pointer.ts";
import type { InUseOptions, SharedOptions, TargetDeps } from "./definition.ts";
import { commandLine, runOrThrow } from "./run-program.ts";

const RELOAD_TIMEOUT_MS = 60_000;

/** The members of a DeployTarget that are the same for every kind. `reload` is missing when none is configured. */
export function consumerSide(
  options: SharedOptions,
  deps: TargetDeps,
): {
  inUse(): Promise<ConsumerReport>;
  reload?(): Promise<{ readonly detail: string }>;
} {
  const { reload, inUse } = options;
  const ask = { inUse: () => askConsumer(inUse, deps) };
  if (reload === undefined) return ask;
  return {
    ...ask,
    async reload() {
      await runOrThrow({ argv: reload, folder: deps.folder, timeoutMs: RELOAD_TIMEOUT_MS });
      return { detail: `${commandLine(reload)} ended well` };
    },
  };
}

/** Plan lines about what happens after the write. */
export function consumerPlan(options: SharedOptions): readonly string[] {
  const reload =
    options.reload === undefined
      ? "no reload is configured: restart the consumer yourself"
      : `then run: ${commandLine(options.reload)}`;
  return options.inUse === undefined
    ? [reload]
    : [reload, "then ask the consumer which key it uses"];
}

async function askConsumer(
  check: InUseOptions | undefined,
  deps: TargetDeps,
): Promise<ConsumerReport> {
  if (check === undefined) return { state: "no-check" };
  const url = await deps.resolve(check.url);
  const problem = addressProblem(url);
  if (problem !== undefined) return noAnswer(`the consumer's address: ${problem}`);
  try {
    return readReport(
      await deps.http.send({ method: "GET", url, headers: { accept: "application/json" } }),
      check,
    );
  } catch (error) {
    if (error instanceof HttpFailure) return noAnswer(error.message);
    throw error;
  }
}

function readReport(response: HttpResponse, check: InUseOptions): ConsumerReport {
  if (response.status < 200 || response.status > 299)
    return noAnswer(`the consumer answered ${String(response.status)}`);
  const body = parseAnswer(response.text);
  if (body === undefined) return noAnswer("the consumer's answer is not JSON");
  const last4 = textAt(body, check.last4);
  const keyId = textAt(body, check.keyId);
  if (last4 === null && keyId === null)
    return noAnswer("the consumer's answer has nothing at the configured pointer");
  // Anything else is a wrong pointer, and may well be a whole key: it is neither stored nor shown.
  if (last4 !== null && !/^[\x21-\x7e]{4}$/.test(last4))
    return noAnswer(`what stands at ${check.last4 ?? ""} is not four characters`);
  if (keyId !== null && !/^[\w.:-]{1,64}$/.test(keyId))
    return noAnswer(`what stands at ${check.keyId ?? ""} does not look like a key id`);
  return { state: "reported", last4, keyId };
}

function noAnswer(why: string): ConsumerReport {
  return { state: "no-answer", why };
}

/** The text at a JSON Pointer; null when there is none. */
function textAt(body: unknown, pointer: string | undefined): string | null {
  const value = pointer === undefined ? undefined : atPointer(body, pointer);
  return typeof value === "string" ? value : null;
}
