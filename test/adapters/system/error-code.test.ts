// The system's own names of failures, whether Node knows them or not.
import { expect, it } from "vitest";
import { errorCode } from "../../../src/adapters/system/error-code.ts";
import { notDurable } from "../../../src/adapters/system/durable-file.ts";

it("names a used-up quota, which Node knows by number alone", () => {
  const error = Object.assign(new Error("Unknown system error -122"), {
    code: "Unknown system error -122",
    errno: -122,
  });
  expect(errorCode(error)).toBe("EDQUOT");
  expect(notDurable("/store", error).message).toContain("your disk quota is used up (EDQUOT)");
});

it("is empty for what is no failure of the system", () => {
  for (const other of [new TypeError("x"), "ENOSPC", undefined]) expect(errorCode(other)).toBe("");
});
