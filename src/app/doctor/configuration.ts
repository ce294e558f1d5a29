// Is there a configuration, can it be trusted, and does it mean the real vendors?
import { green, red, redOf, type Check, type Finding } from "./check.ts";
import type { Site } from "./site.ts";

function look({ config, configProblem }: Site): readonly Finding[] {
  if (configProblem !== undefined) return [redOf(configProblem, "claro-ir schema config")];
  if (config.file === null)
    return [red("there is none: no colleague and no place is known beforehand", "claro-ir init")];
  const diverted = Object.keys(config.endpoints);
  if (diverted.length > 0)
    return [
      red(
        `${config.file} is set up for a test: calls for ${diverted.join(", ")} go to this machine`,
        "endpoints: {}",
      ),
    ];
  return [green(config.file)];
}

export const configuration: Check = {
  id: "configuration",
  needs: [],
  looks: (site) => [{ about: "", look: () => look(site) }],
};
