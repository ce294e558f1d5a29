// Looking with a client that only reads, as `doctor` does, at every kind of place that is reached over HTTP: it sees what lies there,
// changes nothing, and a write with the same client never leaves.
import { describe, expect, it } from "vitest";
import { createHttp } from "../../src/adapters/http/client.ts";
import { readOnlyHttp } from "../../src/adapters/http/read-only.ts";
import { Secret } from "../../src/core/credential/secret.ts";
import { isHopeless } from "../../src/ports/deploy-target.ts";
import { startDouble } from "../adapters/target/arrange.ts";
import { connect } from "../adapters/target/support.ts";
import { doubles } from "../support/double/index.ts";

const HELD = "sk_live_HeldCanaryOfTheLookingTests1";
const OTHER = "sk_live_OtherCanaryOfTheLookingTests";

describe.each(Object.keys(doubles))("%s", (kind) => {
  it("is seen and left alone", async () => {
    const double = await startDouble(kind, HELD);
    const http = readOnlyHttp(createHttp({ env: {} }), () => Date.now());
    const target = connect(kind, "/", double.options, { endpoints: double.endpoints, http });
    const reading = await target.read();
    // One that gives nothing back must say that it is made so, not that it could not be reached.
    const seen = reading.state === "present" ? reading.secret.reveal() : reading;
    expect([
      HELD,
      { state: "unreadable", why: expect.any(String) as unknown, byNature: true },
    ]).toContainEqual(seen);
    expect((await target.plan()).filter(isHopeless)).toEqual([]);
    expect(double.server.arrivals.length).toBeGreaterThan(0);
    await expect(target.write(new Secret(OTHER), "op-1")).rejects.toThrow("not sent");
    expect(double.server.changes).toEqual([]);
    expect(double.versions()).toEqual([HELD]);
  });
});
