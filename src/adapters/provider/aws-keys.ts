// The access keys of one IAM user: made, listed, switched off, deleted, and when one was last used.
import type { AccessKeyMetadata, IAMClient } from "@aws-sdk/client-iam";
import { Secret } from "../../core/credential/secret.ts";
import { toInstant } from "../../core/instant.ts";
import type { Http } from "../../ports/http.ts";
import type { KeyAdmin, ProviderKey, UsageSnapshot } from "../../ports/key-provider.ts";
import { OutsideError } from "../../ports/outside.ts";
import { ask, valueOf, type Place, type Sdk, type Told } from "./aws-client.ts";

export interface IamUser extends Place {
  /** The provider's name in the configuration. */
  readonly id: string;
  readonly user: string;
  readonly profile: string | undefined;
}

type Send<T> = (sdk: Sdk, client: IAMClient) => Promise<T>;

const MAX_PAGES = 20;

function call<T>(http: Http, iam: IamUser, send: Send<T>): Promise<Told<T>> {
  return ask(http, iam, (sdk, config) => {
    const profile = iam.profile === undefined ? {} : { profile: iam.profile };
    return send(sdk, new sdk.IAMClient({ ...config, ...profile }));
  });
}

/** Management of the user's keys. Access keys have no names. */
export function accessKeys(http: Http, iam: IamUser): KeyAdmin {
  return {
    nameless: true,
    create: () => createKey(http, iam),
    list: () => listKeys(http, iam),
    disable: (id) =>
      endKey(http, iam, id, "disable", (sdk, client) =>
        client.send(
          new sdk.UpdateAccessKeyCommand({
            UserName: iam.user,
            AccessKeyId: id,
            Status: "Inactive",
          }),
        ),
      ),
    delete: (id) =>
      endKey(http, iam, id, "delete", (sdk, client) =>
        client.send(new sdk.DeleteAccessKeyCommand({ UserName: iam.user, AccessKeyId: id })),
      ),
  };
}

async function createKey(http: Http, iam: IamUser): Promise<{ id: string; secret: Secret }> {
  const what = `${iam.id}: create an access key`;
  const told = await call(http, iam, (sdk, client) =>
    client.send(new sdk.CreateAccessKeyCommand({ UserName: iam.user })),
  );
  const { AccessKeyId: id = "", SecretAccessKey: secret = "" } =
    valueOf(told, { what, changes: true }).AccessKey ?? {};
  if (id !== "" && secret !== "") return { id, secret: new Secret(`${id}:${secret}`) };
  throw new OutsideError(false, `${what}: answered without the key, it may exist all the same`, {
    hint: "claro-ir reconcile",
  });
}

async function listKeys(http: Http, iam: IamUser): Promise<ProviderKey[]> {
  const what = `${iam.id}: list access keys`;
  const keys: ProviderKey[] = [];
  let marker: string | undefined;
  for (let page = 0; page < MAX_PAGES; page += 1) {
    const told = await call(http, iam, (sdk, client) =>
      client.send(new sdk.ListAccessKeysCommand({ UserName: iam.user, Marker: marker })),
    );
    const answer = valueOf(told, { what, changes: false });
    if (answer.AccessKeyMetadata === undefined)
      throw new OutsideError(true, `${what}: the answer holds no list`);
    keys.push(...answer.AccessKeyMetadata.map((key) => readKey(key, what)));
    marker = answer.Marker;
    if (answer.IsTruncated !== true) return keys;
    if (marker === undefined) break;
  }
  throw new OutsideError(true, `${what}: the pages do not end`);
}

function readKey(
  { AccessKeyId: id, Status, CreateDate }: AccessKeyMetadata,
  what: string,
): ProviderKey {
  if (id === undefined) throw new OutsideError(true, `${what}: an entry has no id`);
  return {
    id,
    name: "",
    createdAt: CreateDate === undefined ? null : toInstant(CreateDate.getTime()),
    lastUsedAt: null,
    // Of the secret part nothing is shown, and the id's end is not the value's.
    last4: null,
    status: Status ?? null,
  };
}

async function endKey(
  http: Http,
  iam: IamUser,
  id: string,
  verb: "disable" | "delete",
  send: Send<unknown>,
): Promise<void> {
  const what = `${iam.id}: ${verb} an access key`;
  if (!/^\w{16,128}$/.test(id))
    throw new OutsideError(true, `${what}: that is no access key id (AKIA…), not sent`);
  const told = await call(http, iam, send);
  if (told.response?.status === 404 && told.code === "NoSuchEntity")
    return requireGone(http, iam, id, what);
  valueOf(told, { what, changes: true });
}

/** `No such entity` is also said of a wrong user: only a key that no user has is gone. */
async function requireGone(http: Http, iam: IamUser, id: string, what: string): Promise<void> {
  const keys = await listKeys(http, iam);
  if (keys.some((key) => key.id === id))
    throw new OutsideError(false, `${what}: AWS says there is none and lists it`, {
      hint: "claro-ir reconcile",
    });
  const owner = (await lastUse(http, iam, id))?.owner;
  if (owner !== undefined && owner !== iam.user)
    throw new OutsideError(true, `${what}: ${id} belongs to the user ${owner}, not ${iam.user}`, {
      hint: `set user: ${owner} for ${iam.id} in claro-ir.yaml`,
    });
}

interface LastUse {
  readonly owner: string | undefined;
  readonly at: Date | undefined;
  readonly service: string | undefined;
  readonly region: string | undefined;
}

/** Undefined where IAM does not tell: without the right, and for an id of no key, it denies access alike. */
async function lastUse(http: Http, iam: IamUser, id: string): Promise<LastUse | undefined> {
  const told = await call(http, iam, (sdk, client) =>
    client.send(new sdk.GetAccessKeyLastUsedCommand({ AccessKeyId: id })),
  );
  if ([401, 403, 404].includes(told.response?.status ?? 0)) return undefined;
  const purpose = { what: `${iam.id}: read the last use of an access key`, changes: false };
  const { UserName: owner, AccessKeyLastUsed: last } = valueOf(told, purpose);
  return { owner, at: last?.LastUsedDate, service: last?.ServiceName, region: last?.Region };
}

/** When a key was last used, and for what. IAM counts no requests. */
export async function accessKeyUsage(
  http: Http,
  iam: IamUser,
  id: string | undefined,
): Promise<UsageSnapshot | undefined> {
  if (id === undefined)
    throw new OutsideError(true, `${iam.id}: read usage: needs the access key id`);
  const found = await lastUse(http, iam, id);
  if (found === undefined) return undefined;
  const { at, ...raw } = found;
  const lastUsedAt = at === undefined ? null : toInstant(at.getTime());
  return { lastUsedAt, requests: null, errorRate: null, raw: { ...raw, lastUsedAt } };
}
