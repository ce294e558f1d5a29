// Plans a reading: what of each log is read, how, and in which parts.
import type { ReadRequest } from "../../ports/access-log.ts";
import { arraysOf } from "./document.ts";
import { needlesOf } from "./needles.ts";
import type { OpenLog, Unread } from "./open-log.ts";
import { isPart, type Job, type Plan, type SourcePlan, type Whose } from "./plan.ts";
import { stridesOf } from "./sampling.ts";
import { seek, type Sought } from "./seek.ts";

/** A log from the first look at it to what is said of it. */
export interface Log {
  /** Place in the report's sources. */
  readonly index: number;
  readonly name: string;
  readonly open: OpenLog | null;
  readonly unread: Unread | null;
  readonly plan: SourcePlan | null;
  /** Only this part of it can hold what is asked for. */
  readonly sought: Sought | null;
}

/** Parts of a plain file: small enough that no thread waits long for another's last one. */
const PART_BYTES = 4 * 1024 * 1024;
/** Parsing takes some eight times as long as searching, and unpacking the same. */
const HARD = 8;

function sourceOf(
  log: Log,
  open: OpenLog,
  request: ReadRequest,
  whose: Whose,
  canFilter: boolean,
): SourcePlan {
  const { format, fd, size, packing } = open;
  const arrays = arraysOf(format, open.head);
  const isFiltered =
    whose === "keys" && canFilter && !request.everyLine && !format.isAdministrative;
  return {
    index: log.index,
    name: log.name,
    fd,
    size,
    packing,
    format: format.id,
    arrays,
    whose,
    keepsOthers: format.isAdministrative && whose === "keys",
    every: !isFiltered && whose !== "nobody",
    stride: 1,
    from: 0,
    to: size,
  };
}

/** What is read of the logs that are open. */
export function planOf(
  request: ReadRequest,
  found: readonly Log[],
): { readonly logs: readonly Log[]; readonly plan: Plan } {
  const keys = request.keys.map(({ key, names }) => ({
    key,
    names: names.filter((name) => name !== ""),
  }));
  const canFilter = needlesOf(keys) !== null;
  const someNameKeys = found.some(({ open }) => open?.reader.namesKeys === true);
  const logs = found.map((log): Log => {
    const { open } = log;
    if (open === null) return log;
    const whose = open.reader.namesKeys ? "keys" : someNameKeys ? "nobody" : "callers";
    const plan = sourceOf(log, open, request, whose, canFilter);
    const sought = isPart(plan) ? seek(open, request) : null;
    return {
      ...log,
      sought,
      plan: { ...plan, from: sought?.from ?? 0, to: sought?.to ?? plan.to },
    };
  });
  const strides = stridesOf(
    logs.flatMap(({ open, plan }) =>
      open === null || plan === null ? [] : [{ ...open, size: plan.to - plan.from }],
    ),
  );
  const sources = logs
    .flatMap(({ plan }) => plan ?? [])
    .map((source, at) => ({ ...source, stride: strides[at] ?? 1 }));
  return {
    logs,
    plan: {
      sources,
      keys,
      byPrincipal: false,
      options: request.options,
      windows: request.windows,
      winners: new Map(),
      elsewhere: new Map(),
      keepsMarks: true,
      comparesLines: sources.length > 1,
      comparesFormats: new Set(sources.map(({ format }) => format)).size > 1,
    },
  };
}

/** No line is looked at that holds no name: when the log was written is known from the first pass. */
const NEVER = Number.MAX_SAFE_INTEGER;

/** The same logs for what was made with the keys: lines that name it, and nothing else. */
export function followPlan(plan: Plan, keys: Plan["keys"]): Plan {
  const canFilter = needlesOf(keys) !== null;
  return {
    ...plan,
    keys,
    byPrincipal: true,
    winners: new Map(),
    elsewhere: new Map(),
    keepsMarks: true,
    sources: plan.sources
      .filter(({ whose }) => whose === "keys")
      .map((source) => ({ ...source, keepsOthers: false, every: !canFilter, stride: NEVER })),
  };
}

function partsOf({ index, from, to }: SourcePlan, bytes: number): readonly Job[] {
  return Array.from({ length: Math.ceil((to - from) / bytes) }, (_, block) => ({
    source: index,
    block,
    from: from + block * bytes,
    to: Math.min(to, from + (block + 1) * bytes),
  }));
}

export interface Jobs {
  readonly jobs: readonly Job[];
  /** How much there is to do, in bytes that are searched. */
  readonly work: number;
  readonly bytes: number;
}

/** All jobs of a plan: what cannot be shared first, the largest of it at once. Parts have `partBytes`. */
export function jobsOf({ sources }: Plan, partBytes = PART_BYTES): Jobs {
  const wholes = sources.filter((source) => !isPart(source)).sort((a, b) => b.size - a.size);
  const parts = sources.filter(isPart);
  const bytes = sources.reduce((sum, { from, to }) => sum + to - from, 0);
  const work = sources.reduce(
    (sum, source) => sum + (source.to - source.from) * (isPart(source) && !source.every ? 1 : HARD),
    0,
  );
  return {
    jobs: [
      ...wholes.map(({ index, size }) => ({ source: index, block: 0, from: 0, to: size })),
      ...parts.flatMap((source) => partsOf(source, partBytes)),
    ],
    work,
    bytes,
  };
}
