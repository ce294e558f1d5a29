// Can more than one person open a sealed key, or does everything hang on one laptop?
import { Secret } from "../../core/credential/secret.ts";
import { ClaroIrError } from "../../core/error.ts";
import { green, red, redOf, type Check, type Finding } from "./check.ts";
import type { Site } from "./site.ts";

const THEIRS = "# a colleague's: claro-ir doctor --verbose there";

async function look({ sealer, config }: Site): Promise<readonly Finding[]> {
  const people = [...new Set(config.recipients)];
  const lines = `recipients: [${[...people, "age1…"].join(", ")}] ${THEIRS}`;
  if (people.length < 2)
    return [red("one person alone could open a sealed key: this machine's", lines)];
  try {
    await sealer.seal(new Secret("a test that is sealed"), people);
  } catch (error) {
    if (!(error instanceof ClaroIrError)) throw error;
    return [redOf(error, lines)];
  }
  return [green(`${String(people.length)} people can open a sealed key`)];
}

export const recipients: Check = {
  id: "recipients",
  needs: ["configuration"],
  looks: (site) => [{ about: "", look: () => look(site) }],
};
