// Presets for vaults, password managers and encrypted files.
import { MEMBER, VARIABLE, type Preset } from "./preset.ts";

const VAULT_TRAPS = [
  "For the KV engine in version 2: patch leaves the other fields of the secret alone, put would drop them.",
  "Consumers get the new value when they next ask: Vault Agent and the operators for Kubernetes poll, others need a reload.",
  "Older versions stay readable until they are destroyed: vault kv destroy.",
] as const;

function vault(id: string, title: string, program: string, prefix: string): Preset {
  return {
    id,
    title,
    asks: {
      mount: { meaning: "mount path of the engine, such as secret" },
      path: { meaning: "path of the secret below it" },
      field: { meaning: "field of the secret", pattern: /^[A-Za-z0-9_.-]+$/ },
    },
    write: [program, "kv", "patch", "-mount=<mount>", "<path>", "<field>=-"],
    read: [program, "kv", "get", "-mount=<mount>", "-field=<field>", "<path>"],
    env: ["ADDR", "TOKEN", "NAMESPACE", "CACERT"].map((name) => `${prefix}_${name}`),
    traps: VAULT_TRAPS.map((trap) => trap.replace("vault kv", `${program} kv`)),
  };
}

export const vaults: readonly Preset[] = [
  vault("vault", "one field of a secret in HashiCorp Vault (KV version 2)", "vault", "VAULT"),
  vault("openbao", "one field of a secret in OpenBao (KV version 2)", "bao", "BAO"),
  {
    id: "doppler",
    title: "a secret in Doppler",
    asks: {
      secret: { meaning: "name of the secret", pattern: VARIABLE },
      project: { meaning: "project" },
      config: { meaning: "config, such as prd" },
    },
    write: [
      "doppler",
      "secrets",
      "set",
      "<secret>",
      "--project",
      "<project>",
      "--config",
      "<config>",
      "--silent",
    ],
    read: [
      "doppler",
      "secrets",
      "get",
      "<secret>",
      "--project",
      "<project>",
      "--config",
      "<config>",
      "--plain",
    ],
    env: ["DOPPLER_TOKEN"],
    traps: [
      "A service token must have write access. Branch configs and syncs to other places follow by themselves; processes under doppler run need a restart.",
    ],
  },
  {
    id: "op-document",
    title: "a document in 1Password that holds the key alone",
    asks: {
      document: { meaning: "name or id of the document" },
      vault: { meaning: "vault" },
    },
    write: ["op", "document", "edit", "<document>", "-", "--vault", "<vault>"],
    read: ["op", "document", "get", "<document>", "--vault", "<vault>"],
    env: ["OP_SERVICE_ACCOUNT_TOKEN", "OP_ACCOUNT", "OP_CONNECT_HOST", "OP_CONNECT_TOKEN"],
    traps: [
      "A field of another item is no place for this preset: op takes a field's value as an argument, which ps shows, or a template of the whole item, which overwrites the rest. Change such a field by hand (kind manual).",
    ],
  },
  {
    id: "pass",
    title: "an entry of the password store (pass)",
    asks: { entry: { meaning: "name of the entry" } },
    write: ["pass", "insert", "--multiline", "--force", "<entry>"],
    read: ["pass", "show", "<entry>"],
    env: ["PASSWORD_STORE_DIR", "GNUPGHOME", "GPG_TTY"],
    traps: [
      "The whole entry is replaced, further lines too.",
      "The old key stays in the store's git history, encrypted.",
    ],
  },
  {
    id: "pulumi",
    title: "a secret in the configuration of a Pulumi stack",
    asks: {
      key: { meaning: "name of the setting, such as app:baytApiKey", pattern: /^[\w:.-]+$/ },
      stack: { meaning: "stack" },
      folder: {
        meaning: "folder of the project, where it is not the configuration's",
        optional: true,
      },
    },
    write: [
      "pulumi",
      ["--cwd", "<folder>"],
      "config",
      "set",
      "<key>",
      "--secret",
      "--stack",
      "<stack>",
      "--non-interactive",
    ],
    read: [
      "pulumi",
      ["--cwd", "<folder>"],
      "config",
      "get",
      "<key>",
      "--stack",
      "<stack>",
      "--non-interactive",
    ],
    env: ["PULUMI_ACCESS_TOKEN", "PULUMI_BACKEND_URL", "PULUMI_CONFIG_PASSPHRASE"],
    traps: [
      "It changes the stack's file alone: commit it, and reload: [pulumi, up, --yes, --stack, prod].",
    ],
  },
  {
    id: "sops",
    title: "one value in a file encrypted by SOPS (3.11 and later)",
    asks: {
      file: { meaning: "the file, with a path" },
      member: { meaning: "name of the value at the top of the file", pattern: MEMBER },
    },
    write: ["sops", "set", "--value-stdin", "<file>", '["<member>"]'],
    stdin: '"{{key}}"',
    read: ["sops", "decrypt", "--extract", '["<member>"]', "<file>"],
    env: ["SOPS_AGE_KEY_FILE", "GNUPGHOME", "AWS_PROFILE"],
    traps: [
      "The old key stays in git, encrypted for everybody who could open it then.",
      "Commit and roll out the file: whoever reads it does so at deployment.",
    ],
  },
];
