// `sources`: every kind is listed, has its page, and is named in the README.
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, it } from "vitest";
import { formatById, LOG_FORMATS } from "../../src/adapters/access-log/format/index.ts";
import { findSecrets } from "../../src/core/redaction/redact.ts";
import { cli, tempHome } from "../support/cli.ts";

it("lists every kind, and the configured places", async () => {
  await using home = await tempHome();
  const { stdout, code } = await cli(["sources", "list", "--json"], { home });
  expect(code).toBe(0);
  const { kinds, configured } = JSON.parse(stdout) as {
    readonly kinds: readonly { readonly kind: string }[];
    readonly configured: readonly unknown[];
  };
  expect(kinds.map(({ kind }) => kind)).toEqual(LOG_FORMATS.map(({ id }) => id));
  expect(configured).toEqual([]);
});

it("shows a page with everything that the definition says", async () => {
  await using home = await tempHome();
  const { title, help, traps, example, fields } = formatById("cloudfront");
  const { stdout } = await cli(["sources", "show", "cloudfront"], {
    home,
    env: { LC_ALL: "C.UTF-8" },
  });
  const words = [
    title,
    ...help,
    ...traps,
    ...example.split("\n"),
    ...fields.map(({ from }) => from),
  ];
  expect(words.filter((line) => !stdout.includes(line))).toEqual([]);
});

it("has no example that redaction would blot out", () => {
  const blotted = LOG_FORMATS.filter(({ example }) => findSecrets(example).length > 0);
  expect(blotted.map(({ id }) => id)).toEqual([]);
});

it("names the kinds when asked for one that there is not", async () => {
  await using home = await tempHome();
  const { code, stderr } = await cli(["sources", "show", "syslog"], { home });
  expect(code).toBe(2);
  expect(stderr).toContain('there is no log format "syslog"; the formats are claro-access');
  expect(stderr).toContain("claro-ir sources list");
});

it("has every kind in the README", async () => {
  const readme = await readFile(join(import.meta.dirname, "..", "..", "README.md"), "utf8");
  expect(LOG_FORMATS.filter(({ id }) => !readme.includes(`\`${id}\``)).map(({ id }) => id)).toEqual(
    [],
  );
});
