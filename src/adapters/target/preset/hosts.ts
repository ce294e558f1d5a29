// Presets for machines: a file behind ssh, and the secrets of what runs services there.
import type { Preset } from "./preset.ts";

export const hosts: readonly Preset[] = [
  {
    id: "ssh-file",
    title: "a file on another machine that holds the key alone",
    asks: {
      host: { meaning: "host as ssh knows it, with or without user@", pattern: /^[\w.@:-]+$/ },
      path: {
        meaning: "absolute path of the file (letters, digits, _ . - /)",
        pattern: /^\/[\w./-]+$/,
      },
    },
    write: ["ssh", "-o", "BatchMode=yes", "<host>", "dd", "of=<path>", "status=none"],
    read: ["ssh", "-o", "BatchMode=yes", "<host>", "cat", "<path>"],
    env: ["SSH_AUTH_SOCK"],
    traps: [
      "The file is written over in place: mode and owner stay, and it is never renamed into place. One that is not there is made, readable as the umask says: make it first with mode 0600.",
      "Not for .env files, where the key is one line of many: change those on that machine.",
    ],
  },
  {
    id: "podman",
    title: "a Podman secret",
    asks: { secret: { meaning: "name of the secret", pattern: /^[\w.-]+$/ } },
    write: ["podman", "secret", "create", "--replace", "<secret>", "-"],
    read: [
      "podman",
      "secret",
      "inspect",
      "--showsecret",
      "--format",
      "{{.SecretData}}",
      "<secret>",
    ],
    env: ["CONTAINER_HOST", "XDG_RUNTIME_DIR"],
    traps: ["Containers hold a copy from when they were made: make them anew."],
  },
  {
    id: "systemd-creds",
    title: "an encrypted credential of a systemd service on this machine",
    asks: {
      name: {
        meaning: "name of the credential, as in LoadCredentialEncrypted=",
        pattern: /^[\w.-]+$/,
      },
      path: { meaning: "absolute path of its file", pattern: /^\/[^\s]+$/ },
    },
    write: ["systemd-creds", "encrypt", "--name=<name>", "-", "<path>"],
    read: ["systemd-creds", "decrypt", "--name=<name>", "<path>", "-"],
    env: [],
    traps: [
      "Needs the rights to write there and to use the machine's key: run claro-ir as root.",
      "The service reads it at its start: reload: [systemctl, restart, app].",
    ],
  },
];
