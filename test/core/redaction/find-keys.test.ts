// Keys in a pasted text: what is a key, what only looks like one, and the public half of one.
import { expect, it } from "vitest";
import { findKeys } from "../../../src/core/redaction/find-keys.ts";

const ID = ["AKIA", "3XQ7VBN2KLMP5RTY"].join("");
const HALF = ["h7Gk2LmPq9RsTuVwXyZ1", "a3B5c7D9e1F3g5H7j9Kq"].join("");
const KEY = ["sk_live_", "Qm7xPz2LkV9sRt4WbYc8JdHf"].join("");

it("tells keys, look-alikes and ids apart, each once and with its line", () => {
  const found = findKeys(
    [`AWS_ACCESS_KEY_ID=${ID}`, `AWS_SECRET_ACCESS_KEY=${HALF}`, `K=${KEY}`, `id ${ID}`, KEY].join(
      "\n",
    ),
  );
  expect(found.keys.map(({ value, line }) => [value, line])).toEqual([[KEY, 3]]);
  expect(found.lookAlikes).toEqual([{ line: 2, length: HALF.length }]);
  expect(found.ids).toEqual([{ value: ID, title: "an AWS access key id", line: 1 }]);
});
