// Deploy target `gcp-secret-manager`: a secret in Google Cloud's Secret Manager, whole or one member of its JSON.
import { z } from "zod";

import { parseAnswer } from "../../core/pointer.ts";
import { OutsideError } from "../../ports/outside.ts";
import { shared, type TargetDeps, type TargetModule } from "./definition.ts";
import { refusal } from "./env-text.ts";
import { gcpCaller } from "./gcp-client.ts";
import { versionedTarget, type Stored, type VersionedStore } from "./versioned-store.ts";

/** Payload of one version (Secret Manager quotas: 64 KiB). */
const MAX_BYTES = 65_536;

const Options = z.strictObject({
  project: z
    .string()
    .regex(/^[a-z0-9][a-z0-9.:-]{2,62}$/, "is no project id or number")
    .describe("id or number of the project"),
  secret: z
    .string()
    .regex(/^[A-Za-z0-9_-]{1,255}$/, "is no secret name (letters, digits, dash, underscore)")
    .describe("name of the secret"),
  location: z
    .string()
    .regex(/^[a-z]+(-[a-z]+)*\d*$/, "is no location such as europe-west3")
    .optional()
    .describe("location of a regional secret; left out for the usual global one"),
  jsonKey: z
    .string()
    .min(1)
    .optional()
    .describe("member that holds the key, where the secret is a JSON object; others stay"),
  ...shared,
});

type GcpOptions = z.output<typeof Options>;

/** What is read of Google's answers; names as in its discovery document. */
const Version = z.object({ name: z.string().regex(/\/versions\/\d+$/) });
const Access = Version.extend({ payload: z.object({ data: z.base64() }) });
const SecretInfo = z.object({
  versionAliases: z.record(z.string(), z.string()).optional(),
  rotation: z.unknown(),
  expireTime: z.string().optional(),
});
type SecretInfo = z.output<typeof SecretInfo>;

export const gcpSecretManager: TargetModule = {
  id: "gcp-secret-manager",
  title: "A secret in Google Cloud Secret Manager",
  schema: Options,
  traps: [
    "Who writes needs the roles Secret Manager Secret Accessor, Version Adder and Viewer on this secret.",
    "A secret that holds JSON needs jsonKey: the other members stay, byte for byte. A change that somebody else makes in the same second is lost.",
    "Consumers that name a version or an alias instead of latest stay on the old key: move the alias, deploy them again.",
    "Cloud Run and Cloud Functions read a secret in an environment variable when an instance starts: name a reload.",
    "latest may lag for some minutes after a write; the new version is read back by its number.",
    "The old version stays enabled and readable: disable it when the key is dead, with gcloud secrets versions disable.",
    "Google takes no token that makes a write repeatable: what lies there is read first, so a value that is there is not added again.",
    "Credentials come from Application Default Credentials (key file, gcloud, metadata server), looked for at the first use.",
  ],
  example: "{ id: gcp, kind: gcp-secret-manager, project: acme-prod, secret: bayt-api-key }",
  proves: "read-back",
  connect(id, options, deps) {
    const parsed = Options.parse(options);
    return versionedTarget(id, gcpStore(parsed, deps), parsed, deps);
  },
};

function gcpStore(options: GcpOptions, deps: TargetDeps): VersionedStore {
  const { project, location, secret } = options;
  const call = gcpCaller(options, deps);
  const place = location === undefined ? "" : `/locations/${location}`;
  const path = `/v1/projects/${project}${place}/secrets/${secret}`;
  const where = `${project} ${secret}`;
  // By its number a version is read at once, by `latest` only eventually (Secret Manager: resource consistency).
  let newest = "latest";

  async function describe() {
    const purpose = { what: `look at ${where}`, changes: false };
    const { text } = await call(purpose, { method: "GET", path });
    return SecretInfo.safeParse(parseAnswer(text)).data;
  }

  async function get(): Promise<Stored | undefined> {
    const what = `read ${where}`;
    const answer = await call(
      { what, changes: false, also: [404] },
      { method: "GET", path: `${path}/versions/${newest}:access` },
    );
    if (answer.status === 404) {
      // Also the answer for a secret without versions: this one throws when there is no such secret at all.
      await describe();
      return undefined;
    }
    const { data: found } = Access.safeParse(parseAnswer(answer.text));
    if (found === undefined) throw new OutsideError(true, `${what}: the answer holds no value`);
    return { text: decoded(found.payload.data, what), version: numberOf(found.name) };
  }

  return {
    kind: "gcp-secret-manager",
    where,
    maxBytes: MAX_BYTES,
    oldVersion: "the old one stays enabled",
    get,
    async put(text) {
      const what = `write ${where}`;
      const answer = await call(
        { what, changes: true },
        {
          method: "POST",
          path: `${path}:addVersion`,
          body: { payload: { data: Buffer.from(text).toString("base64") } },
        },
      );
      const { data: made } = Version.safeParse(parseAnswer(answer.text));
      if (made === undefined)
        throw new OutsideError(false, `${what}: answered without a version`, {
          hint: "claro-ir reconcile",
        });
      newest = numberOf(made.name);
      return newest;
    },
    warnings: async () => warningsOf(await describe()),
  };
}

function warningsOf(info: SecretInfo | undefined): readonly string[] {
  const found = Object.entries(info?.versionAliases ?? {}).map(
    ([alias, version]) =>
      `! the alias ${alias} stays on version ${version}: who reads by it gets the old key`,
  );
  if (info?.rotation !== undefined) found.push("! a rotation schedule is set: who acts on it?");
  if (info?.expireTime !== undefined)
    found.push(`! the whole secret is deleted at ${info.expireTime}`);
  return found;
}

function numberOf(name: string): string {
  return name.slice(name.lastIndexOf("/") + 1);
}

function decoded(base64: string, what: string): string {
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(Buffer.from(base64, "base64"));
  } catch {
    // The decoder's own error says no more than this.
    throw refusal(`${what}: it holds bytes, not text`);
  }
}
