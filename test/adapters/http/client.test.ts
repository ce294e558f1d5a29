import { execFile } from "node:child_process";
import { createServer as createTcpServer, type AddressInfo, type Socket } from "node:net";
import { promisify } from "node:util";
import { gzipSync } from "node:zlib";
import { afterEach, describe, expect, it } from "vitest";
import { createHttp, type ProxyEnvironment } from "../../../src/adapters/http/client.ts";
import { HttpFailure, type HttpRequest } from "../../../src/ports/http.ts";
import { json, stubServer, type Answer, type StubServer } from "./stub-server.ts";

const CANARY = "sk_live_CanaryCanaryCanary1234";
const closing: (() => Promise<void>)[] = [];

afterEach(async () => {
  for (const close of closing.splice(0)) await close();
});

async function serve(answer: Answer): Promise<StubServer> {
  const server = await stubServer(answer);
  closing.push(server.close);
  return server;
}

/** A TCP server that treats each connection as told. */
async function tcp(
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

async function failure(request: HttpRequest, env: ProxyEnvironment = {}): Promise<HttpFailure> {
  const error: unknown = await createHttp({ env })
    .send(request)
    .then(
      () => undefined,
      (thrown: unknown) => thrown,
    );
  expect(error).toBeInstanceOf(HttpFailure);
  return error as HttpFailure;
}

function keyed(url: string, timeoutMs = 3000): HttpRequest {
  return {
    method: "POST",
    url: `${url}/v1/keys?q=${CANARY}`,
    headers: { authorization: `Bearer ${CANARY}` },
    body: { secret: CANARY },
    timeoutMs,
  };
}

describe("createHttp", () => {
  it("sends JSON, asks for no compression and gives status, lower-case headers and text", async () => {
    const server = await serve((_arrival, response) => {
      response.setHeader("X-Mixed-Case", ["a", "b"]);
      json(response, 201, { ok: true });
    });
    const answer = await createHttp({ env: {} }).send(keyed(server.url));
    expect(answer.status).toBe(201);
    expect(answer.headers["x-mixed-case"]).toBe("a, b");
    expect(answer.text).toBe('{"ok":true}');
    expect(answer.retryAfter).toBeUndefined();
    expect(server.arrivals).toHaveLength(1);
    const arrival = server.arrivals[0]!;
    expect(arrival.headers["accept-encoding"]).toBe("identity");
    expect(arrival.headers["content-type"]).toBe("application/json");
    expect(JSON.parse(arrival.body)).toEqual({ secret: CANARY });
  });

  it.each([301, 302, 303, 307, 308])("does not follow a %i to another origin", async (status) => {
    const thief = await serve((_arrival, response) => {
      json(response, 200, {});
    });
    const server = await serve((_arrival, response) => {
      response.writeHead(status, { location: `${thief.url}/stolen` });
      response.end();
    });
    const answer = await createHttp({ env: {} }).send({
      method: "GET",
      url: `${server.url}/`,
      headers: { "x-api-key": CANARY, authorization: `Bearer ${CANARY}` },
    });
    expect(answer.status).toBe(status);
    expect(thief.arrivals).toHaveLength(0);
    expect(server.arrivals).toHaveLength(1);
  });

  it.each([429, 500, 502, 503, 504])(
    "takes a %i as an answer and repeats nothing",
    async (status) => {
      const server = await serve((_arrival, response) => {
        response.setHeader("retry-after", "7");
        json(response, status, {});
      });
      const answer = await createHttp({ env: {} }).send({ method: "GET", url: server.url });
      expect([answer.status, answer.retryAfter]).toEqual([status, 7]);
      expect(server.arrivals).toHaveLength(1);
    },
  );

  it("ends a one-byte drip at the total deadline", async () => {
    let dripped = 0;
    const server = await serve((_arrival, response) => {
      response.writeHead(200);
      const timer = setInterval(() => {
        dripped += 1;
        response.write("x");
      }, 20);
      response.on("close", () => {
        clearInterval(timer);
      });
    });
    const error = await failure(keyed(server.url, 300));
    expect(error.sent).toBe(true);
    expect(error.message).toBe(`POST ${server.host}: no complete answer within 0.3 s`);
    expect(dripped).toBeGreaterThan(2);
    expect(server.arrivals).toHaveLength(1);
  });

  it("ends a server that never answers at the total deadline", async () => {
    const server = await serve(() => undefined);
    const error = await failure(keyed(server.url, 150));
    expect([error.sent, error.message]).toEqual([
      true,
      `POST ${server.host}: no complete answer within 0.15 s`,
    ]);
    expect(server.arrivals).toHaveLength(1);
  });

  it("stops reading at 1 MiB, also without a content-length and without an end", async () => {
    const written: Promise<number>[] = [];
    const server = await serve((_arrival, response) => {
      response.writeHead(200);
      const block = Buffer.alloc(64 * 1024, "a");
      let bytes = 0;
      function more(): void {
        while (!response.destroyed) {
          bytes += block.length;
          if (!response.write(block)) return void response.once("drain", more);
        }
      }
      written.push(
        new Promise((resolve) => {
          response.on("close", () => {
            resolve(bytes);
          });
        }),
      );
      more();
    });
    const error = await failure(keyed(server.url));
    expect(error.sent).toBe(true);
    expect(error.message).toBe(`POST ${server.host}: answer larger than 1 MiB`);
    expect(await written[0]).toBeLessThan(64 * 1024 * 1024);
  });

  it("takes exactly 1 MiB and refuses one byte more", async () => {
    const server = await serve((arrival, response) => {
      response.end(Buffer.alloc(1024 * 1024 + (arrival.url === "/more" ? 1 : 0), "a"));
    });
    const answer = await createHttp({ env: {} }).send({ method: "GET", url: server.url });
    expect(answer.text).toHaveLength(1024 * 1024);
    const error = await failure({ method: "GET", url: `${server.url}/more` });
    expect(error.message).toContain("answer larger than 1 MiB");
  });

  it("does not unpack a compressed answer it never asked for", async () => {
    const bomb = gzipSync(Buffer.alloc(16 * 1024 * 1024), { level: 1 });
    const server = await serve((_arrival, response) => {
      response.writeHead(200, { "content-encoding": "gzip" });
      response.end(bomb);
    });
    const answer = await createHttp({ env: {} }).send({ method: "GET", url: server.url });
    expect(answer.text.length).toBeLessThan(bomb.length + 1);
  });

  it("says sent when the connection is reset after the request was read", async () => {
    const server = await serve((_arrival, _response, request) => {
      request.socket.resetAndDestroy();
    });
    const error = await failure(keyed(server.url));
    expect(error.sent).toBe(true);
    expect(error.message).toMatch(new RegExp(`^POST ${server.host}: (ECONNRESET|UND_ERR_SOCKET)$`));
    expect(server.arrivals).toHaveLength(1);
  });

  it("says sent when the answer breaks off", async () => {
    const server = await serve((_arrival, response) => {
      response.writeHead(200, { "content-length": "100" });
      response.write("half", () => response.socket?.destroy());
    });
    expect((await failure(keyed(server.url))).sent).toBe(true);
    expect(server.arrivals).toHaveLength(1);
  });

  it("says sent when the answer is no HTTP, and does not quote it", async () => {
    const server = await tcp((socket) => {
      socket.on("data", () => socket.end(`${CANARY}\r\n\r\n`));
    });
    const error = await failure(keyed(`http://127.0.0.1:${String(server.port)}`));
    expect(error.sent).toBe(true);
    expect(error.message).not.toContain("Canary");
    expect(server.count()).toBe(1);
  });

  it("says sent when a connection is reset before a byte is answered: the request was on its way", async () => {
    const server = await tcp((socket) => socket.once("data", () => socket.resetAndDestroy()));
    const error = await failure(keyed(`http://127.0.0.1:${String(server.port)}`));
    expect(error.sent).toBe(true);
    expect(server.count()).toBe(1);
  });

  it("fails once when a connection is reset as soon as it is made", async () => {
    const server = await tcp((socket) => socket.resetAndDestroy());
    await failure(keyed(`http://127.0.0.1:${String(server.port)}`));
    expect(server.count()).toBe(1);
  });

  it("says not sent when the port is refused", async () => {
    const server = await stubServer(() => undefined);
    await server.close();
    const error = await failure(keyed(server.url));
    expect(error.sent).toBe(false);
    expect(error.message).toBe(`POST ${server.host}: ECONNREFUSED`);
  });

  it("says not sent when the name does not exist", async () => {
    const error = await failure(keyed("https://no-such-host.invalid"));
    expect(error.sent).toBe(false);
    expect(error.message).toMatch(/^POST no-such-host\.invalid: (ENOTFOUND|EAI_AGAIN)$/);
  });

  it("says not sent when TLS fails: wrong protocol, closed or silent during the handshake", async () => {
    const plain = await tcp((socket) => {
      socket.on("data", () => socket.write("HTTP/1.1 200 OK\r\n\r\n"));
    });
    const closed = await tcp((socket) => socket.end());
    const silent = await tcp(() => undefined);
    for (const { port } of [plain, closed, silent]) {
      const error = await failure(keyed(`https://127.0.0.1:${String(port)}`, 400));
      expect(error.sent).toBe(false);
    }
    expect([plain.count(), closed.count(), silent.count()]).toEqual([1, 1, 1]);
  });

  it.each([
    ["http://api.example.com/v1", "plain http is for loopback addresses alone, use https"],
    ["http://127.0.0.1.example.com/", "plain http is for loopback addresses alone, use https"],
    ["http://localhost.example.com/", "plain http is for loopback addresses alone, use https"],
    ["ftp://127.0.0.1/", "ftp: is not supported, only https:"],
    ["file:///etc/passwd", "file: is not supported, only https:"],
    [`https://user:${CANARY}@api.example.com/`, "a URL with a user name or password in it"],
    [`${CANARY}/v1`, "not a URL"],
  ])("refuses %s", async (url, why) => {
    const error = await failure({ method: "GET", url });
    expect([error.sent, error.message]).toEqual([false, `GET not sent: unsupported URL (${why})`]);
  });

  it("says not sent for a header that cannot be sent, and does not quote it", async () => {
    const server = await serve((_arrival, response) => response.end());
    const error = await failure({
      method: "GET",
      url: server.url,
      headers: { authorization: `Bearer ${CANARY}\nx: y` },
    });
    expect(error.sent).toBe(false);
    expect(JSON.stringify([error.message, String(error.cause)])).not.toContain("Canary");
    expect(server.arrivals).toHaveLength(0);
  });

  it("goes through HTTPS_PROXY, not for NO_PROXY or loopback, and tells no proxy password", async () => {
    const heads: string[] = [];
    const proxy = await tcp((socket) => {
      socket.on("data", (chunk) => {
        heads.push(chunk.toString("latin1").split("\r\n")[0] ?? "");
        socket.end("HTTP/1.1 407 Proxy Authentication Required\r\ncontent-length: 0\r\n\r\n");
      });
    });
    const env = {
      HTTPS_PROXY: `http://user:${CANARY}@127.0.0.1:${String(proxy.port)}`,
      NO_PROXY: "direct.invalid",
    };
    const refused = await failure(keyed("https://api.invalid"), env);
    expect(refused.sent).toBe(false);
    expect(refused.message).toMatch(/^POST api\.invalid: [A-Z_]+$/);
    expect(heads).toEqual(["CONNECT api.invalid:443 HTTP/1.1"]);
    expect((await failure(keyed("https://direct.invalid"), env)).message).toMatch(
      /ENOTFOUND|EAI_AGAIN/,
    );
    const server = await serve((_arrival, response) => response.end("direct"));
    expect((await createHttp({ env }).send({ method: "GET", url: server.url })).text).toBe(
      "direct",
    );
    expect(heads).toHaveLength(1);
    const broken = await failure(keyed("https://api.invalid"), { HTTPS_PROXY: `::${CANARY}` });
    expect([broken.sent, broken.message]).toEqual([
      false,
      "POST api.invalid: HTTPS_PROXY is unusable (ERR_INVALID_URL)",
    ]);
  });

  it("ends at the deadline when the proxy never answers", async () => {
    const proxy = await tcp(() => undefined);
    const env = { HTTPS_PROXY: `http://127.0.0.1:${String(proxy.port)}` };
    const error = await failure(keyed("https://api.invalid", 150), env);
    expect(error.sent).toBe(false);
  });

  it("quotes neither key, query nor answer in any failure", async () => {
    const server = await serve((_arrival, response, request) => {
      response.write(CANARY, () => request.socket.destroy());
    });
    const error = await failure(keyed(server.url));
    expect(`${error.message} ${error.stack ?? ""} ${JSON.stringify(error)}`).not.toContain(
      "Canary",
    );
  });

  it("lets the process end at once after an answer and after a deadline", async () => {
    const server = await serve((arrival, response) => {
      if (arrival.url === "/") response.end("ok");
    });
    const script = `
      import { createHttp } from ${JSON.stringify(import.meta.resolve("../../../src/adapters/http/client.ts"))};
      const http = createHttp();
      console.log((await http.send({ method: "GET", url: "${server.url}/" })).text);
      await http.send({ method: "GET", url: "${server.url}/hang", timeoutMs: 100 }).catch((e) => console.log(e.sent));
      process.on("exit", () => console.log(process.getActiveResourcesInfo().filter((name) => name.startsWith("TCP")).length));
    `;
    const run = promisify(execFile)(
      process.execPath,
      ["--input-type=module-typescript", "-e", script],
      {
        timeout: 8000,
      },
    );
    expect((await run).stdout).toBe("ok\ntrue\n0\n");
  });
});
