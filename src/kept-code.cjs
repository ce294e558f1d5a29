// Runs the chunk that every command needs from the code that V8 made of it when it last ran. Node's own cache keeps only what was compiled
// before a file ran, so that every start would compile four hundred functions again: a quarter of it.
"use strict";

const fs = require("node:fs");
const Module = require("node:module");
const path = require("node:path");
const vm = require("node:vm");

/** V8 trusts what it is given, and a damaged one would hang: kept twice in one file, it shows. Undefined where there is none to be trusted. */
function read(file) {
  try {
    const both = fs.readFileSync(file);
    const half = both.length >> 1;
    const code = both.subarray(0, half);
    return half > 0 && code.equals(both.subarray(half)) ? code : undefined;
  } catch {
    // None, or another user's: compiling takes some milliseconds more.
    return undefined;
  }
}

/** Nobody misses it in a package that cannot be written: the next start compiles again, as this one did. */
function keep(file, code) {
  const aside = `${file}.${process.pid}`;
  attempt(() => {
    fs.writeFileSync(aside, Buffer.concat([code, code]));
    fs.renameSync(aside, file);
  });
  attempt(() => fs.rmSync(aside, { force: true }));
}

function attempt(work) {
  try {
    work();
  } catch {
    // Not ours to write, or no room.
  }
}

/** Load `chunk` as `require` would, with its code from the folder `cache`; its name changes with its content. */
exports.load = function load(chunk, cache) {
  // Bytes and characters are one: chunks are plain ASCII.
  const source = fs.readFileSync(chunk, "latin1");
  const file = path.join(cache, `${path.basename(chunk)}-${process.version}-${process.arch}`);
  const kept = read(file);
  const script = new vm.Script(Module.wrap(source), {
    filename: chunk,
    cachedData: kept,
    importModuleDynamically: vm.constants.USE_MAIN_CONTEXT_DEFAULT_LOADER,
  });
  const made = new Module(chunk, module);
  made.filename = chunk;
  require.cache[chunk] = made;
  const run = script.runInThisContext();
  run.call(
    made.exports,
    made.exports,
    Module.createRequire(chunk),
    made,
    chunk,
    path.dirname(chunk),
  );
  made.loaded = true;
  // At the end most of what a command needs has been compiled.
  if (kept === undefined || script.cachedDataRejected)
    process.once("exit", () => keep(file, script.createCachedData()));
};
