// Which configured places hold a key: by the name they say, and by the value that lies there.
import { lineOf } from "../core/credential/naming.ts";
import { ClaroIrError } from "../core/error.ts";
import type { TargetConfig } from "../ports/config.ts";
import { OutsideError } from "../ports/outside.ts";
import type { App } from "./context.ts";
import type { KeyAnswers, Matched } from "./match-key.ts";

async function holds(app: App, target: TargetConfig, fingerprint: string): Promise<boolean> {
  try {
    const reading = await (await app.target(target)).read();
    if (reading.state !== "present") return false;
    app.remember(reading.secret);
    return (await app.fingerprint())(reading.secret.reveal()) === fingerprint;
  } catch (error) {
    if (error instanceof OutsideError) return false;
    if (!(error instanceof ClaroIrError)) throw error;
    // A place that is described wrongly holds up no declaration; whoever deploys there is refused.
    app.say(`warning: ${error.message}`);
    return false;
  }
}

/** The register name of the place that holds the value: how a value alone finds its key. */
export async function nameFromPlaces(
  app: App,
  fingerprint: string | null,
): Promise<string | undefined> {
  if (fingerprint === null) return undefined;
  const named = app.config.targets.filter((target) => target.key !== null);
  const found = await Promise.all(named.map((target) => holds(app, target, fingerprint)));
  return named.find((_target, index) => found[index])?.key ?? undefined;
}

/** A place that somebody names is there and described rightly, or it is said now. */
async function requirePlace(app: App, id: string): Promise<string> {
  const found = app.config.targets.find((target) => target.id === id);
  if (found === undefined)
    throw new ClaroIrError(
      "usage",
      "unknown-target",
      `There is no target "${id}" in the configuration.`,
      {
        hint: `claro-ir targets add ${id} --kind <kind> … (after start)`,
      },
    );
  await app.target(found);
  return id;
}

/** Places of a key: named ones, configured for its name, or holding its value. */
export async function placesOf(
  app: App,
  matched: Pick<Matched, "name" | "environment" | "provider">,
  answers: Pick<KeyAnswers, "targets">,
  fingerprint: string | null,
): Promise<readonly string[]> {
  const named = await Promise.all(answers.targets.map((id) => requirePlace(app, id)));
  const candidates = app.config.targets.filter(
    (target) =>
      target.environment === matched.environment &&
      (target.provider === null || target.provider === matched.provider),
  );
  const found = await Promise.all(
    candidates.map(async (target) => {
      if (target.key !== null)
        return lineOf(target.key) === lineOf(matched.name) ? target.id : null;
      if (fingerprint === null) return null;
      return (await holds(app, target, fingerprint)) ? target.id : null;
    }),
  );
  return [...new Set([...named, ...found.filter((id) => id !== null)])];
}
