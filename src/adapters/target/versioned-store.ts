// A deploy target that is one secret in a cloud's store, which keeps versions. The kinds differ in how they get and put its text.
import { Secret } from "../../core/credential/secret.ts";
import { HOPELESS, type DeployTarget, type TargetReading } from "../../ports/deploy-target.ts";
import { OutsideError } from "../../ports/outside.ts";
import { consumerPlan, consumerSide } from "./consumer.ts";
import type { SharedOptions, TargetDeps } from "./definition.ts";
import { refusal } from "./env-text.ts";
import { jsonObject, withMember } from "./json-member.ts";

/** The text that counts now, and the vendor's name for its version. */
export interface Stored {
  readonly text: string;
  readonly version: string;
}

/** What one vendor's store can do with one secret. Calls throw OutsideError. `S` is what it keeps beside text and version. */
export interface VersionedStore<S extends Stored = Stored> {
  readonly kind: string;
  /** For people, without the member's name: `eu-central-1 claro/api-keys`. */
  readonly where: string;
  /** Most bytes that the vendor takes as one version. */
  readonly maxBytes: number;
  /** What becomes of the version that is replaced, in words for the plan. */
  readonly oldVersion: string;
  /** The current version; undefined when the secret is there and has none. A secret that is missing is an error. */
  get(): Promise<S | undefined>;
  /** Make `text` the current version in the place of `before` and give its name. `token` is the operation id. */
  put(text: string, token: string, before: S | undefined): Promise<string>;
  /** Plan lines about the secret itself (rotation, replicas), each a warning. */
  warnings(current: S | undefined): Promise<readonly string[]>;
}

/** The options that these kinds share beside `shared`. */
export interface MemberOptions extends SharedOptions {
  readonly jsonKey?: string | undefined;
}

/** A target from its store. It never makes a secret that is not there: a wrong name is an error, not a second place. */
export function versionedTarget<S extends Stored>(
  id: string,
  store: VersionedStore<S>,
  options: MemberOptions,
  deps: TargetDeps,
): DeployTarget {
  const { jsonKey } = options;
  return {
    id,
    kind: store.kind,
    where: jsonKey === undefined ? store.where : `${store.where} ${jsonKey}`,
    plan: () => plan(store, options),
    read: () => read(store, jsonKey),
    write: (secret, token) => write(store, jsonKey, secret, token),
    ...consumerSide(options, deps),
  };
}

async function read<S extends Stored>(
  store: VersionedStore<S>,
  jsonKey: string | undefined,
): Promise<TargetReading> {
  try {
    const stored = await store.get();
    const value = stored === undefined ? undefined : valueIn(stored.text, jsonKey);
    if (value === undefined || value === "") return { state: "absent" };
    return { state: "present", secret: new Secret(value) };
  } catch (error) {
    if (error instanceof OutsideError) return { state: "unreadable", why: error.message };
    throw error;
  }
}

async function write<S extends Stored>(
  store: VersionedStore<S>,
  jsonKey: string | undefined,
  secret: Secret,
  token: string,
): Promise<{ readonly detail: string; readonly version: string }> {
  const value = secret.reveal();
  const stored = await store.get();
  const before = stored?.text ?? (jsonKey === undefined ? "" : "{}");
  const text = jsonKey === undefined ? value : await withMember(before, jsonKey, value);
  if (stored !== undefined && text === before)
    return { detail: `${store.where} already held this value`, version: stored.version };
  const size = Buffer.byteLength(text);
  if (size > store.maxBytes)
    throw refusal(
      `${store.where}: ${String(size)} bytes, the vendor takes ${String(store.maxBytes)} at most`,
    );
  const version = await store.put(text, token, stored);
  return { detail: `${store.where}: version ${version} is current`, version };
}

/** The key in a stored text. One line break at its end is none of the key: it comes from `echo`. */
function valueIn(text: string, jsonKey: string | undefined): string | undefined {
  if (jsonKey === undefined) return text.replace(/\r?\n$/, "");
  const members = jsonObject(text);
  if (members === undefined) throw refusal("the secret is no JSON object, jsonKey names a member");
  if (!Object.hasOwn(members, jsonKey)) return undefined;
  const value = members[jsonKey];
  if (typeof value === "string") return value;
  throw refusal(`the member ${jsonKey} of the secret is no text`);
}

async function plan<S extends Stored>(
  store: VersionedStore<S>,
  options: MemberOptions,
): Promise<readonly string[]> {
  try {
    const stored = await store.get();
    return [
      `write a new version of ${store.where}, ${store.oldVersion}`,
      ...contentPlan(stored, options.jsonKey),
      ...(await store.warnings(stored)),
      ...consumerPlan(options),
    ];
  } catch (error) {
    if (error instanceof OutsideError) return [`! ${error.message}${HOPELESS}`];
    throw error;
  }
}

function contentPlan(stored: Stored | undefined, jsonKey: string | undefined): readonly string[] {
  if (stored === undefined) return ["the secret has no value yet"];
  const members = jsonObject(stored.text);
  if (jsonKey === undefined) {
    if (members !== undefined)
      return ["! it holds JSON: without jsonKey the whole of it is replaced by the key alone"];
    return stored.text.endsWith("\n")
      ? ["! its value ends with a line break, the new one will not"]
      : [];
  }
  const value = valueIn(stored.text, jsonKey);
  const others = Object.keys(members ?? {}).filter((name) => name !== jsonKey).length;
  const verb = value === undefined ? "add" : "replace";
  const copies = Object.entries(members ?? {}).filter(
    ([name, other]) => name !== jsonKey && value !== undefined && other === value,
  );
  return [
    `${verb} its member ${jsonKey}; its ${String(others)} other members stay as they are`,
    ...copies.map(([name]) => `! its member ${name} holds the same value, and will keep it`),
  ];
}
