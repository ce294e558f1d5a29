// The verdict: signs that agree about the same callers, what a person says, and who is not to blame.
import { describe, expect, it } from "vitest";
import { HOUR, MINUTE, toInstant } from "../../../src/core/instant.ts";
import { activityOf } from "../../support/traffic/scenario.ts";
import {
  FROM,
  STRANGER,
  TO,
  audit,
  call,
  found,
  month,
  spread,
  type Plain,
} from "../../support/traffic/plain.ts";

const baseline = month(240);
const usual = spread(FROM, TO, 240);
const few = spread(FROM + HOUR, FROM + 2 * HOUR, 5, STRANGER);
const copied = spread(FROM + HOUR, FROM + 2 * HOUR, 300, STRANGER).map((one, at) => ({
  ...one,
  resource: `prompts/${String(at)}`,
}));

function verdict(plain: Plain): string {
  return audit(plain).misuse;
}

describe("how sure", () => {
  it("a place and a program that nobody knows: PROBABLE", () => {
    expect(verdict({ baseline, window: [...usual, ...few] })).toBe("PROBABLE");
  });

  it("and what they did as well: CONFIRMED", () => {
    const { misuse, because, firstAbuse, lastAbuse } = audit({
      baseline,
      window: [...usual, ...copied],
    });
    expect(misuse).toBe("CONFIRMED");
    expect(because[0]).toContain("300 requests, all accepted, from 203.0.113.66 with curl: ");
    expect(firstAbuse).toBe(toInstant(copied[0]?.at ?? 0));
    expect(lastAbuse).toBe(toInstant(copied.at(-1)?.at ?? 0));
  });

  it("a place alone: POSSIBLE", () => {
    const travelling = few.map((one) => ({ ...one, userAgent: "baytos-claro/0.0.1" }));
    expect(verdict({ baseline, window: [...usual, ...travelling] })).toBe("POSSIBLE");
  });

  it("a place that only asked and was refused everything is not CONFIRMED", () => {
    const refused = copied.map((one) => ({ ...one, status: 403, outcome: "denied" as const }));
    expect(verdict({ baseline, window: [...usual, ...refused] })).toBe("PROBABLE");
    const { findings } = audit({ baseline, window: [...usual, ...refused] });
    expect(findings.find(({ rule }) => rule === "new-country")?.succeeded).toBeNull();
  });

  it("somebody who used it before the cut and tries it after: CONFIRMED", () => {
    const after = call(FROM + 4 * HOUR, { ...STRANGER, status: 401, outcome: "denied" });
    const plain = {
      baseline,
      window: [...usual.filter(({ at }) => at < FROM + 3 * HOUR), ...few, after],
    };
    expect(verdict({ ...plain, facts: { containedAt: FROM + 3 * HOUR } })).toBe("CONFIRMED");
  });

  it("a key minted by a stranger: CONFIRMED", () => {
    const made = call(FROM, { ...STRANGER, change: { does: "creates", what: "key", id: "k2" } });
    expect(verdict({ baseline, window: [...usual, made] })).toBe("CONFIRMED");
  });
});

