// The detection of new programs.
import { describe, expect, it } from "vitest";
import { HOUR } from "../../../../src/core/instant.ts";
import { FROM, STRANGER, audit, found, month, spread } from "../../../support/traffic/plain.ts";

const baseline = month(240);

function by(userAgent: string, of = {}): ReturnType<typeof spread> {
  return spread(FROM, FROM + HOUR, 5, { userAgent, ...of });
}

describe("new-user-agent", () => {
  it("knows another version of the same program", () => {
    expect(found({ baseline, window: by("baytos-claro/9.9.9 (linux)") }, "new-user-agent")).toEqual(
      [],
    );
  });

  it("is low for another SDK, and for curl on a known machine", () => {
    expect(found({ baseline, window: by("acme-gateway/2.0") }, "new-user-agent")[0]?.level).toBe(
      "low",
    );
    expect(found({ baseline, window: by("curl/8.4.0") }, "new-user-agent")[0]?.level).toBe("low");
  });

  it.each(["curl/8.4.0", "python-requests/2.31.0", "Mozilla/5.0 HeadlessChrome/120.0"])(
    "is medium for %s from elsewhere",
    (agent) => {
      const [client] = found(
        { baseline, window: by(agent, { ip: STRANGER.ip }) },
        "new-user-agent",
      );
      expect(client).toMatchObject({ level: "medium", who: [STRANGER.ip] });
    },
  );

  it("does not hold a tool against a key that tools have always used", () => {
    const scripts = month(240, 28, { userAgent: "Wget/1.21" });
    const window = by("curl/8.4.0", { ip: STRANGER.ip });
    expect(found({ baseline: scripts, window }, "new-user-agent")[0]?.level).toBe("low");
  });

  it("knows programs of our own, and the probes of this incident alone", () => {
    const context = { knownAgents: ["acme-gateway"], incident: "INC-20261123-k7f3" };
    expect(found({ baseline, window: by("acme-gateway/2.0"), context }, "new-user-agent")).toEqual(
      [],
    );
    const probe = by("claro-ir-probe/0.1.0 INC-20261123-k7f3", { ip: STRANGER.ip });
    expect(audit({ baseline, window: probe, context }).findings).toEqual([]);
    const forged = by("claro-ir-probe/0.1.0 INC-20261123-zzzz", { ip: STRANGER.ip });
    expect(found({ baseline, window: forged, context }, "new-user-agent")).toHaveLength(1);
  });
});
