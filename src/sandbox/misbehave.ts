// How each fault looks on the wire: what of the request takes effect, and what the caller gets to see of it.
import { gzipSync } from "node:zlib";
import { failure, objectIn } from "./exchange.ts";
import { cutAnswer, emptyAnswer, noHttp, otherShape, redirectServed } from "./spoil.ts";
import type { ServerResponse } from "node:http";
import type { ApiAnswer, ApiRequest } from "./exchange.ts";
import type { Fault, FaultName } from "./faults.ts";
import type { Gateway } from "./gateway.ts";
import type { SandboxClock } from "./clock.ts";

/** Real milliseconds between two bytes of `drip`. */
const DRIP_MS = 200;
/** Bytes of the plain body of `bomb`, and of what its gzip body unpacks to. */
const BOMB_PLAIN = 3 * 1024 * 1024;
const BOMB_UNPACKED = 16 * 1024 * 1024;

const HTML =
  "<!doctype html><html><title>Sign in</title><body>Please sign in to the network.</body>";

export interface FaultScene {
  readonly gateway: Gateway;
  readonly clock: SandboxClock;
  readonly request: ApiRequest;
  readonly response: ServerResponse;
  /** Value of the request's Accept-Encoding. */
  readonly acceptEncoding: string;
  /** This server under its other loopback name, for `redirect`. */
  readonly elsewhere: string;
  readonly send: (given: ApiAnswer) => void;
}

type Act = (scene: FaultScene, fault: Fault) => void;

const ACTS: Readonly<Record<FaultName, Act>> = {
  "reset-before": resetUnserved,
  "reset-after": resetServed,
  hang: hangUnserved,
  "hang-after": performUnseen,
  late: serveLater,
  "500-before": answerAtEdge,
  "500-after": failServed,
  "503": answerAtEdge,
  "429": answerAtEdge,
  "401": answerAtEdge,
  "403": answerAtEdge,
  "404": answerAtEdge,
  "408": answerAtEdge,
  "409": answerAtEdge,
  garbage: answerAtEdge,
  redirect: answerAtEdge,
  "redirect-after": (scene, fault) => redirectServed(scene, fault.location ?? scene.elsewhere),
  cut: cutAnswer,
  empty: emptyAnswer,
  "other-shape": otherShape,
  "no-http": noHttp,
  bomb: answerAtEdge,
  drip,
  "no-secret": sendWithoutSecret,
  "alive-after-delete": serveBent,
  "list-stale": serveBent,
  // A service's fault: never ordered for the API.
  unreloadable: serveBent,
};

/** Answer one request the way the fault says. */
export function misbehave(fault: Fault, scene: FaultScene): void {
  ACTS[fault.fault](scene, fault);
}

function resetUnserved(scene: FaultScene): void {
  hangUnserved(scene);
  reset(scene);
}

function resetServed(scene: FaultScene): void {
  performUnseen(scene);
  reset(scene);
}

function hangUnserved(scene: FaultScene): void {
  scene.gateway.recordEffect(scene.request, null, 0);
  scene.gateway.flush();
}

function serveLater(scene: FaultScene, fault: Fault): void {
  scene.clock.at(scene.clock.now() + fault.delayMs, () => performUnseen(scene));
  reset(scene);
}

function failServed(scene: FaultScene): void {
  scene.gateway.record(scene.request, scene.gateway.perform(scene.request), 500);
  scene.send(failure(500, "something went wrong"));
}

function serveBent(scene: FaultScene, fault: Fault): void {
  const tweaks =
    fault.fault === "list-stale" ? { listHidesMs: fault.delayMs } : { lagMs: fault.delayMs };
  scene.send(scene.gateway.ask(scene.request, tweaks));
}

/** Something in front of the API answers; the request never reaches it. */
function answerAtEdge(scene: FaultScene, fault: Fault): void {
  const given = edgeAnswer(fault, scene);
  scene.gateway.record(scene.request, given);
  scene.send(given);
}

/** It takes effect, and the caller hears nothing. */
function performUnseen(scene: FaultScene): void {
  scene.gateway.record(scene.request, scene.gateway.perform(scene.request), 0);
  scene.gateway.flush();
}

function reset(scene: FaultScene): void {
  scene.response.socket?.resetAndDestroy();
}

function edgeAnswer(fault: Fault, scene: FaultScene): ApiAnswer {
  const status = Number.parseInt(fault.fault, 10);
  if (!Number.isNaN(status)) return plainFault(status, fault);
  const page = { ...failure(500, ""), status: 200, headers: { "content-type": "text/html" } };
  if (fault.fault === "redirect")
    return {
      ...page,
      status: 302,
      headers: { location: fault.location ?? scene.elsewhere },
      body: "",
    };
  if (fault.fault === "bomb") return bomb(scene);
  return { ...page, body: HTML };
}

function plainFault(status: number, fault: Fault): ApiAnswer {
  const given = failure(status, "ordered fault", status === 429 ? { retryAfter: 1 } : {});
  if (fault.retryAfter === null) return given;
  return { ...given, headers: { ...given.headers, "retry-after": fault.retryAfter } };
}

function bomb(scene: FaultScene): ApiAnswer {
  const packed = scene.acceptEncoding.includes("gzip");
  const filler = Buffer.alloc(packed ? BOMB_UNPACKED : BOMB_PLAIN, " ");
  const body = packed ? gzipSync(filler) : filler;
  const encoding = packed ? { "content-encoding": "gzip" } : {};
  const headers = { "content-type": "application/json", ...encoding };
  return { status: 200, headers, body, subject: null, effect: null };
}

function sendWithoutSecret(scene: FaultScene): void {
  const given = scene.gateway.perform(scene.request);
  const { secret: _, ...rest } = objectIn(given.body) ?? {};
  const shown = given.status < 300 ? { ...given, status: 200, body: JSON.stringify(rest) } : given;
  scene.gateway.record(scene.request, shown);
  scene.send(shown);
}

function drip(scene: FaultScene): void {
  const given = scene.gateway.ask(scene.request);
  scene.gateway.flush();
  scene.response.writeHead(given.status, { ...given.headers });
  const bytes = Buffer.from(given.body);
  let next = 0;
  const timer = setInterval(() => {
    if (next < bytes.length) scene.response.write(bytes.subarray(next, ++next));
    else scene.response.end();
  }, DRIP_MS);
  scene.response.on("close", () => clearInterval(timer));
}
