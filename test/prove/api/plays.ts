// What is played: a command, what must have been done before it, and the request of it that goes wrong.
import {
  WHEN_CHANGING,
  WHEN_CUTTING,
  WHEN_LISTING,
  WHEN_LOOKING,
  type Bad,
  type Change,
} from "./faults.ts";
import { KEY, type World } from "./world.ts";

export interface Play {
  readonly id: string;
  /** What is done first, in calm weather. */
  readonly before: readonly (readonly string[])[];
  /** A fault that `before` ends with: its command's outcome is lost. */
  readonly lost?: {
    readonly endpoint: string;
    readonly fault: string;
    readonly delayMs?: number;
    readonly command: readonly string[];
  };
  readonly command: readonly string[];
  readonly endpoint: string;
  /** What the request that goes wrong was to change; null = it only looks. */
  readonly change: Change | null;
  readonly canDisable?: boolean;
  readonly bads: readonly Bad[];
}

export interface Case {
  readonly play: Play;
  readonly bad: Bad;
}

const CREATE = ["run", "create-replacement-key", "--json"];
const OUTAGE = ["decide", "outage", "10", "--because", "it is public"];
const CAPTURE = ["run", "capture-minimum-evidence"];
const DEPLOY = ["run", "deploy-replacement-key"];
const BLOCK = ["run", "block-compromised-key", "--confirm", KEY, "--json"];
const RECONCILE = ["reconcile", "--json"];
const CUT = [OUTAGE, CAPTURE, BLOCK];

const POST = "POST /v1/keys";
const LIST = "GET /v1/keys";
const DELETE = "DELETE /v1/keys/*";
const PATCH = "PATCH /v1/keys/*";
const ASK = "GET /v1/prompts";

const LISTING = [...WHEN_LOOKING, ...WHEN_LISTING];

function looking(
  id: string,
  before: Play["before"],
  command: readonly string[],
  endpoint: string,
  lost?: Play["lost"],
): Play {
  const bads = endpoint === LIST ? LISTING : WHEN_LOOKING;
  return {
    id,
    before,
    command,
    endpoint,
    change: null,
    bads,
    ...(lost === undefined ? {} : { lost }),
  };
}

const LOST_CREATE = { endpoint: POST, fault: "reset-after", command: CREATE };

const LATE_CREATE = { ...LOST_CREATE, fault: "late", delayMs: 20_000 };

const PLAYS: readonly Play[] = [
  {
    id: "create",
    before: [],
    command: CREATE,
    endpoint: POST,
    change: "create",
    bads: WHEN_CHANGING,
  },
  {
    id: "block",
    before: [OUTAGE, CAPTURE],
    command: BLOCK,
    endpoint: DELETE,
    change: "delete",
    bads: [...WHEN_CHANGING, ...WHEN_CUTTING],
  },
  {
    id: "disable",
    before: [OUTAGE, CAPTURE],
    command: BLOCK,
    endpoint: PATCH,
    change: "disable",
    canDisable: true,
    bads: [...WHEN_CHANGING, ...WHEN_CUTTING],
  },
  {
    id: "delete-disabled",
    before: CUT,
    command: [...BLOCK, "--action", "delete"],
    endpoint: DELETE,
    change: "delete",
    canDisable: true,
    bads: WHEN_CHANGING,
  },
  looking("create-asks", [], CREATE, ASK),
  looking("block-lists", [OUTAGE, CAPTURE], BLOCK, LIST),
  looking("block-asks", [OUTAGE, CAPTURE], BLOCK, ASK),
  looking("capture-usage", [], CAPTURE, "GET /v1/usage"),
  looking("capture-lists", [], CAPTURE, LIST),
  looking("prove-dead", CUT, ["run", "verify-key-rejected"], ASK),
  looking("prove-live", [CREATE, DEPLOY], ["run", "verify-replacement-live"], ASK),
  looking("probe", CUT, ["probe"], ASK),
  looking("settle-made", [], RECONCILE, LIST, LOST_CREATE),
  looking("settle-unmade", [], RECONCILE, LIST, { ...LOST_CREATE, fault: "reset-before" }),
  {
    ...looking("settle-late", [], RECONCILE, LIST, LATE_CREATE),
    // Made after 20 s and hidden for 25: more than the half minute that is waited.
    bads: LISTING.map((bad) => (bad.id === "stale-25" ? { ...bad, isTooLate: true } : bad)),
  },
  looking("settle-cut", [OUTAGE, CAPTURE], RECONCILE, LIST, {
    endpoint: DELETE,
    fault: "reset-after",
    command: BLOCK,
  }),
  looking("settle-uncut", [OUTAGE, CAPTURE], RECONCILE, LIST, {
    endpoint: DELETE,
    fault: "reset-before",
    command: BLOCK,
  }),
  {
    ...looking("settle-orphan", [], RECONCILE, DELETE, LOST_CREATE),
    // The orphan is deleted: whatever is answered, the list is looked at again.
    bads: WHEN_CHANGING,
  },
];

export const CASES: readonly Case[] = PLAYS.flatMap((play) =>
  play.bads.map((bad) => ({ play, bad })),
);

/** The argument that plays it again. */
export function idOf({ play, bad }: Case): string {
  return `${play.id}/${bad.id}`;
}

/** Bring the world to where the play begins. */
export async function prepare(world: World, { before, lost }: Play): Promise<void> {
  await world.start();
  for (const command of before) await world.ok(command);
  if (lost === undefined) return;
  const { command, ...fault } = lost;
  await world.fault(fault);
  const { code } = await world.run(command);
  if (code !== 5) throw new Error(`what was to be lost ended with ${String(code)}`);
  await world.calm();
}
