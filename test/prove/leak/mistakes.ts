// Ten leaks, one for each way out, planted in the program; and the scenario in which each must be seen.
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import type { Planted } from "../../sim/mutants.ts";

const ROOT = join(import.meta.dirname, "../../..");

export interface Leak extends Planted {
  /** To be read after "a program that". */
  readonly name: string;
  readonly scenario: string;
}

/** Right after a value was sealed. */
function whileSealing(id: string, name: string, code: string): Leak {
  const find = "  await app.vault.putSealed(incident, opId, ciphertext);\n";
  return {
    id,
    name,
    scenario: "created",
    file: "app/secret.ts",
    find,
    replace: `${find}  const leak = secret.reveal();\n  const fs = process.getBuiltinModule("node:fs");\n  ${code}\n`,
  };
}

export const LEAKS: readonly Leak[] = [
  whileSealing(
    "stdout",
    "prints a key in hexadecimal",
    'process.stdout.write(Buffer.from(leak).toString("hex"));',
  ),
  whileSealing(
    "stderr",
    "writes a key to stderr in base64",
    'process.stderr.write(Buffer.from(`key=${leak}`).toString("base64"));',
  ),
  whileSealing(
    "file",
    "writes a key to a file and deletes it",
    "const file = `/dev/shm/leak-${String(process.pid)}`; fs.writeFileSync(file, leak); fs.unlinkSync(file);",
  ),
  whileSealing(
    "name",
    "makes a folder that is named like a key",
    "fs.mkdirSync(`/dev/shm/${leak}`); fs.rmdirSync(`/dev/shm/${leak}`);",
  ),
  whileSealing(
    "wide",
    "keeps a key beside the sealed one, in UTF-16",
    'fs.writeFileSync(`${app.vault.location}/kept.bin`, leak, "utf16le");',
  ),
  {
    id: "journal",
    name: "puts half a key on record",
    scenario: "created",
    file: "app/secret.ts",
    find: "last4: secret.last4,",
    replace: "last4: secret.reveal().slice(0, 30),",
  },
  {
    id: "argv",
    name: "hands a key to a program as an argument",
    scenario: "handed-over",
    file: "adapters/terminal/pipe.ts",
    find: 'spawn(program ?? "", rest, {',
    replace: 'spawn(program ?? "", [...rest, secret.reveal()], {',
  },
  {
    id: "environment",
    name: "hands a key to a program in its environment",
    scenario: "handed-over",
    file: "adapters/terminal/pipe.ts",
    find: 'spawn(program ?? "", rest, {',
    replace: 'spawn(program ?? "", rest, { env: { ...process.env, KEY: secret.reveal() },',
  },
  {
    id: "header",
    name: "sends the secret of a channel to a consumer of the key",
    scenario: "deployed",
    file: "adapters/target/consumer.ts",
    find: 'headers: { accept: "application/json" }',
    replace:
      'headers: { accept: "application/json", "x-by": process.env["SLACK_WEBHOOK_URL"] ?? "" }',
  },
  {
    id: "error",
    name: "tells of a bug in the words of whoever threw it",
    scenario: "throws-later",
    file: "signals.ts",
    find: "`: ${redact(message)}`",
    replace: "`: ${message}`",
  },
];

/** Write a program with this leak in it and hand it over; gone afterwards. */
export async function withLeak<T>(
  { id, file, find, replace }: Leak,
  use: (program: string) => Promise<T>,
): Promise<T> {
  const folder = await mkdtemp(join(tmpdir(), "claro-ir-leak-"));
  const program = join(folder, "claro-ir.mjs");
  const plant = pathToFileURL(join(ROOT, "test/sim/plant.ts")).href;
  const main = pathToFileURL(join(ROOT, "src/main.ts")).href;
  await writeFile(
    program,
    `import { plant } from ${JSON.stringify(plant)};
plant(${JSON.stringify({ id, file, find, replace })});
const { main } = await import(${JSON.stringify(main)});
await main();
`,
  );
  try {
    return await use(program);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
