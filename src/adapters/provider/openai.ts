// OpenAI: the keys of one project, through its Administration API. Service accounts own the keys that an API can make.
import { z } from "zod";
import { atPointer } from "../../core/pointer.ts";
import type { Http } from "../../ports/http.ts";
import type { KeyAdmin, ProviderKey } from "../../ports/key-provider.ts";
import { OutsideError } from "../../ports/outside.ts";
import { deleteBy } from "./admin.ts";
import type { Call, ListCall } from "./call.ts";
import { asText } from "./figures.ts";
import type { Vendor } from "./http-call.ts";
import { listItems, readKey } from "./list.ts";
import { auth, baseUrl, pathPart, vendorModule } from "./vendor-module.ts";

const DASHBOARD = "https://platform.openai.com/api-keys";

interface OwnedKey extends ProviderKey {
  /** The service account that owns it, or null: a person does. */
  readonly account: { readonly id: string; readonly name: string } | null;
}

async function ownedKeys(vendor: Vendor, http: Http, call: ListCall): Promise<OwnedKey[]> {
  const items = await listItems(vendor, http, call);
  return items.map((item) => {
    const id = asText(atPointer(item, "/owner/service_account/id"));
    const name = asText(atPointer(item, "/owner/service_account/name")) ?? "";
    return {
      ...readKey(item, call, `${vendor.id}: list keys`),
      account: id === null ? null : { id, name },
    };
  });
}

/** A key that is made with its account bears a name that OpenAI gives; ours is the account's. */
function named(key: OwnedKey, all: readonly OwnedKey[]): ProviderKey {
  const { account, ...plain } = key;
  return account !== null && siblings(key, all).length === 0
    ? { ...plain, name: account.name }
    : plain;
}

function siblings({ id, account }: OwnedKey, all: readonly OwnedKey[]): readonly OwnedKey[] {
  return all.filter((other) => other.id !== id && other.account?.id === account?.id);
}

/** OpenAI refuses to delete the key of a service account: the account goes, and with it every key it owns. */
async function deleteKey(
  vendor: Vendor,
  http: Http,
  calls: { readonly list: ListCall; readonly key: Call; readonly account: Call },
  id: string,
): Promise<void> {
  const all = await ownedKeys(vendor, http, calls.list);
  const key = all.find((one) => one.id === id);
  const account = key?.account;
  if (key === undefined || account === null || account === undefined)
    return deleteBy(vendor, http, calls.key, id);
  const others = siblings(key, all);
  if (others.length > 0)
    throw new OutsideError(
      true,
      `${vendor.id}: delete a key: its service account ${account.name} also owns ${others.map((one) => one.id).join(", ")}, which would end with it`,
      { hint: `delete ${id} alone at ${DASHBOARD}` },
    );
  return deleteBy(vendor, http, calls.account, account.id);
}

// Source: openai/openai-openapi, Administration API (project api keys, service accounts), 2026-08-21.
export const openai = vendorModule({
  kind: "openai",
  title: "OpenAI",
  schema: z
    .strictObject({
      baseUrl: baseUrl("https://api.openai.com/v1"),
      auth: auth("admin key (sk-admin-…)"),
      project: pathPart("id of the project whose keys are managed (proj_…)"),
    })
    .refine(({ auth: admin, project }) => admin === undefined || project !== undefined, {
      path: ["project"],
      message: "is missing: an admin key manages the keys of one project",
    }),
  traps: [
    "A key that a person owns can be deleted by API but not made: its replacement belongs to a new service account.",
    "The key of a service account is deleted with its account. Where that owns more keys, this is refused: delete the one key in the dashboard.",
    "There is no way to switch a key off for a while: blocking it means deleting it, which is final.",
    "A spend limit is no containment: it takes effect late.",
    "With an IP allow-list, 401 also means: not from this address. Ask from one that is allowed.",
    "A leaked admin key (sk-admin-) is none of a project's: delete it in the organisation's settings.",
  ],
  example: `openai: { kind: openai, auth: "\${OPENAI_ADMIN_KEY}", project: proj_abc123 }`,
  calls: (options) => ({
    baseUrl: options.baseUrl,
    probe: { path: "/models" },
    ...(options.auth !== undefined && apiOf(options.auth, options.project ?? "")),
  }),
  adapt(provider, vendor, { http }) {
    const { list, delete: key } = vendor.calls;
    if (list === undefined || key === undefined) return provider;
    const account: Call = {
      ...key,
      path: key.path.replace("/api_keys/{{id}}", "/service_accounts/{{id}}"),
    };
    const admin: KeyAdmin = {
      ...provider.admin,
      async list() {
        const all = await ownedKeys(vendor, http, list);
        return all.map((one) => named(one, all));
      },
      delete: (id) => deleteKey(vendor, http, { list, key, account }, id),
    };
    return { ...provider, admin };
  },
  manual: () => ({
    create: [
      `Open ${DASHBOARD} and choose the project of the leaked key.`,
      "Choose Create new secret key, owned by a service account, and name it exactly {{name}}.",
      "Give it the same permissions, or fewer. Choose Create secret key.",
      "Copy the key at once: OpenAI shows it only now.",
      "Paste it here (it is not shown), then clear the clipboard.",
    ],
    delete: [
      `Open ${DASHBOARD} and choose the project of the leaked key.`,
      "Find {{name}}. Its last four characters must be {{last4}}; if they differ, delete nothing.",
      "Choose Revoke key and confirm. This is final.",
      "Look at the list once more: {{name}} must be gone.",
    ],
    usage: [
      `Open ${DASHBOARD} and note when {{name}} was last used.`,
      "Open Usage, group by API key, and note its requests and costs of the last days.",
      "Take a screenshot as evidence before the key is deleted.",
    ],
    url: DASHBOARD,
    support: "https://help.openai.com",
  }),
});

function apiOf(admin: string, project: string) {
  const path = `/organization/projects/${project}`;
  return {
    auth: admin,
    create: {
      path: `${path}/service_accounts`,
      body: { name: "{{name}}" },
      id: "/api_key/id",
      secret: "/api_key/value",
    },
    list: {
      // Also those of people who have left the project: they are keys like others.
      path: `${path}/api_keys?limit=100&owner_project_access=any`,
      items: "/data",
      id: "/id",
      name: "/name",
      createdAt: "/created_at",
      lastUsedAt: "/last_used_at",
      last4: "/redacted_value",
      next: "/last_id",
      more: "/has_more",
      cursor: "after",
    },
    delete: { path: `${path}/api_keys/{{id}}` },
  };
}
