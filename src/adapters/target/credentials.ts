// Asking a cloud vendor's own library who we are: environment, profiles, sign-ins, the machine's own identity.
import { OutsideError } from "../../ports/outside.ts";

/** Time to get credentials, in ms. A chain tries several sources, some of them programs and servers that are not there. */
const DEADLINE_MS = 30_000;

/**
 * What `ask` gives, or OutsideError (certain: nothing has gone to the store yet) with `missing`, which names what to set.
 * The library's own words are not repeated: they may quote files and programs that hold secrets.
 */
export async function credentialsFrom<T>(ask: () => Promise<T>, missing: string): Promise<T> {
  const { promise: late, reject } = Promise.withResolvers<never>();
  const timer = setTimeout(() => {
    reject(new OutsideError(true, `${missing} (no answer within ${String(DEADLINE_MS / 1000)} s)`));
  }, DEADLINE_MS);
  try {
    return await Promise.race([ask(), late]);
  } catch (error) {
    if (error instanceof OutsideError) throw error;
    throw new OutsideError(true, missing, { hint: "claro-ir doctor" });
  } finally {
    clearTimeout(timer);
  }
}
