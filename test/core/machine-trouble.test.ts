// A file of somebody else's, and a machine that lacks something, are the person's to put right, and no bug; whatever else fails stays what it is.
import { expect, it } from "vitest";
import { machineTrouble, noRights } from "../../src/core/machine-trouble.ts";

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

it.each(["EMFILE", "ENFILE", "ENOMEM", "EIO", "ENOSPC", "EDQUOT", "EROFS"])(
  "%s is told in words, and what to do",
  (code) => {
    expect(machineTrouble(failure(code))).toMatchObject({
      exitCode: 1,
      code: "machine-trouble",
      message: expect.stringContaining(`(${code}), at /srv/app/state`) as unknown,
      hint: expect.stringContaining("then: claro-ir status") as unknown,
    });
  },
);

it("a file that is not there may well be a bug", () => {
  for (const other of [failure("ENOENT"), new TypeError("x"), undefined])
    expect(machineTrouble(other)).toBeUndefined();
});
