import { describe, expect, it } from "vitest";
import {
  foldRegister,
  rotationDue,
  type RegisterEntry,
  type RegisterEvent,
} from "../../../src/core/credential/register.ts";
import { draft } from "../journal/drafts.ts";

describe("when a key is due", () => {
  it.each([
    ["production", "2026-11-23T02:10:00.000Z", "2027-02-21T02:10:00.000Z"],
    ["production", "2027-12-01T00:00:00.000Z", "2028-02-29T00:00:00.000Z"],
    ["staging", "2026-11-23T02:10:00.000Z", "2027-02-23T02:10:00.000Z"],
    ["staging", "2026-11-30T12:00:00.000Z", "2027-02-28T12:00:00.000Z"],
    ["staging", "2027-11-30T12:00:00.000Z", "2028-02-29T12:00:00.000Z"],
    ["staging", "2026-10-31T00:00:00.000Z", "2027-01-31T00:00:00.000Z"],
    ["development", "2026-08-31T00:00:00.000Z", "2027-02-28T00:00:00.000Z"],
    ["development", "2027-08-29T00:00:00.000Z", "2028-02-29T00:00:00.000Z"],
    ["development", "2026-12-31T23:59:59.999Z", "2027-06-30T23:59:59.999Z"],
  ] as const)("%s made %s is due %s", (environment, from, due) => {
    expect(rotationDue(environment, from)).toBe(due);
  });
});

function entry(id: string, given: Partial<RegisterEntry> = {}): RegisterEntry {
  return {
    id,
    name: id,
    environment: "production",
    provider: "claro",
    purpose: null,
    owner: null,
    serviceAccount: null,
    keyId: null,
    last4: "c123",
    prefix: null,
    fingerprint: null,
    consumers: [],
    scopes: [],
    siblings: [],
    rotatedAt: null,
    createdAt: "2026-11-23T02:10:00.000Z",
    nextDueAt: "2027-02-21T02:10:00.000Z",
    status: "active",
    incident: null,
    ...given,
  };
}

function events(
  ...given: readonly Pick<RegisterEvent, "type" | "data">[]
): readonly RegisterEvent[] {
  return given.map((one, index) => ({
    ...draft(index + 1),
    ...one,
    v: 1,
    stream: "register",
    seq: index + 1,
    prev: null,
  })) as unknown as readonly RegisterEvent[];
}

describe("the register", () => {
  it("is the fold of its journal, in order of arrival", () => {
    const folded = foldRegister(
      events(
        { type: "key.registered", data: { entry: entry("b") } },
        { type: "key.registered", data: { entry: entry("a", { incident: "INC-1" }) } },
        {
          type: "key.marked",
          data: { id: "b", status: "compromised", incident: "INC-2", because: "leaked" },
        },
        {
          type: "key.marked",
          data: { id: "a", status: "retiring", incident: null, because: "old" },
        },
      ),
    );
    expect([...folded.values()]).toEqual([
      entry("b", { status: "compromised", incident: "INC-2" }),
      entry("a", { status: "retiring", incident: "INC-1" }),
    ]);
  });

  it("leaves a mark about a key it does not hold without effect", () => {
    const mark = { id: "x", status: "deleted", incident: null, because: "?" } as const;
    expect(foldRegister(events({ type: "key.marked", data: mark })).size).toBe(0);
    expect(foldRegister([]).size).toBe(0);
  });
});
