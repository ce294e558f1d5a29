import diagnostics from "node:diagnostics_channel";
import { gzipSync } from "node:zlib";
import { afterEach, describe, expect, it } from "vitest";
import { createHttp } from "../../../src/adapters/http/client.ts";
import { CANARY, closeAll, failure, keyed, serve, tcp } from "./harness.ts";
import { json } from "./stub-server.ts";

afterEach(closeAll);

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

  it("tells nobody who listens to undici what it calls: a webhook's address is a secret", async () => {
    const heard: string[] = [];
    function hear(_message: unknown, name: string | symbol): void {
      heard.push(String(name));
    }
    const names = ["undici:request:create", "undici:client:sendHeaders", "undici:request:headers"];
    for (const name of names) diagnostics.subscribe(name, hear);
    try {
      const server = await serve((_arrival, response) => json(response, 200, {}));
      await createHttp({ env: {} }).send(keyed(server.url));
      expect(server.arrivals).toHaveLength(1);
      expect(heard).toEqual([]);
    } finally {
      for (const name of names) diagnostics.unsubscribe(name, hear);
    }
  });

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
});
