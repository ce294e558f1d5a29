// Deploy target `azure-key-vault`: a secret in an Azure key vault, whole or one member of its JSON.
import type { SecretProperties, SetSecretOptions } from "@azure/keyvault-secrets";
import { z } from "zod";

import { OutsideError } from "../../ports/outside.ts";
import { addressProblem } from "../http/base-url.ts";
import { azureCaller } from "./azure-client.ts";
import { shared, type TargetDeps, type TargetModule } from "./definition.ts";
import { versionedTarget, type Stored, type VersionedStore } from "./versioned-store.ts";

/** Value of a secret, in bytes (Key Vault: about secrets, 25 kB). */
const MAX_BYTES = 25_000;
/** Tags of one secret (Key Vault: about secrets). */
const MAX_TAGS = 15;
const OPERATION_TAG = "claro-ir-operation";

/** Key Vault's names have no underscore, which every environment variable has. A name is repeated only where it cannot be a key. */
function nameProblem(name: string): string | undefined {
  if (/^[0-9A-Za-z-]{1,127}$/.test(name)) return undefined;
  const isWords = /^([A-Z]+(_[A-Z]+)*|[a-z]+(_[a-z]+)*)$/.test(name);
  const instead = isWords && name.length <= 40 ? name.replaceAll("_", "-") : "BAYT-API-KEY";
  return `Azure allows letters, digits and dashes in names, at most 127: ${isWords ? "call it" : "such as"} ${instead}`;
}

const Options = z.strictObject({
  vaultUrl: z
    .string()
    .superRefine((url, context) => {
      const problem = addressProblem(url) ?? (isBare(url) ? undefined : "has more than a host");
      if (problem !== undefined) context.addIssue({ code: "custom", message: problem });
    })
    .describe("address of the vault, such as https://acme.vault.azure.net"),
  secret: z
    .string()
    .superRefine((name, context) => {
      const message = nameProblem(name);
      if (message !== undefined) context.addIssue({ code: "custom", message });
    })
    .describe("name of the secret: letters, digits and dashes"),
  jsonKey: z
    .string()
    .min(1)
    .optional()
    .describe("member that holds the key, where the secret is a JSON object; others stay"),
  ...shared,
});

function isBare(url: string): boolean {
  const { pathname, search, hash } = new URL(url);
  return pathname === "/" && search === "" && hash === "";
}

type AzureOptions = z.output<typeof Options>;

export const azureKeyVault: TargetModule = {
  id: "azure-key-vault",
  title: "A secret in an Azure key vault",
  schema: Options,
  traps: [
    "Who writes needs the permissions get and set (role Key Vault Secrets Officer), and a way through the vault's firewall.",
    "Names have no underscore: BAYT_API_KEY is called BAYT-API-KEY in the vault.",
    "A secret that holds JSON needs jsonKey: the other members stay, byte for byte. A change that somebody else makes in the same second is lost.",
    "A new version keeps content type and tags; it has no start or expiry date, whatever the old one had.",
    "App Service and Functions refresh references within a day, the CSI driver at its poll interval: name a reload.",
    "Consumers whose address names a version stay on the old key.",
    "The old version stays enabled and readable: disable it when the key is dead.",
    "Credentials come from the usual Azure chain (environment, workload and managed identity, az login), looked for at the first use.",
  ],
  example:
    '{ id: azure, kind: azure-key-vault, vaultUrl: "https://acme.vault.azure.net", secret: bayt-api-key }',
  proves: "read-back",
  connect(id, options, deps) {
    const parsed = Options.parse(options);
    return versionedTarget(id, azureStore(parsed, deps), parsed, deps);
  },
};

/** Content type and tags are a version's own: what the next one should keep is read with the value. */
interface AzureStored extends Stored {
  readonly properties: SecretProperties;
}

function azureStore(options: AzureOptions, deps: TargetDeps): VersionedStore<AzureStored> {
  const call = azureCaller(options.vaultUrl, deps);
  const name = options.secret;
  const where = `${new URL(options.vaultUrl).hostname} ${name}`;
  return {
    kind: "azure-key-vault",
    where,
    maxBytes: MAX_BYTES,
    oldVersion: "the old one stays enabled",
    async get() {
      const what = `read ${where}`;
      const { value: text, properties } = await call({ what, changes: false }, (client) =>
        client.getSecret(name),
      );
      if (text === undefined || properties.version === undefined)
        throw new OutsideError(true, `${what}: the answer holds no value`);
      return { text, version: properties.version, properties };
    },
    async put(text, token, before) {
      const what = `write ${where}`;
      const { properties } = await call({ what, changes: true }, (client) =>
        client.setSecret(name, text, kept(before?.properties, token)),
      );
      if (properties.version !== undefined) return properties.version;
      throw new OutsideError(false, `${what}: answered without a version`, {
        hint: "claro-ir reconcile",
      });
    },
    warnings: (current) => Promise.resolve(warningsOf(current?.properties)),
  };
}

function kept(before: SecretProperties | undefined, token: string): SetSecretOptions {
  const tags = before?.tags ?? {};
  const isFull = Object.keys(tags).length >= MAX_TAGS && !Object.hasOwn(tags, OPERATION_TAG);
  return {
    tags: isFull ? tags : { ...tags, [OPERATION_TAG]: token },
    ...(before?.contentType !== undefined && { contentType: before.contentType }),
  };
}

function warningsOf(current: SecretProperties | undefined): readonly string[] {
  const found: string[] = [];
  if (current?.expiresOn !== undefined)
    found.push(
      `! the present version expires at ${current.expiresOn.toISOString()}, the new one never`,
    );
  if (current?.notBefore !== undefined)
    found.push("! the present version has a start date, the new one has none");
  if (current?.managed === true)
    found.push("! a certificate manages this secret: it may refuse the write");
  return found;
}
