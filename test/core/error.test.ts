import { describe, expect, it } from "vitest";
import { ClaroIrError, EXIT, type ErrorKind } from "../../src/core/error.ts";

describe("exit codes", () => {
  it("are the contract's", () => {
    expect(EXIT).toEqual({
      done: 0,
      found: 1,
      usage: 2,
      refused: 3,
      conflict: 4,
      unknown: 5,
      "not-durable": 6,
      damaged: 7,
      remote: 8,
      bug: 70,
      hangup: 129,
      interrupted: 130,
      terminated: 143,
    });
  });

  it("follow from the kind of the error, and none is 0", () => {
    const kinds = Object.keys(EXIT).filter((kind) => kind !== "done") as ErrorKind[];
    for (const kind of kinds) {
      const error = new ClaroIrError(kind, "some-code", "what and why", { hint: "claro-ir next" });
      expect(error.exitCode).toBe(EXIT[kind]);
      expect(error.exitCode).not.toBe(0);
      expect([error.code, error.message, error.hint]).toEqual([
        "some-code",
        "what and why",
        "claro-ir next",
      ]);
    }
    expect(new Set(kinds.map((kind) => EXIT[kind])).size).toBe(kinds.length);
  });

  it("keep the cause, and have none by default", () => {
    const cause = new Error("EIO");
    expect(new ClaroIrError("bug", "b", "m", { cause }).cause).toBe(cause);
    expect("cause" in new ClaroIrError("bug", "b", "m")).toBe(false);
    expect(new ClaroIrError("bug", "b", "m").hint).toBeUndefined();
  });
});
