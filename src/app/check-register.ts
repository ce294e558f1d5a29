// Looking at everything the register can be compared with: places and vendors, each for itself, reading only.
import { checkRegister, notChecked, type Finding } from "../core/credential/register-check.ts";
import type { PlaceFound, VendorList } from "../core/credential/register-check.ts";
import { ClaroIrError } from "../core/error.ts";
import { toInstant } from "../core/instant.ts";
import type { AdapterConfig, TargetConfig } from "../ports/config.ts";
import { OutsideError } from "../ports/outside.ts";
import type { App } from "./context.ts";
import { readRegister } from "./register.ts";

/** A failure that belongs to one place or vendor, in words; anything else is a bug and goes on. */
function whyOf(error: unknown): string {
  if (error instanceof OutsideError || error instanceof ClaroIrError) return error.message;
  throw error;
}

async function lookAt(app: App, place: TargetConfig): Promise<PlaceFound> {
  const found = { target: place.id, key: place.key };
  try {
    const reading = await (await app.target(place)).read();
    if (reading.state === "absent") return { ...found, fingerprint: null, why: "holds no value" };
    if (reading.state !== "present")
      return { ...found, fingerprint: null, why: "gives its value to nobody" };
    app.remember(reading.secret);
    const fingerprint = (await app.fingerprint())(reading.secret.reveal());
    return { ...found, fingerprint, why: null };
  } catch (error) {
    return { ...found, fingerprint: null, why: whyOf(error) };
  }
}

async function listOf(app: App, { id }: AdapterConfig): Promise<VendorList> {
  try {
    const { admin, title } = await app.provider(id);
    if (admin.list === undefined)
      return { provider: id, state: "unknown", why: `${title} lists its keys on its page only` };
    return { provider: id, state: "listed", keys: await admin.list() };
  } catch (error) {
    return { provider: id, state: "unknown", why: whyOf(error) };
  }
}

/** The register compared with what lies in the places and what the vendors list. `notChecked`: what could not be asked. */
export async function examineRegister(
  app: App,
): Promise<{ readonly findings: readonly Finding[]; readonly notChecked: readonly string[] }> {
  const { targets, providers, operators } = app.config;
  const [entries, places, vendors] = await Promise.all([
    readRegister(app),
    Promise.all(targets.map((place) => lookAt(app, place))),
    Promise.all(providers.map((provider) => listOf(app, provider))),
  ]);
  const now = toInstant(app.clock.now());
  const people = operators.map((one) => one.id);
  const world = { now, entries, places, vendors, people };
  return { findings: checkRegister(world), notChecked: notChecked(world) };
}
