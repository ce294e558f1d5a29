// An HTTP client that tells whether a request is under way: time must not jump in the middle of one.
import type { Http } from "../../ports/http.ts";

export interface WatchedHttp extends Http {
  busy(): boolean;
}

export function watchedHttp(http: Http): WatchedHttp {
  let underWay = 0;
  return {
    busy: () => underWay > 0,
    async send(request) {
      underWay += 1;
      try {
        return await http.send(request);
      } finally {
        underWay -= 1;
      }
    },
  };
}
