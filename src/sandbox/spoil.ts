// Answers that are spoiled on their way back: the request has taken effect, and the caller cannot read what became of it.
import type { ApiAnswer } from "./exchange.ts";
import type { FaultScene } from "./misbehave.ts";

/** Bytes that are announced and never sent. */
const MISSING = 64;
/** Valid JSON in a shape that no document of the API has: every member that is looked for is there and is of another kind. */
const OTHER_SHAPE = JSON.stringify({
  id: { key: 7 },
  secret: ["not", "a", "text"],
  data: { 0: null },
  next: {},
  status: 12,
});

function served(scene: FaultScene, sent?: number): ApiAnswer {
  const given = scene.gateway.perform(scene.request);
  scene.gateway.record(scene.request, given, sent ?? given.status);
  scene.gateway.flush();
  return given;
}

/** The first half of the answer, then the connection ends. */
export function cutAnswer(scene: FaultScene): void {
  const given = served(scene);
  const body = Buffer.from(given.body);
  const length = String(body.length + MISSING);
  // A 204 has no body to cut.
  const status = given.status === 204 ? 200 : given.status;
  scene.response.writeHead(status, { ...given.headers, "content-length": length });
  scene.response.write(body.subarray(0, body.length / 2), () =>
    scene.response.socket?.resetAndDestroy(),
  );
}

/** A success without a word. */
export function emptyAnswer(scene: FaultScene): void {
  scene.send({ ...served(scene), status: 200, headers: {}, body: "" });
}

/** A success in another language. */
export function otherShape(scene: FaultScene): void {
  const headers = { "content-type": "application/json" };
  scene.send({ ...served(scene), status: 200, headers, body: OTHER_SHAPE });
}

/** Bytes that are no HTTP. */
export function noHttp(scene: FaultScene): void {
  served(scene, 0);
  scene.response.socket?.end("\u0016\u0003\u0001 220 mail.example ESMTP ready\r\n\r\n");
}

/** "Done, see there", as web frameworks answer a form (RFC 9110, 15.4.4). */
export function redirectServed(scene: FaultScene, location: string): void {
  scene.send({ ...served(scene), status: 303, headers: { location }, body: "" });
}
