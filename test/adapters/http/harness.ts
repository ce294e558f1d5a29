// Servers and requests for the tests of the HTTP client.
import { createServer as createTcpServer, type AddressInfo, type Socket } from "node:net";
import { expect } from "vitest";
import { createHttp, type ProxyEnvironment } from "../../../src/adapters/http/client.ts";
import { HttpFailure, type HttpRequest } from "../../../src/ports/http.ts";
import { stubServer, type Answer, type StubServer } from "./stub-server.ts";

export const CANARY = "sk_live_CanaryCanaryCanary1234";
const closing: (() => Promise<void>)[] = [];

/** Close every server of the test that ends. */
export async function closeAll(): Promise<void> {
  for (const close of closing.splice(0)) await close();
}

export async function serve(answer: Answer): Promise<StubServer> {
  const server = await stubServer(answer);
  closing.push(() => server.close());
  return server;
}

/** A TCP server that treats each connection as told. */
export async function tcp(
  onConnection: (socket: Socket) => void,
): Promise<{ port: number; count: () => number }> {
  let count = 0;
  const sockets = new Set<Socket>();
  const server = createTcpServer((socket) => {
    count += 1;
    sockets.add(socket);
    socket.on("error", () => sockets.delete(socket));
    onConnection(socket);
  });
  await new Promise<void>((resolve) => {
    server.listen(0, "127.0.0.1", resolve);
  });
  closing.push(
    () =>
      new Promise((resolve) => {
        for (const socket of sockets) socket.destroy();
        server.close(() => {
          resolve();
        });
      }),
  );
  return { port: (server.address() as AddressInfo).port, count: () => count };
}

export async function failure(
  request: HttpRequest,
  env: ProxyEnvironment = {},
): Promise<HttpFailure> {
  const error: unknown = await createHttp({ env })
    .send(request)
    .then(
      () => undefined,
      (thrown: unknown) => thrown,
    );
  expect(error).toBeInstanceOf(HttpFailure);
  return error as HttpFailure;
}

export function keyed(url: string, timeoutMs = 3000): HttpRequest {
  return {
    method: "POST",
    url: `${url}/v1/keys?q=${CANARY}`,
    headers: { authorization: `Bearer ${CANARY}` },
    body: { secret: CANARY },
    timeoutMs,
  };
}
