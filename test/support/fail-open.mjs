// Preload (`node --import`): opening a file below CLARO_TEST_FAIL_BELOW fails at the Nth time, in what a process does beside its main thread
// (`fs.promises`). CLARO_TEST_FAIL_OPEN=<n>:<code> once, <n>+:<code> from then on; CLARO_TEST_FAILED=<file> is made when it has happened.
import fs from "node:fs";
import { syncBuiltinESMExports } from "node:module";

const [when, code] = process.env.CLARO_TEST_FAIL_OPEN.split(":");
const below = process.env.CLARO_TEST_FAIL_BELOW;
const marker = process.env.CLARO_TEST_FAILED;
const from = Number.parseInt(when, 10);
const to = when.endsWith("+") ? Infinity : from;
let opened = 0;

// Programs that this process starts are not the ones under test.
for (const name of ["NODE_OPTIONS", "CLARO_TEST_FAIL_OPEN"]) delete process.env[name];

const { open } = fs.promises;
fs.promises.open = async function counted(path, ...rest) {
  if (!String(path).startsWith(below)) return open(path, ...rest);
  opened += 1;
  if (opened < from || opened > to) return open(path, ...rest);
  fs.writeFileSync(marker, "");
  throw Object.assign(new Error(`${code}: cannot open, open '${String(path)}'`), {
    code,
    syscall: "open",
  });
};
syncBuiltinESMExports();
