// Processes that a test started end with the tests, also when those are interrupted or a test hangs and its worker is ended from outside.

const ends = new Set<() => void>();

function endAll(): void {
  for (const end of ends) end();
}

process.once("exit", endAll);
process.once("SIGTERM", () => {
  endAll();
  // Nobody listens any more: it does what it would have done.
  process.kill(process.pid, "SIGTERM");
});

/** Run `end` when this process ends. Gives what takes that back. */
export function endWithTests(end: () => void): () => void {
  ends.add(end);
  return () => {
    ends.delete(end);
  };
}
