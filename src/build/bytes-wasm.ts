// Makes bytes-wasm.ts and cells-wasm.ts of their .wat: run it after a change there. The program needs no assembler; a test compares.
import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import wabt from "wabt";

const FOLDER = join(import.meta.dirname, "..", "adapters", "access-log");

export const MODULES = ["bytes", "cells"] as const;

/** The text of <name>-wasm.ts for the present <name>.wat. Throws with line and column where that is no WebAssembly text. */
export async function wasmText(name: (typeof MODULES)[number]): Promise<string> {
  const assembler = await wabt();
  const source = await readFile(join(FOLDER, `${name}.wat`), "utf8");
  const module = assembler.parseWat(`${name}.wat`, source, { simd: true, bulk_memory: true });
  module.validate();
  const { buffer } = module.toBinary({});
  module.destroy();
  const base64 = Buffer.from(buffer).toString("base64");
  return `// Made of ${name}.wat by src/build/bytes-wasm.ts.\nexport const ${name.toUpperCase()}_WASM =\n  "${base64}";\n`;
}

if (import.meta.main)
  for (const name of MODULES)
    await writeFile(join(FOLDER, `${name}-wasm.ts`), await wasmText(name));