describe("what a person says", () => {
  const plain = { baseline, window: [...usual, ...few] };
  const ids = audit(plain).findings.map(({ id }) => id);

  function judged(as: "benign" | "malicious" | "unknown", which = ids): Plain {
    return { ...plain, context: { judged: new Map(which.map((id) => [id, as])) } };
  }

  it("benign takes it back, and clears the callers", () => {
    const { misuse, series } = audit(judged("benign"));
    expect(misuse).toBe("UNKNOWN");
    expect(series.every(([, , foreign]) => foreign === 0)).toBe(true);
  });

  it("malicious confirms it, whatever the rules think", () => {
    const [first = ""] = ids;
    const { misuse, because } = audit(judged("malicious", [first]));
    expect(misuse).toBe("CONFIRMED");
    expect(because[0]).toContain("A person judged it misuse: 5 requests, all accepted, from ");
  });

  it("of one caller does not silence what speaks against another", () => {
    const other = { ...STRANGER, ip: "192.0.2.44", country: "BR", asn: "AS64999" };
    const both = [...plain.window, ...spread(FROM + 9 * HOUR, FROM + 10 * HOUR, 30, other)];
    const theirs = audit({ ...plain, window: both }).findings.filter(
      ({ who }) => !who.includes("192.0.2.44"),
    );
    const { misuse, because, lastAbuse } = audit({
      ...plain,
      window: both,
      context: { judged: new Map(theirs.map(({ id }) => [id, "malicious" as const])) },
    });
    expect(misuse).toBe("CONFIRMED");
    expect(because.join("\n")).toMatch(/Beside it, [A-Z]+: 30 requests, .* from 192\.0\.2\.44/);
    // Only what is confirmed dates the misuse.
    expect(lastAbuse).toBe(toInstant(few.at(-1)?.at ?? 0));
  });

  it("dates misuse by the finding where no caller can be named", () => {
    const louder = { baseline, window: spread(FROM, TO, 900) };
    const [spike] = found(louder, "spike-2x");
    expect(spike?.who).toEqual([]);
    const judgedSpike = audit({
      ...louder,
      context: { judged: new Map([[spike?.id ?? "", "malicious" as const]]) },
    });
    expect(judgedSpike.misuse).toBe("CONFIRMED");
    expect(judgedSpike.firstAbuse).toBe(toInstant(FROM));
    expect(judgedSpike.lastAbuse).toBe(toInstant(TO - 1));
  });

  it("unknown changes nothing", () => {
    expect(audit(judged("unknown")).misuse).toBe("PROBABLE");
  });

  it("stays with its finding when the log goes on", () => {
    const later = spread(FROM + 5 * HOUR, FROM + 6 * HOUR, 40, STRANGER);
    const more = audit({ ...plain, window: [...plain.window, ...later] });
    for (const rule of ["new-ip", "new-asn", "new-country", "new-user-agent"])
      expect(more.findings.find((one) => one.rule === rule)?.id).toBe(found(plain, rule)[0]?.id);
  });
});

describe("what was reached, and who is cleared", () => {
  const maria = activityOf(
    spread(FROM + HOUR, FROM + 2 * HOUR, 7, {
      key: "AKIAMARIA",
      principal: "maria",
      ip: "192.0.2.77",
    }),
    true,
  );

  it("names what strangers touched and nothing else", () => {
    const { reached } = audit({
      baseline,
      window: [...usual, ...few.map((one) => ({ ...one, resource: "prompts/secret" }))],
    });
    expect(reached.map(({ value, count }) => [value, count])).toEqual([["prompts/secret", 5]]);
  });

  it("lists fifty things at most, and says how many there are", () => {
    const { reached, reachedTotal } = audit({ baseline, window: [...usual, ...copied] });
    expect([reached.length, reachedTotal]).toEqual([50, 300]);
  });

  it("clears our own program, and a colleague in the same minutes", () => {
    const { cleared } = audit({ baseline, window: [...usual, ...few], read: { others: maria } });
    expect(cleared.map(({ who }) => who)).toEqual(["baytos-claro from 192.0.2.10", "maria"]);
    expect(cleared[1]?.why).toContain("7 requests with a credential of their own from 192.0.2.77");
  });

  it("does not clear somebody who acted from the stranger's address", () => {
    const shared = activityOf([call(FROM, { principal: "maria", ip: STRANGER.ip })], true);
    const { cleared } = audit({ baseline, window: [...usual, ...few], read: { others: shared } });
    expect(cleared.map(({ who }) => who)).not.toContain("maria");
  });

  it("draws requests by minute, those of strangers apart", () => {
    const { series, usual: expected } = audit({ baseline, window: [...usual, ...few] });
    expect(series.reduce((sum, [, all]) => sum + all, 0)).toBe(245);
    expect(series.reduce((sum, [, , foreign]) => sum + foreign, 0)).toBe(5);
    expect(expected?.[3]).toBeCloseTo(240 / 1440);
  });
});

