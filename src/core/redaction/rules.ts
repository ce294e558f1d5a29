// Shapes of secrets as data: a new rule is one more entry, and its examples are its test.

/**
 * A shape of secret. `pattern` matches in linear time: it starts at a boundary, nothing repeats inside a repetition, and
 * what may fail late is bounded. Its group 1, where there is one, is context that stays. Examples lie in pieces so that
 * no scanner takes this file for a leak.
 */
export interface SecretRule {
  readonly id: string;
  readonly title: string;
  /** One of these, in lower case, must be in the text for the pattern to be tried. */
  readonly needles: readonly string[];
  readonly pattern: RegExp;
  /** An identifier that people may type and pass on; removed from exports all the same. */
  readonly identifier: boolean;
  readonly hits: readonly (readonly string[])[];
  readonly misses: readonly string[];
}

const PREFIXED: readonly SecretRule[] = [
  {
    id: "sk-underscore",
    title: "a Claro or Stripe secret key",
    needles: ["sk_", "rk_"],
    pattern:
      /(?<![A-Za-z0-9])(?:[sr]k_(?:live|test)_[A-Za-z0-9_]{10,}|sk_(?=[A-Za-z0-9_]{0,60}\d)[A-Za-z0-9_]{16,})/g,
    identifier: false,
    hits: [
      ["sk_", "live_4eC39HqLyjWDarjtT1zdp7dc"],
      ["sk_", "test_51H8abcdefghij"],
      ["sk_", "9fK2mQ7vX4tB8nR1"],
      ["rk_", "live_4eC39HqLyjWDarjt"],
    ],
    misses: ["sk_live_", "sk_live_…c123", "task_live_4eC39HqLyj", "sk_this_is_a_variable_name"],
  },
  {
    id: "sk-encoded",
    title: "a Claro or Stripe live key in base64 or hex",
    needles: ["c2tfbgl2zv", "za19saxzl", "nrx2xpdmvf", "736b5f6c6976655f"],
    pattern:
      /(?:c2tfbGl2ZV|za19saXZl|NrX2xpdmVf)[A-Za-z0-9+/_-]{10,}={0,2}|736[bB]5[fF]6[cC]6976655[fF][0-9a-fA-F]{20,}/g,
    identifier: false,
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
    pattern: /(?<![A-Za-z0-9])sk-(?=[A-Za-z0-9_-]{0,60}\d)[A-Za-z0-9_-]{20,}/g,
    identifier: false,
    hits: [
      ["sk-", "proj-Ab12Cd34Ef56Gh78Ij90Kl12"],
      ["sk-", "ant-api03-Ab12Cd34Ef56Gh78Ij90Kl12"],
    ],
    misses: ["sk-learn", "risk-2026-11-23-and-what-follows", "sk-a-long-name-without-figures"],
  },
  {
    id: "aws-key-id",
    title: "an AWS access key id",
    needles: ["akia", "asia"],
    pattern: /(?<![A-Za-z0-9])(?:AKIA|ASIA)[A-Z0-9]{16}(?![A-Za-z0-9])/g,
    identifier: true,
    hits: [
      ["AKIA", "IOSFODNN7EXAMPLE"],
      ["ASIA", "IOSFODNN7EXAMPLE"],
    ],
    misses: ["AKIA", "Asia and Australia", "AKIAIOSFODNN7EXAMPLEAND"],
  },
  {
    id: "github",
    title: "a GitHub token",
    needles: ["ghp_", "gho_", "ghu_", "ghs_", "ghr_", "github_pat_"],
    pattern: /(?<![A-Za-z0-9])(?:gh[pousr]_[A-Za-z0-9]{20,}|github_pat_[A-Za-z0-9_]{22,})/g,
    identifier: false,
    hits: [
      ["ghp", "_16C7e42F292c6912E7710c838347Ae178B4a"],
      ["github", "_pat_11ABCDEFG0abcdefghijkl_mnopqrstuv"],
    ],
    misses: ["ghp_short", "github_pat_", "high_score_of_the_whole_year"],
  },
  {
    id: "gitlab",
    title: "a GitLab token",
    needles: ["glpat-", "glptt-", "gldt-", "glrt-"],
    pattern: /(?<![A-Za-z0-9])gl(?:pat|ptt|dt|rt)-[A-Za-z0-9_-]{20,}/g,
    identifier: false,
    hits: [["glpat", "-Ab12Cd34Ef56Gh78Ij90"]],
    misses: ["glpat-", "glpat-short"],
  },
  {
    id: "slack-token",
    title: "a Slack token",
    needles: ["xox"],
    pattern: /(?<![A-Za-z0-9])xox[abeprs]-[A-Za-z0-9-]{10,}/g,
    identifier: false,
    hits: [["xoxb", "-123456789012-abcdefABCDEF"]],
    misses: ["xoxb-", "boxoxb-1"],
  },
  {
    id: "slack-webhook",
    title: "a Slack webhook",
    needles: ["hooks.slack.com"],
    pattern: /(hooks\.slack\.com\/(?:services|workflows)\/)[A-Za-z0-9/_-]{8,}/g,
    identifier: false,
    hits: [["https://hooks.slack.com/", "services/T000/B000/XXXXXXXXXXXX"]],
    misses: ["https://hooks.slack.com/", "https://hooks.slack.com/services/"],
  },
  {
    id: "google-api-key",
    title: "a Google API key",
    needles: ["aiza"],
    pattern: /(?<![A-Za-z0-9])AIza[A-Za-z0-9_-]{35,}/g,
    identifier: false,
    hits: [["AIza", "SyA1234567890abcdefghijklmnopqrstuv"]],
    misses: ["AIzaShort"],
  },
  {
    id: "sendgrid",
    title: "a SendGrid key",
    needles: ["sg."],
    pattern: /(?<![A-Za-z0-9])SG\.[A-Za-z0-9_-]{16,64}\.[A-Za-z0-9_-]{16,}/g,
    identifier: false,
    hits: [["SG", ".abcdefghijklmnop12.abcdefghijklmnopqrstuvwx34"]],
    misses: ["SG.", "MSG.abcdefghijklmnop12.abcdefghijklmnop34", "SG.en.2026"],
  },
  {
    id: "age-identity",
    title: "an age identity",
    needles: ["age-secret-key-1"],
    pattern: /AGE-SECRET-KEY-1[A-Z0-9]{20,}/gi,
    identifier: false,
    hits: [["AGE-SECRET-", "KEY-1QQPZRY9X8GF2TVDW0S3JN54KHCE6MUA7L"]],
    misses: ["AGE-SECRET-KEY-1", "age1qqpzry9x8gf2tvdw0s3jn54khce6mua7l"],
  },
  {
    id: "jwt",
    title: "a signed token (JWT)",
    needles: ["eyj"],
    pattern: /(?<![A-Za-z0-9_-])eyJ[A-Za-z0-9_-]{10,}\.[A-Za-z0-9_-]{10,}(?:\.[A-Za-z0-9_-]*)?/g,
    identifier: false,
    hits: [["eyJ", "hbGciOiJIUzI1NiJ9", ".eyJzdWIiOiIxMjM0NTY3ODkwIn0.dozjgNryP4J3jVmNHl0w5N"]],
    misses: ["eyJ", "eyJhbGciOiJIUzI1NiJ9", "heyJude.and.others.in.the.song"],
  },
  {
    id: "private-key",
    title: "a private key",
    needles: ["private key"],
    // Without an end line only what looks like key material goes, so that a lone first line does not eat the rest.
    pattern:
      /-----BEGIN [A-Z0-9 ]{0,40}PRIVATE KEY(?: BLOCK)?-----(?:(?:[^-]|-(?!----))*-----END [A-Z0-9 ]{0,60}-----|(?:[A-Za-z0-9+/=\\]|\s(?=[A-Za-z0-9+/=]{16}))*)/g,
    identifier: false,
    hits: [
      ["-----BEGIN ", "PRIVATE KEY-----\nMIIEvQIBADANBg\n-----END PRIVATE KEY-----"],
      ["-----BEGIN RSA ", "PRIVATE KEY-----\\nMIIEvQIBADANBgkqhkiG9w0BAQEFAASC"],
      ["-----BEGIN RSA ", "PRIVATE KEY-----\nProc-Type: 4\n\nMIIE\n-----END RSA PRIVATE KEY-----"],
    ],
    misses: ["-----BEGIN PUBLIC KEY-----", "the private key is in the safe"],
  },
];

