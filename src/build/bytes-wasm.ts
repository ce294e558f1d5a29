// Makes bytes-wasm.ts of bytes.wat: run it after a change there. The program needs no assembler; a test compares.
import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import wabt from "wabt";

const FOLDER = join(import.meta.dirname, "..", "adapters", "access-log");

/** The text of bytes-wasm.ts for the present bytes.wat. Throws with line and column where that is no WebAssembly text. */
export async function wasmText(): Promise<string> {
  const assembler = await wabt();
  const source = await readFile(join(FOLDER, "bytes.wat"), "utf8");
  const module = assembler.parseWat("bytes.wat", source, { simd: true });
  module.validate();
  const { buffer } = module.toBinary({});
  module.destroy();
  const base64 = Buffer.from(buffer).toString("base64");
  return `// Made of bytes.wat by src/build/bytes-wasm.ts.\nexport const BYTES_WASM =\n  "${base64}";\n`;
}

if (import.meta.main) await writeFile(join(FOLDER, "bytes-wasm.ts"), await wasmText());
