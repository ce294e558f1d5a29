// The HTTP client, loaded with the first request: most commands send none.
import type { Http } from "../../ports/http.ts";
import type { HttpOptions } from "./client.ts";

/** What `createHttp` gives, later. */
export function lazyHttp(options: HttpOptions): Http {
  return {
    async send(request) {
      const { createHttp } = await import("./client.ts");
      return createHttp(options).send(request);
    },
  };
}