const IN_CONTEXT: readonly SecretRule[] = [
  {
    id: "bearer",
    title: "an authorization header",
    needles: ["bearer", "authorization"],
    pattern:
      /((?:authorization["']?[ \t]{0,3}[:=][ \t]{0,3}["']?(?:(?:bearer|basic|token)[ \t]{1,3})?|bearer[ \t]{1,3}))(?=[A-Za-z0-9._~+/=-]{0,64}\d)[A-Za-z0-9._~+/=-]{12,}/gi,
    identifier: false,
    hits: [
      ["Authorization: Bearer ", "abc123def456ghi7"],
      ["authorization=", "Basic ZGFuYTpodW50ZXIy"],
    ],
    misses: ["Bearer authentication is used", "the bearer of bad news", "Authorization: none"],
  },
  {
    id: "url-password",
    title: "a password in a URL",
    needles: ["://"],
    pattern: /(:\/\/[^\s:/@]{1,64}:)(?!\[)[^\s@/]{3,256}(?=@)/g,
    identifier: false,
    hits: [["postgres://app:", "s3cr3t-word", "@db.internal/app"]],
    misses: ["https://api.baytos.ai:443/v1", "postgres://app@db.internal/app"],
  },
  {
    id: "assigned",
    title: "a value assigned to a secret's name",
    needles: ["passw", "pwd", "passphrase", "secret", "api", "token", "access", "private"],
    pattern:
      /((?:passw(?:or)?d|pwd|passphrase|secret|(?:api|access|private)[_-]?key|token)(?:[_-](?:access[_-])?key)?["']?[ \t]{0,3}=[ \t]{0,3}["']?)(?![[{<$(*])[^\s"'`,;&<>]{6,}/gi,
    identifier: false,
    hits: [
      ["password=", "hunter22"],
      ["BAYT_API_KEY=", "qwertyuiop"],
      ["?token=", "abcdef123", "&page=2"],
      ["AWS_SECRET_ACCESS_KEY = '", "wJalrXUtnFEMIbPxRfiCY", "'"],
    ],
    misses: [
      "password=${DB_PASSWORD}",
      "secret=[key fp:ab12]",
      "token=",
      "secretId=claro/api-keys",
    ],
  },
  {
    id: "labelled",
    title: "a value beside a secret's label",
    needles: ["passw", "pwd", "passphrase", "secret", "api", "token", "access", "private"],
    pattern:
      /((?:passw(?:or)?d|pwd|passphrase|secret|(?:api|access|private)[_-]?key|token)(?:[_-](?:access[_-])?key)?["']?[ \t]{0,3}:[ \t]{0,3}(?:["']|(?=[^\s"'`,;&<>]{0,64}\d)))(?![[{<$(*])[^\s"'`,;&<>]{6,}/gi,
    identifier: false,
    hits: [
      ['{"password":"', "correcthorse", '"}'],
      ["api_key: ", "a1b2c3d4e5"],
      ["X-Api-Key: ", "a1b2c3d4e5"],
    ],
    misses: ["secret: sealed and stored", "token: none", "password: ${DB_PASSWORD}"],
  },
  {
    id: "argument",
    title: "a secret given as an argument",
    needles: ["--"],
    pattern: /(--(?:api-key|token|password|secret)[ \t]{1,3})(?![-[{<$(*])[^\s"'`;&<>]{6,}/gi,
    identifier: false,
    hits: [["curl --token ", "abcdef12345"]],
    misses: ["--secret-file key.txt", "--token --json"],
  },
];

/** Every rule, prefixes first. */
export const SECRET_RULES: readonly SecretRule[] = [...PREFIXED, ...IN_CONTEXT];
