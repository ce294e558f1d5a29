// Defects for the test of `doctor`: each is planted into a set-up that has none, and names the one line that must be red.
import { chmod, cp, readdir, rm, writeFile } from "node:fs/promises";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import type { Scene } from "./scene.ts";

export interface Defect {
  /** Check and what it is about, as the report names them. */
  readonly red: string;
  plant(scene: Scene): Promise<void>;
}

/** Nothing listens there. */
const NOBODY = "http://127.0.0.1:1";

function vendor(id: string, baseUrl: string, auth: string): string {
  return `  ${id}: { kind: http, baseUrl: "${baseUrl}", auth: "${auth}", list: { path: /v1/keys, items: /data, id: /id, name: /name }, probe: { path: /v1/me } }\n`;
}

/** A place of its own: a file, one line of configuration. */
function target(
  id: string,
  options: string | ((scene: Scene) => string),
  file?: { readonly name: string; readonly text: string; readonly mode?: number },
): Defect {
  return {
    red: `target ${id}`,
    async plant(scene) {
      const more = typeof options === "string" ? options : options(scene);
      const { name = `${id}.env`, text = scene.line, mode = 0o600 } = file ?? {};
      await writeFile(join(scene.sandbox.workspace, name), text, { mode });
      const path = more.includes("path:") ? "" : `path: ${name}, `;
      await scene.add(
        "targets",
        `  - { id: ${id}, kind: dotenv, ${path}variable: BAYT_API_KEY${more} }\n`,
      );
    },
  };
}

function key(name: string, ...flags: readonly string[]): Defect {
  return {
    red: `register ${name}`,
    plant: (scene) =>
      scene.run("keys", "add", name, "--environment", "production", "--purpose", "x", ...flags),
  };
}

/** A vendor whose clock is ten minutes behind; `close` it afterwards. */
export async function slowClock(now: () => number): Promise<{ url: string; close(): void }> {
  const server: Server = createServer((_request, response) => {
    response.sendDate = false;
    response.setHeader("date", new Date(now() - 600_000).toUTCString());
    response.setHeader("content-type", "application/json");
    response.end('{"data":[]}');
  });
  await new Promise<void>((listening) => server.listen(0, "127.0.0.1", listening));
  const { port } = server.address() as AddressInfo;
  return { url: `http://127.0.0.1:${String(port)}`, close: () => server.close() };
}

const NO_DRILL: Defect = {
  red: "drill",
  async plant({ home }) {
    const incidents = join(home.store, "incidents");
    for (const name of await readdir(incidents))
      await rm(join(incidents, name), { recursive: true });
  },
};

/** A record that claims to be another: its events say whose they are. */
const FALSE_RECORD: Defect = {
  red: "journal",
  plant: ({ home }) =>
    cp(join(home.store, "register"), join(home.store, "incidents", "INC-20260101-aaaa"), {
      recursive: true,
    }),
};

export const DEFECTS: readonly Defect[] = [
  // First: what comes later may leave an incident behind.
  NO_DRILL,
  {
    red: "open-incident",
    plant: (scene) =>
      scene.runAt("2026-11-01T00:00:00Z", "start", "--key", "staging-forgotten", "--no-input"),
  },
  FALSE_RECORD,
  { red: "store", plant: ({ home }) => chmod(join(home.store, "salt"), 0o644) },
  { red: "identity", plant: ({ home }) => chmod(join(home.folder, "identity.txt"), 0o644) },
  { red: "recipients", plant: (scene) => scene.replace(/, age1\w+\]/, "]") },
  {
    red: "operators",
    plant: (scene) => scene.replace("{ id: sam, role: admin }", "{ id: sam, role: member }"),
  },
  { red: "configuration", plant: (scene) => scene.add("endpoints", `  claro: "${NOBODY}"\n`) },
  {
    red: "references ${ACME_ADMIN_KEY}",
    plant: (scene) =>
      scene.add("providers", vendor("unset", scene.sandbox.url, "${ACME_ADMIN_KEY}")),
  },
  {
    red: "references file:./open.key",
    async plant(scene) {
      await writeFile(join(scene.sandbox.workspace, "open.key"), "x", { mode: 0o644 });
      await scene.add("providers", vendor("open", scene.sandbox.url, "file:./open.key"));
    },
  },
  {
    red: "provider refused",
    async plant(scene) {
      await writeFile(join(scene.sandbox.workspace, "stale.key"), "stale", { mode: 0o600 });
      await scene.add("providers", vendor("refused", scene.sandbox.url, "file:./stale.key"));
    },
  },
  {
    red: "provider gone",
    plant: (scene) => scene.add("providers", vendor("gone", NOBODY, "file:./admin.key")),
  },
  {
    red: "provider slow",
    plant: (scene) => scene.add("providers", vendor("slow", scene.slowClock, "file:./admin.key")),
  },
  target("no-file", ", path: nowhere.env"),
  target("no-value", "", { name: "empty.env", text: "OTHER=1\n" }),
  target("other-value", ", key: production-web-app", {
    name: "other.env",
    text: "BAYT_API_KEY=sk_live_OfSomebodyElse00000000\n",
  }),
  target("no-reload", ", reload: [no-such-program-anywhere]"),
  target("committed", "", {
    name: "settings.txt",
    text: "BAYT_API_KEY=sk_live_InTheOpen0000000000\n",
  }),
  target("readable", "", {
    name: "readable.env",
    text: "BAYT_API_KEY=sk_live_ForAll000000000000\n",
    mode: 0o644,
  }),
  target("silent", `, inUse: { url: "${NOBODY}/key", last4: /last4 }`),
  target(
    "not-restarted",
    ({ sandbox }) => `, inUse: { url: "${sandbox.url}/_service/web", last4: /last4 }`,
    { name: "newer.env", text: "BAYT_API_KEY=sk_live_NewerThanTheService00\n" },
  ),
  {
    red: "logs rotated/*.gz",
    plant: (scene) => scene.replace("  sources:\n", "  sources:\n    - { path: rotated/*.gz }\n"),
  },
  { red: "logs places.csv", plant: (scene) => scene.add("audit", "  geo: places.csv\n") },
  { ...target("not-registered", ", key: production-unknown"), red: "register production-unknown" },
  key("production-late", "--owner", "web", "--consumer", "web-env", "--created-at", "2026-01-01"),
  key("production-nowhere", "--owner", "web"),
  key("production-nobodys", "--consumer", "web-env"),
  {
    red: "notifier sec",
    plant: (scene) =>
      scene.add("notifiers", '  - { id: sec, kind: slack, url: "https://chat.acme.example/" }\n'),
  },
];
