import { execFile } from "node:child_process";
import { promisify } from "node:util";
import { afterEach, describe, expect, it } from "vitest";
import { createHttp } from "../../../src/adapters/http/client.ts";
import { CANARY, closeAll, failure, keyed, serve, tcp } from "./harness.ts";
import { stubServer } from "./stub-server.ts";

afterEach(closeAll);

describe("createHttp, where nothing is sent", () => {
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
    const local = await tcp((socket) => socket.end());
    await failure(keyed(`https://127.0.0.1:${String(local.port)}`), env);
    expect([local.count(), heads.length]).toEqual([1, 1]);
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
