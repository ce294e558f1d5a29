// Who may act: is this person listed, and is there somebody else who may manage keys?
import { green, note, red, type Check, type Finding } from "./check.ts";
import type { OperatorConfig } from "../../ports/config.ts";
import type { Site } from "./site.ts";

function managesKeys({ role }: OperatorConfig): boolean {
  return role === "owner" || role === "admin";
}

function look({ config, operator }: Site): readonly Finding[] {
  const { operators } = config;
  const me = operators.find((one) => one.id === operator);
  if (me === undefined)
    return [
      red(
        `you are ${operator} here, the configuration knows ${operators.map((one) => one.id).join(", ")}: every command would ask who acts`,
        `export CLARO_IR_OPERATOR=${operators.find(managesKeys)?.id ?? operators[0]?.id ?? operator}`,
      ),
    ];
  const others = operators.filter((one) => one !== me && managesKeys(one));
  if (others.length === 0)
    return [
      red(
        `nobody besides ${operator} may make or delete keys`,
        `operators: [${[...operators.map(yaml), "{ id: <colleague>, role: admin }"].join(", ")}]`,
      ),
    ];
  return [
    green(
      `${operator} is ${me.role}; ${others.map((one) => one.id).join(", ")} may manage keys too`,
    ),
    ...(managesKeys(me)
      ? []
      : [note(`${operator} is ${me.role}: others make and delete the keys`)]),
  ];
}

function yaml({ id, role }: OperatorConfig): string {
  return `{ id: ${id}, role: ${role} }`;
}

export const operators: Check = {
  id: "operators",
  needs: ["configuration"],
  looks: (site) => [{ about: "", look: () => look(site) }],
};
