// Could this machine open a sealed key? Tried with a sealed test, in memory.
import { Secret } from "../../core/credential/secret.ts";
import { green, note, red, type Check, type Finding } from "./check.ts";
import type { Site } from "./site.ts";

async function look({ sealer, config }: Site): Promise<readonly Finding[]> {
  const own = await sealer.own();
  if (own === undefined)
    return config.recipients.length === 0
      ? [note(`${config.identity} is made when the first key is sealed`)]
      : [red("this machine has none, so it could open no sealed key", "claro-ir init")];
  await sealer.open(await sealer.seal(new Secret("a test that is sealed and opened"), [own]));
  if (config.recipients.length > 0 && !config.recipients.includes(own))
    return [
      red(
        "keys are sealed to others only: this machine could open none",
        `recipients: [${[...config.recipients, own].join(", ")}]`,
      ),
    ];
  return [green(`opens what is sealed to ${own}`)];
}

export const identity: Check = {
  id: "identity",
  needs: ["configuration"],
  looks: (site) => [{ about: "", look: () => look(site) }],
};
