// Preload (`node --import`): counts what the process does to disk and network, and ends it with SIGKILL at the Nth moment.
// CLARO_TEST_KILL_AT=<n> kills at moment n (each act has two: just before, just after), CLARO_TEST_KILL_ON=<METHOD> when the first answer
// to a request of that method arrives; CLARO_TEST_KILL_COUNT=<file> only writes down all moments, one a line: `link`, and then `after link`.
import fs from "node:fs";
import { syncBuiltinESMExports } from "node:module";
import net from "node:net";

const target = Number(process.env.CLARO_TEST_KILL_AT ?? 0);
const method = process.env.CLARO_TEST_KILL_ON;
const countFile = process.env.CLARO_TEST_KILL_COUNT;
const moments = [];

// Programs that this process starts are not the ones under test.
delete process.env.NODE_OPTIONS;
delete process.env.CLARO_TEST_KILL_AT;
delete process.env.CLARO_TEST_KILL_ON;
delete process.env.CLARO_TEST_KILL_COUNT;

function moment(name) {
  moments.push(name);
  if (moments.length === target) process.kill(process.pid, "SIGKILL");
}

function around(owner, name) {
  const original = owner[name];
  owner[name] = function counted(...args) {
    moment(name);
    const made = original.apply(this, args);
    if (typeof made?.then !== "function") {
      moment(`after ${name}`);
      return made;
    }
    return made.finally(() => moment(`after ${name}`));
  };
}

const handle = await fs.promises.open(new URL(import.meta.url), "r");
const FileHandle = Object.getPrototypeOf(handle);
await handle.close();

for (const name of ["sync", "write", "writeFile"]) around(FileHandle, name);
for (const name of ["open", "link", "unlink", "rename", "mkdir", "writeFile"])
  around(fs.promises, name);
for (const name of ["writeFileSync", "renameSync", "linkSync", "unlinkSync", "fsyncSync"])
  around(fs, name);
around(net.Socket.prototype, "connect");
around(net.Socket.prototype, "write");
around(net.Socket.prototype, "push");
around(net.Socket.prototype, "destroy");

const asked = new WeakSet();
const { write, push } = net.Socket.prototype;
net.Socket.prototype.write = function noted(data, ...rest) {
  if (method !== undefined && String(data).startsWith(`${method} `)) asked.add(this);
  return write.call(this, data, ...rest);
};
net.Socket.prototype.push = function answered(...args) {
  if (asked.has(this)) process.kill(process.pid, "SIGKILL");
  return push.apply(this, args);
};
syncBuiltinESMExports();

if (countFile !== undefined)
  process.on("exit", () => {
    fs.appendFileSync(countFile, `${moments.join("\n")}\n`);
  });
