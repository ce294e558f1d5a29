// A file of somebody else's is the person's to put right, and no bug; whatever else fails stays what it is.
import { expect, it } from "vitest";
import { noRights } from "../../../src/adapters/system/no-rights.ts";

function failure(code: string): Error {
  return Object.assign(new Error(`${code}: permission denied`), { code, path: "/srv/app/state" });
}

it.each(["EACCES", "EPERM"])("%s names the file, and what to type", (code) => {
  expect(noRights(failure(code))).toMatchObject({
    kind: "usage",
    exitCode: 2,
    message: expect.stringContaining("/srv/app/state") as unknown,
    hint: expect.stringContaining("--store") as unknown,
  });
});

it("leaves other failures alone", () => {
  for (const other of [failure("ENOSPC"), new TypeError("x"), undefined])
    expect(noRights(other)).toBeUndefined();
});
