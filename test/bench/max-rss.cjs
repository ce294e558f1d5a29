// Loaded before the program: says at its end how much memory it took. Linux only; ru_maxrss would begin with that of the parent.
const { readFileSync } = require("node:fs");

process.on("exit", () => {
  const [, peak] = /VmHWM:\s+(\d+) kB/.exec(readFileSync("/proc/self/status", "utf8")) ?? [];
  process.stderr.write(`max rss ${peak} kB\n`);
});
