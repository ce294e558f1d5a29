// A stand-in for Google's Secret Manager and its metadata server: versions with states, requests checked by Google's discovery document.
import { contract } from "./contracts.ts";
import { discoveryChecks, type Discovery } from "./discovery.ts";
import { doubleServer, type Arrival, type Double, type Handled, type Reply } from "./server.ts";

const TOKEN = "stand-in-access-token";

interface StoredSecret {
  readonly versions: { data: string; state: string }[];
  /** More of what the secret says about itself. */
  readonly about: Readonly<Record<string, unknown>>;
}

export interface GcpDouble extends Double {
  readonly secrets: Map<string, StoredSecret>;
}

/** Start one that holds `value` in the secret `bayt-api-key` of the project `acme-prod`. */
export async function gcpDouble(value: string): Promise<GcpDouble> {
  const document = contract("gcp-secretmanager.v1.discovery.json") as Discovery | undefined;
  const checks = document === undefined ? undefined : discoveryChecks(document);
  const complaints: string[] = [];
  const name = "projects/acme-prod/secrets/bayt-api-key";
  const secrets = new Map<string, StoredSecret>([
    [name, { versions: [{ data: base64(value), state: "ENABLED" }], about: {} }],
  ]);

  function handle(arrival: Arrival): Handled {
    const path = decodeURIComponent(arrival.url.pathname);
    if (path.startsWith("/computeMetadata/"))
      return { changes: false, run: () => metadata(arrival) };
    return {
      changes: arrival.method === "POST",
      run() {
        if (arrival.headers.authorization !== `Bearer ${TOKEN}`) {
          complaints.push("no token");
          return refusal(401, "UNAUTHENTICATED");
        }
        const body = arrival.body === "" ? undefined : (JSON.parse(arrival.body) as unknown);
        const call = { method: arrival.method, path, body };
        complaints.push(...(checks?.request(call) ?? []));
        const reply = act(path, body);
        if (reply.status === 200) complaints.push(...(checks?.answer(call, reply.body) ?? []));
        return reply;
      },
    };
  }

  function act(path: string, body: unknown): Reply {
    const [, id = "", version, verb] =
      /^\/v1\/(projects\/.+\/secrets\/[\w-]+)(?:\/versions\/(\w+))?(?::(\w+))?$/.exec(path) ?? [];
    const secret = secrets.get(id);
    if (secret === undefined) return refusal(404, "NOT_FOUND");
    if (verb === undefined) return { status: 200, body: { name: id, ...secret.about } };
    if (verb === "addVersion") {
      const { payload } = body as { payload: { data: string } };
      secret.versions.push({ data: payload.data, state: "ENABLED" });
      const number = String(secret.versions.length);
      return {
        status: 200,
        body: { name: `${numbered(id)}/versions/${number}`, state: "ENABLED" },
      };
    }
    const number = version === "latest" ? secret.versions.length : Number(version);
    const found = secret.versions[number - 1];
    if (found === undefined) return refusal(404, "NOT_FOUND");
    if (found.state !== "ENABLED") return refusal(400, "FAILED_PRECONDITION");
    const at = `${numbered(id)}/versions/${String(number)}`;
    return { status: 200, body: { name: at, payload: { data: found.data, dataCrc32c: "1" } } };
  }

  const server = await doubleServer(handle, complaints);
  return {
    server,
    secrets,
    complaints,
    options: { project: "acme-prod", secret: "bayt-api-key" },
    missing: { project: "acme-prod", secret: "none" },
    endpoints: { "gcp-secret-manager": server.url },
    env: {
      GCE_METADATA_HOST: server.host,
      METADATA_SERVER_DETECTION: "assume-present",
      CLOUDSDK_CONFIG: "/nonexistent",
      GOOGLE_APPLICATION_CREDENTIALS: undefined,
      HTTPS_PROXY: undefined,
    },
    noCredential: {
      env: { METADATA_SERVER_DETECTION: "none" },
      named: "GOOGLE_APPLICATION_CREDENTIALS",
    },
    credentials: [TOKEN],
    shows: "versions",
    versions: () =>
      secrets.get(name)?.versions.map(({ data }) => Buffer.from(data, "base64").toString()) ?? [],
  };
}

function metadata(arrival: Arrival): Reply {
  const headers = { "metadata-flavor": "Google" };
  if (arrival.headers["metadata-flavor"] !== "Google") return { status: 403, headers };
  if (!arrival.url.pathname.endsWith("/token")) return { status: 404, headers };
  const body = { access_token: TOKEN, expires_in: 3600, token_type: "Bearer" };
  return { status: 200, headers, body };
}

/** Google answers with the project's number in names. */
function numbered(id: string): string {
  return id.replace("acme-prod", "123456789");
}

function base64(text: string): string {
  return Buffer.from(text).toString("base64");
}

function refusal(status: number, code: string): Reply {
  return {
    status,
    body: { error: { code: status, status: code, message: "the vendor's own words" } },
  };
}
