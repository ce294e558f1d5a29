// Every rule for secrets: vendors' prefixes, shapes that are more than a prefix, and what gives a value away by standing beside it.
import { token, URLSAFE, type SecretRule } from "./rule.ts";
import { VENDOR_RULES } from "./vendor-rules.ts";

/** Base64 of a decimal number, which every Discord token begins with: its first three characters can be only these. */
function discordNeedles(): readonly string[] {
  return ["m", "n", "o"].flatMap((first) =>
    ["d", "t", "j", "z"].flatMap((second) =>
      "a e i m q u y c g k".split(" ").map((third) => first + second + third),
    ),
  );
}

const SHAPED: readonly SecretRule[] = [
  {
    id: "sk-underscore",
    title: "a Claro or Stripe secret key",
    needles: ["sk_", "rk_"],
    pattern:
      /(?:[sr]k_(?:live|test|prod)_[A-Za-z0-9_]{10,}|sk_(?=[A-Za-z0-9_]{0,60}\d)[A-Za-z0-9_]{16,})/y,
    hits: [
      ["sk_", "live_4eC39HqLyjWDarjtT1zdp7dc"],
      ["sk_", "test_51H8abcdefghij"],
      ["sk_", "9fK2mQ7vX4tB8nR1"],
      ["rk_", "live_4eC39HqLyjWDarjt"],
    ],
    misses: [
      "sk_live_",
      "sk_live_…c123",
      "task_live_4eC39HqLyj",
      "sk_this_is_a_variable_name",
      "sk_live_xxxxxxxxxxxxxxxxxxxxxxxx",
    ],
  },
  {
    id: "sk-encoded",
    title: "a Claro or Stripe live key in base64 or hex",
    needles: ["c2tfbgl2zv", "za19saxzl", "nrx2xpdmvf", "736b5f6c6976655f"],
    inWord: true,
    pattern:
      /(?:c2tfbGl2ZV|za19saXZl|NrX2xpdmVf)[A-Za-z0-9+/_-]{10,}={0,2}|736[bB]5[fF]6[cC]6976655[fF][0-9a-fA-F]{20,}/y,
    hits: [
      ["c2tfbGl2", "ZV80ZUMzOUhxTHlqV0Rhcmp0VDF6ZHA3ZGM="],
      ["736b5f6c69", "76655f346543333948714c796a574461726a7454317a64703764634142"],
    ],
    misses: ["c2tfbGl2ZV", "736b5f6c6976655f"],
  },
  {
    id: "sk-dash",
    title: "an OpenAI or Anthropic key",
    needles: ["sk-"],
    pattern: /sk-(?=[A-Za-z0-9_-]{0,60}\d)[A-Za-z0-9_-]{20,}/y,
    hits: [
      ["sk-", "proj-Ab12Cd34Ef56Gh78Ij90Kl12"],
      ["sk-", "ant-api03-Ab12Cd34Ef56Gh78Ij90Kl12"],
    ],
    misses: ["sk-learn", "risk-2026-11-23-and-what-follows", "sk-a-long-name-without-figures"],
  },
  {
    id: "slack-webhook",
    title: "a Slack webhook",
    needles: ["hooks.slack.com"],
    inWord: true,
    pattern: /(hooks\.slack\.com\\?\/(?:services|workflows|triggers)\\?\/)[A-Za-z0-9/_\\-]{8,}/y,
    hits: [["https://hooks.slack.com/", "services/T0A1B2C3D/B0A1B2C3D/aB3dE5gH7jK9mN1p"]],
    misses: ["https://hooks.slack.com/", "https://hooks.slack.com/services/"],
  },
  {
    id: "webhook",
    title: "a webhook's address",
    needles: [
      "discord.com/api/webhooks/",
      "discordapp.com/api/webhooks/",
      ".webhook.office.com/",
      "hooks.zapier.com/hooks/",
    ],
    inWord: true,
    pattern:
      /(discord(?:app)?\.com\/api\/webhooks\/\d{8,20}\/|\.webhook\.office\.com\/|hooks\.zapier\.com\/hooks\/catch\/)(?:[A-Za-z0-9/@_-]{12,})/y,
    hits: [
      ["https://discord.com/api/", "webhooks/123456789012345678/", "aB3dE5gH7jK9mN1pQ3sT5vW7yZ9"],
      ["https://acme.webhook.office.com/", "webhookb2/0f9d2c7e4b1a4c3d9e8f/IncomingWebhook/1a2b3c"],
    ],
    misses: ["https://discord.com/api/webhooks/", "https://acme.webhook.office.com/"],
  },
  {
    id: "discord",
    title: "a Discord bot token",
    needles: discordNeedles(),
    pattern: /[MNO][A-Za-z0-9_-]{23,27}\.[A-Za-z0-9_-]{6}\.[A-Za-z0-9_-]{27,}/y,
    hits: [["MTE0NTY3ODkwMTIzNDU2Nzg5", ".GaBcDe.", "aB3dE5gH7jK9mN1pQ3sT5vW7yZ9bD1"]],
    misses: ["MTE0NTY3ODkwMTIzNDU2Nzg5", "MTE0NTY3ODkwMTIzNDU2Nzg5.GaBcDe.short"],
  },
  {
    id: "jwt",
    title: "a signed token (JWT)",
    needles: ["eyj"],
    pattern: /eyJ[A-Za-z0-9_-]{10,}\.[A-Za-z0-9_-]{10,}(?:\.[A-Za-z0-9_-]*)*/y,
    hits: [["eyJ", "hbGciOiJIUzI1NiJ9", ".eyJzdWIiOiIxMjM0NTY3ODkwIn0.dozjgNryP4J3jVmNHl0w5N"]],
    misses: ["eyJ", "eyJhbGciOiJIUzI1NiJ9", "heyJude.and.others.in.the.song"],
  },
  token("mapbox", "a Mapbox token", "sk.eyJ", "A-Za-z0-9_.-", 40),
  token("google-firebase", "a Firebase server key", "AAAA", URLSAFE, 7, {
    pattern: /AAAA[A-Za-z0-9_-]{7}:[A-Za-z0-9_-]{100,}/y,
  }),
  token(
    "password-hash",
    "a password's hash",
    "$2a$ $2b$ $2y$ $argon2 $6$ $5$",
    "A-Za-z0-9./$=,+",
    30,
    {
      inWord: true,
      pattern:
        /\$(?:2[aby]\$\d\d\$[A-Za-z0-9./]{53}|(?:argon2(?:id|i|d)|[56])\$[A-Za-z0-9./$=,+]{30,})/y,
    },
  ),
  {
    id: "private-key",
    title: "a private key",
    needles: ["-----begin "],
    inWord: true,
    // Body and end line; where no end line follows, only what looks like key material, so that a lone first line does not eat the rest.
    // Bounded at about 200 kB, so that a stream need not wait for ever.
    pattern:
      /-----BEGIN [A-Z0-9 ]{0,40}PRIVATE KEY(?: BLOCK)?-----(?:(?:[ \t\r\n>+"']|\\[nr]){0,8}(?:[A-Za-z0-9+/=]{16,100}|[A-Z][A-Za-z-]{3,20}: [^\n\\"]{0,80})){0,2048}(?:(?:(?:[ \t\r\n>]|\\[nr]){0,8}[A-Za-z0-9+/=]{1,15}){0,2}(?:[ \t\r\n>]|\\[nr]){0,8}-----END [A-Z0-9 ]{0,60}-----)?/y,
    hits: [
      ["-----BEGIN ", "PRIVATE KEY-----\nMIIEvQIBADANBg\n-----END PRIVATE KEY-----"],
      ["-----BEGIN RSA ", "PRIVATE KEY-----\\nMIIEvQIBADANBgkqhkiG9w0BAQEFAASC"],
      ["-----BEGIN RSA ", "PRIVATE KEY-----\nProc-Type: 4\n\nMIIE\n-----END RSA PRIVATE KEY-----"],
    ],
    misses: ["-----BEGIN PUBLIC KEY-----", "the private key is in the safe"],
  },
];

