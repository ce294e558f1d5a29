// The sandbox's dashboard without a browser: the requests that its page makes when a person clicks.
import { Secret } from "../../core/credential/secret.ts";
import type { Hands } from "../../ports/hands.ts";
import type { Http } from "../../ports/http.ts";
import { OutsideError } from "../../ports/outside.ts";

interface Row {
  readonly id: string;
  readonly name: string;
  readonly last4: string;
}

/** Hands at the dashboard of that address, e.g. `http://127.0.0.1:4100/dashboard`. */
export function dashboardHands(http: Http, dashboard: string): Hands {
  /** The page carries a token that its own requests send along. */
  async function token(): Promise<string> {
    const page = await http.send({ method: "GET", url: dashboard });
    const found = /name="dashboard-token" content="([\w-]+)"/.exec(page.text)?.[1];
    if (found === undefined) throw new OutsideError(true, "the dashboard's page holds no token");
    return found;
  }

  async function click(method: string, path: string, body?: unknown): Promise<string> {
    const response = await http.send({
      method,
      url: `${dashboard}/api${path}`,
      headers: { "x-dashboard-token": await token() },
      ...(body === undefined ? {} : { body }),
    });
    if (response.status < 300) return response.text;
    throw new OutsideError(true, `the dashboard answered ${String(response.status)}`);
  }

  return {
    async deleteKey(last4) {
      const { data } = JSON.parse(await click("GET", "/keys")) as { readonly data: readonly Row[] };
      const [row, another] = data.filter((one) => one.last4 === last4);
      if (row === undefined || another !== undefined)
        throw new OutsideError(true, `not one row of the dashboard ends with ${last4}`);
      await click("DELETE", `/keys/${row.id}`, { name: row.name });
    },
    async createKey(name) {
      const made = JSON.parse(await click("POST", "/keys", { name })) as {
        readonly secret: string;
      };
      return new Secret(made.secret);
    },
  };
}
