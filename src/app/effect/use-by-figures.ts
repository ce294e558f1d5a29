// Proof of use by the key's own usage figures: asks with the new key, again and again, until they show that somebody else used it.
import type { Secret } from "../../core/credential/secret.ts";
import { usedByAnother, type OwnCall, type UsageReading } from "../../core/credential/use.ts";
import { toEpoch } from "../../core/instant.ts";
import { OutsideError } from "../../ports/outside.ts";
import type { KeyProvider, ProbeAnswer } from "../../ports/key-provider.ts";
import { loadIncident, record } from "../incident.ts";
import type { Run } from "./effect.ts";
import { probedFact } from "./probe.ts";

async function read(
  run: Run,
  provider: KeyProvider,
  secret: Secret,
): Promise<UsageReading | undefined> {
  const sentAt = run.app.clock.now();
  try {
    const figures = await provider.usage?.(secret, run.credential.new.keyId ?? undefined);
    if (figures === undefined) return undefined;
    return {
      sentAt,
      answeredAt: run.app.clock.now(),
      lastUsedAt: figures.lastUsedAt === null ? null : toEpoch(figures.lastUsedAt),
      requests: figures.requests,
    };
  } catch (error) {
    if (error instanceof OutsideError) return undefined;
    throw error;
  }
}

/** Calls with the new key that another terminal of ours made since `seq`: they are no proof of a consumer. */
async function strangersSince(run: Run, seq: number): Promise<boolean> {
  const { events } = await loadIncident(run.app, run.state.id);
  return events.some(
    (event) =>
      event.seq > seq &&
      event.op !== run.app.op &&
      event.type === "key.probed" &&
      event.data.lane === "new" &&
      event.data.credential === run.credential.id,
  );
}

/** One of our own calls, as it stands on record: so that another terminal does not take it for the consumer's. */
async function own(run: Run, answer: ProbeAnswer): Promise<number> {
  const { id } = run.credential;
  const { head } = await record(run.app, run.state.id, [probedFact(id, "new", answer)]);
  return head.seq;
}

const READ: ProbeAnswer = {
  verdict: "ALIVE",
  status: 200,
  detail: "usage figures read",
  retryAfter: undefined,
};

/** Looks once each time it is called; gives what proves the use, or undefined. `probe` is our own call just before. */
export function figuresWatch(
  run: Run,
  provider: KeyProvider,
  secret: Secret,
  probe: OwnCall,
): () => Promise<string | undefined> {
  let before: OwnCall | undefined = probe;
  let readings: readonly UsageReading[] = [];
  let since = 0;

  async function probeAgain(): Promise<OwnCall> {
    const sentAt = run.app.clock.now();
    const answer = await provider.probe(secret);
    await own(run, answer);
    return { sentAt, answeredAt: run.app.clock.now() };
  }

  return async () => {
    before ??= await probeAgain();
    const reading = await read(run, provider, secret);
    if (reading === undefined) return undefined;
    const seq = await own(run, READ);
    if (readings.length === 0) since = seq;
    readings = [...readings, reading];
    if (await strangersSince(run, since)) {
      before = undefined;
      readings = [];
      return undefined;
    }
    const proof = usedByAnother(before, readings);
    if (proof === undefined) return undefined;
    return proof === "requests"
      ? "the key's requests grew by more than our own, after the deploy"
      : "the key's last use lies between two of our own calls, after the deploy";
  };
}
