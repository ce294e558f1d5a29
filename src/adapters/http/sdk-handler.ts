// Our HTTP client in the shape in which AWS's SDKs take one: they sign and read, we keep deadline, proxy and no repeats.
import { Readable } from "node:stream";
import type { Http } from "../../ports/http.ts";

/** What an SDK hands to whoever sends for it. */
interface SignedRequest {
  readonly method: string;
  readonly protocol: string;
  readonly hostname: string;
  readonly port?: number | undefined;
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: unknown;
}

interface SdkResponse {
  readonly response: {
    readonly statusCode: number;
    readonly headers: Record<string, string>;
    readonly body: Readable;
  };
}

/** A request handler of an SDK's client. It throws what `http` throws. */
export interface SdkHandler {
  handle(request: SignedRequest): Promise<SdkResponse>;
  updateHttpClientConfig(): void;
  httpHandlerConfigs(): Record<string, never>;
}

/** The handler that sends through `http`. */
export function sdkHandler(http: Http): SdkHandler {
  return {
    async handle({ method, protocol, hostname, port, path, headers, body }) {
      const at = port === undefined ? hostname : `${hostname}:${String(port)}`;
      const text = typeof body === "string" ? body : new TextDecoder().decode(body as Uint8Array);
      const answer = await http.send({ method, url: `${protocol}//${at}${path}`, headers, text });
      return {
        response: {
          statusCode: answer.status,
          headers: { ...answer.headers },
          body: Readable.from([Buffer.from(answer.text)]),
        },
      };
    },
    updateHttpClientConfig: () => undefined,
    httpHandlerConfigs: () => ({}),
  };
}