const BESIDE: readonly SecretRule[] = [
  {
    id: "bearer",
    title: "an authorization header",
    needles: ["bearer ", "bearer%20", "bearer+"],
    context: true,
    inWord: true,
    pattern:
      /((?:[Bb]earer|BEARER)(?:[ \t]{1,3}|%20|\+))(?!\d{4}-\d\d-)(?=[A-Za-z0-9._~+/=-]{0,64}(?:\d|[a-z][A-Z]|[A-Z]{2}[a-z]))[A-Za-z0-9._~+/-]{12,}={0,2}/y,
    hits: [["Authorization: Bearer ", "abc123def456ghi7"]],
    misses: ["Bearer authentication is used", "the bearer of bad news", "Authorization: none"],
  },
  {
    id: "basic",
    title: "an authorization header",
    needles: ["basic "],
    context: true,
    pattern:
      /((?:[Bb]asic|BASIC)[ \t]{1,3})(?=[A-Za-z0-9+/]{0,64}(?:\d|=|[a-z][A-Z]))[A-Za-z0-9+/]{8,}={0,2}/y,
    hits: [["authorization=", "Basic ZGFuYTpodW50ZXIy"]],
    misses: ["Basic authentication", "basic introduction"],
  },
  {
    id: "url-password",
    title: "a password in a URL",
    needles: ["://", String.raw`:\/\/`],
    context: true,
    inWord: true,
    pattern: /(:\\?\/\\?\/[^\s:/@"'<>\\]{0,64}:)(?!\[)[^\s@/"'<>\\]{3,256}(?=@)/y,
    hits: [["postgres://app:", "s3cr3t-word", "@db.internal/app"]],
    misses: [
      "https://api.baytos.ai:443/v1",
      "postgres://app@db.internal/app",
      "postgres://user:password@localhost/app",
    ],
  },
  {
    id: "user-password",
    title: "a password beside a user",
    needles: [" -u ", "--user ", "--user="],
    context: true,
    inWord: true,
    // `-u 1000:1000` and `-u app:staff` are a user and a group.
    pattern:
      /((?: -u|--user)[ =]{1,3}["']?(?![<{])[^\s:"'/]{0,64}["']?:["']?)(?![$<[{(*])(?=[^\s"']{0,64}[^a-z\s"'])(?!\d{1,6}(?:\s|$))[^\s"'\\]{6,256}/y,
    hits: [["curl -u app:", "s3cr3t-word", " https://api.example.com"]],
    misses: [
      "docker run -u 1000:1000 app",
      "docker run --user app:staff app",
      "curl -u <user:password> https://api.example.com",
    ],
  },
  {
    id: "attached-password",
    title: "a password attached to its flag",
    needles: ["mysql", "mariadb", "sshpass "],
    context: true,
    // `-p8080:80` is a port, and so is a number alone.
    pattern:
      /((?:(?:mysql|mariadb)[a-z-]{0,12}[ \t][^\n|;&]{0,120}?(?<=[ \t])|sshpass[ \t]{1,3})-p["']?)(?![$<[{(*])(?=[^\s"'|;&]{0,64}[A-Za-z])(?=[^\s"'|;&]{0,64}[^a-z\s"'|;&])[^\s"'\\|;&]{4,256}/y,
    hits: [
      ["mysql -u root -p", "hunter22", " shop"],
      ["sshpass -p", "s3cr3t-word", " ssh app@db"],
    ],
    misses: ["mysql -u root -p shop", "mysql -h db -p3306", "docker run -p8080:80 mysql"],
  },
  {
    id: "sql-password",
    title: "a password in a statement",
    needles: ["identified by "],
    context: true,
    pattern:
      /((?:IDENTIFIED BY|identified by)[ \t]{1,3}(?:PASSWORD[ \t]{1,3})?')(?!\[)[^'\n]{3,256}(?=')/y,
    hits: [["create user app identified by '", "s3cr3t-word", "'"]],
    misses: ["identified by its fingerprint"],
  },
  {
    id: "url-token",
    title: "a token in a URL",
    needles: ["://"],
    context: true,
    inWord: true,
    pattern: /(:\/\/)(?=[A-Za-z]{0,40}\d)[A-Za-z0-9_-]{20,200}(?=@)/y,
    hits: [["https://", "9f8e7d6c5b4a39281706f5e4d3c2b1a0", "@sentry.example/1"]],
    misses: ["https://user@example.com"],
  },
];

/** Every rule with a pattern, prefixes first. Values beside a secret's name are found by `context.ts`. */
export const SECRET_RULES: readonly SecretRule[] = [...VENDOR_RULES, ...SHAPED, ...BESIDE];
