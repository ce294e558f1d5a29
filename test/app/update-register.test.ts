// The register after the incident: nothing that people wrote about the old key is lost.
import { expect, it } from "vitest";
import { registerEntries, registerKey } from "../../src/app/keys.ts";
import { begin, Room, run } from "../support/memory-app.ts";

const STEPS = [
  "capture-minimum-evidence",
  "create-replacement-key",
  "deploy-replacement-key",
  "verify-replacement-live",
  "update-register",
];

it("keeps what the register says about a key that was registered without its value", async () => {
  const room = new Room();
  const app = room.app();
  await registerKey(app, {
    name: "production-web-app",
    environment: "production",
    provider: undefined,
    purpose: "the shop",
    owner: "web-team",
    serviceAccount: true,
    keyId: undefined,
    consumers: [],
    scopes: [],
    siblings: [],
    createdAt: undefined,
    secret: undefined,
    strict: false,
    dryRun: false,
  });
  const id = await begin(app, { strategy: "replace-first" });

  for (const step of STEPS) await run(app, id, step);
  const [old, fresh] = await registerEntries(app);
  expect(old).toMatchObject({ owner: "web-team", purpose: "the shop", status: "compromised" });
  expect(fresh).toMatchObject({ owner: "web-team", purpose: "the shop", status: "active" });
});
