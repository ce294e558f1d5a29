// Kubernetes manifests: Secrets, and the entries of Secrets that containers are given.
import { parseAllDocuments } from "yaml";
import { environmentOf, namesKey, type FoundPlace } from "../../core/setup/place.ts";
import type { Surveyor } from "./surveyor.ts";
import { READ_YAML, recordOf, recordsIn } from "./yaml-data.ts";

/** A manifest may hold this many aliases before it is taken for a bomb. */
const MOST_ALIASES = 50;

export const kubernetes: Surveyor = {
  id: "kubernetes",
  wants: (path) => /\.ya?ml$/.test(path) && !/(^|\/)\.git(hub|lab)/.test(path),
  places(path, text) {
    if (!/secretKeyRef|^kind:\s*Secret\b/m.test(text)) return [];
    return parseAllDocuments(text, READ_YAML).flatMap((document) => {
      const data: unknown = document.toJS({ maxAliasCount: MOST_ALIASES });
      const namespace = textOf(recordOf(recordOf(data)["metadata"])["namespace"]);
      return entriesIn(data)
        .filter(({ entry }) => namesKey(entry.replaceAll(/[.-]/g, "_")))
        .map((found) => placeOf(path, found, namespace));
    });
  },
};

interface Entry {
  readonly secret: string;
  readonly entry: string;
}

function entriesIn(data: unknown): readonly Entry[] {
  const top = recordOf(data);
  const own =
    top["kind"] === "Secret"
      ? [top["data"], top["stringData"]]
          .flatMap((part) => Object.keys(recordOf(part)))
          .map((entry) => ({ secret: textOf(recordOf(top["metadata"])["name"]), entry }))
      : [];
  const used = recordsIn(data)
    .filter((one) => Object.hasOwn(one, "secretKeyRef"))
    .map((one) => recordOf(one["secretKeyRef"]))
    .map(({ name, key }) => ({ secret: textOf(name), entry: textOf(key) }));
  return [...own, ...used].filter(({ secret, entry }) => secret !== "" && entry !== "");
}

function placeOf(path: string, { secret, entry }: Entry, namespace: string): FoundPlace {
  const scope = namespace === "" ? {} : { namespace };
  return {
    kind: "exec",
    options: { preset: "kubectl", with: { secret, entry, ...scope } },
    environment: environmentOf(`${path} ${namespace}`),
    where: `kubernetes ${[namespace, secret, entry].filter((word) => word !== "").join(" ")}`,
    vendors: [],
  };
}

function textOf(value: unknown): string {
  return typeof value === "string" ? value : "";
}
