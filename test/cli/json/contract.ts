// `status --json` as the contract shows it: every key with an example of its type. Instants and ids are examples, not expectations.
const AT = "2026-11-23T02:10:00.000Z";

export const STATUS_EXAMPLE = {
  incident: "INC-20261123-k7f3",
  state: "open",
  drill: false,
  severity: "P1",
  declaredAt: AT,
  now: AT,
  runbook: { id: "compromised-key", version: 1, sha256: "…" },
  phase: "immediate",
  phases: [
    {
      id: "immediate",
      title: "…",
      dueAt: AT,
      state: "active",
      overdueBy: null,
      steps: [
        {
          id: "create-replacement-key",
          credential: "c1",
          title: "…",
          kind: "automated",
          tier: "core",
          state: "ready",
          blockedBy: [],
          by: null,
          at: null,
          reason: null,
        },
      ],
    },
  ],
  next: [
    {
      step: "create-replacement-key",
      credential: "c1",
      why: "…",
      command: "claro-ir run create-replacement-key",
    },
  ],
  contained: { at: null },
  restored: { at: null },
  credentials: [
    {
      id: "c1",
      name: "production-web-app",
      environment: "production",
      provider: "claro",
      strategy: "replace-first",
      ceilingAt: AT,
      old: { state: "alive", keyId: "…", verdict: "ALIVE", lastAliveAt: AT, firstDeadAt: null },
      new: { state: "sealed", keyId: "…", name: "…", verdict: "ALIVE" },
      targets: [{ id: "web-env", kind: "dotenv", state: "in-use", proof: "use" }],
    },
  ],
  clocks: [{ regime: "eu-gdpr", stage: "authority", dueAt: AT, state: "running" }],
  unknown: [],
  head: { seq: 12, hash: "…" },
};

function kindOf(value: unknown): string {
  if (value === null) return "null";
  return Array.isArray(value) ? "list" : typeof value;
}

/**
 * Keys of `example` that `actual` lacks or holds as another type, by path. Null stands for "not yet", so it differs from no type;
 * an empty list shows nothing about its items.
 */
export function missingKeys(example: unknown, actual: unknown, path = ""): readonly string[] {
  const [wanted, found] = [kindOf(example), kindOf(actual)];
  if (actual === undefined) return [`${path} is missing`];
  if (wanted === "null" || found === "null") return [];
  if (wanted !== found) return [`${path} is ${found}, not ${wanted}`];
  if (Array.isArray(example)) {
    const [first] = example as readonly unknown[];
    if (first === undefined) return [];
    return (actual as readonly unknown[]).flatMap((one, index) =>
      missingKeys(first, one, `${path}/${String(index)}`),
    );
  }
  if (wanted !== "object") return [];
  return Object.entries(example as object).flatMap(([key, value]) =>
    missingKeys(value, (actual as Readonly<Record<string, unknown>>)[key], `${path}/${key}`),
  );
}