describe("when it was misused", () => {
  const refused = spread(FROM + 4 * HOUR, FROM + 5 * HOUR, 3, {
    ...STRANGER,
    status: 401,
    outcome: "denied",
  });

  it("ends with the last request that succeeded; later tries that were refused stand apart", () => {
    const { lastAbuse, lastRefused, window } = audit({
      baseline,
      window: [...usual.filter(({ at }) => at < FROM + 3 * HOUR), ...copied, ...refused],
    });
    expect(lastAbuse).toBe(toInstant(copied.at(-1)?.at ?? 0));
    expect(lastRefused).toBe(toInstant(refused.at(-1)?.at ?? 0));
    expect(window.lastRefused).toBe(lastRefused);
    const { findings } = audit({ baseline, window: [...usual, ...copied, ...refused] });
    expect(findings.find(({ rule }) => rule === "new-country")).toMatchObject({
      succeeded: { from: toInstant(copied[0]?.at ?? 0), to: toInstant(copied.at(-1)?.at ?? 0) },
    });
    expect(window.lastSuccess).not.toBe(window.last);
  });

  it("is not known where every try was refused", () => {
    const { misuse, firstAbuse, lastAbuse, lastRefused } = audit({
      baseline,
      window: [
        ...usual,
        ...copied.map((one) => ({ ...one, status: 403, outcome: "denied" as const })),
      ],
    });
    expect({ misuse, firstAbuse, lastAbuse }).toEqual({
      misuse: "PROBABLE",
      firstAbuse: null,
      lastAbuse: null,
    });
    expect(lastRefused).toBe(toInstant(copied.at(-1)?.at ?? 0));
  });
});

describe("the words for callers", () => {
  it("count addresses, not addresses times agents, and name the agents beside", () => {
    const agents = ["curl/8.4.0", "wget/1.2", "python-requests/2.1"];
    const many = copied.map((one, at) => ({ ...one, userAgent: agents[at % 3] ?? null }));
    const { because } = audit({ baseline, window: [...usual, ...many] });
    expect(because[0]).toMatch(
      /^300 requests, all accepted, from 203\.0\.113\.66 with curl, wget, python-requests: /,
    );
    const four = copied.map((one, at) => ({ ...one, ip: `203.0.113.${String(66 + (at % 4))}` }));
    expect(audit({ baseline, window: [...usual, ...four] }).because[0]).toMatch(
      /^300 requests, all accepted, from 4 addresses \(203\.0\.113\.\d+, 203\.0\.113\.\d+, 203\.0\.113\.\d+ and 1 more\) with curl: /,
    );
  });
});

describe("a finding's samples", () => {
  it("lie within its own time", () => {
    const early = call(FROM + 10 * MINUTE, STRANGER);
    const burst = spread(FROM + 6 * HOUR, FROM + 6 * HOUR + 10 * MINUTE, 90, {
      ...STRANGER,
      status: 403,
      outcome: "denied",
    });
    const [one] = found(
      { baseline, window: [...usual, early, early, early, early, early, ...burst] },
      "auth-failure-burst",
    );
    expect(one?.samples.length).toBeGreaterThan(0);
    for (const { at } of one?.samples ?? []) {
      expect(at >= (one?.window.from ?? "")).toBe(true);
      expect(at < (one?.window.to ?? "")).toBe(true);
    }
  });

  it("name a path once", () => {
    const path = few.map((one) => ({
      ...one,
      action: "GET /v1/prompts/{id}",
      resource: "/v1/prompts/17",
    }));
    const [one] = found({ baseline, window: [...usual, ...path] }, "new-country");
    expect(one?.samples[0]?.text).toBe("GET /v1/prompts/17 200");
  });
});

describe("a judgement on calls that were new", () => {
  const models = call(FROM, { ...STRANGER, action: "GET /v1/models" });
  const first = found({ baseline, window: [models] }, "new-endpoint")[0]?.id;

  it("holds for more of the same, not for others beside them", () => {
    const again = found(
      { baseline, window: [models, { ...models, at: FROM + HOUR }] },
      "new-endpoint",
    );
    expect(again[0]?.id).toBe(first);
    const more = found(
      { baseline, window: [models, { ...models, action: "DELETE /v1/prompts" }] },
      "new-endpoint",
    );
    expect(more[0]?.id).not.toBe(first);
  });
});

describe("a slight sign alone", () => {
  const moved = spread(FROM, TO, 30, { ip: "203.0.113.9" });

  it("is no verdict, and never called nothing", () => {
    const { misuse, because } = audit({ baseline, window: moved });
    expect(misuse).toBe("UNKNOWN");
    expect(because).toEqual([
      "Only slight signs: 30 requests, all accepted, from 203.0.113.9 with baytos-claro: used from an address never seen before.",
    ]);
  });
});
