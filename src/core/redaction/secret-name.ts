// Is this the name of something secret? `DB_PASSWORD`, `x-api-key`, `clientSecret` are; `max_tokens`, `cache_key`, `secretName` are not.

const ALWAYS = new Set(
  "password passwd motdepasse passwort kennwort wachtwoord passphrase passcode pwd pass secret token apikey apitoken authtoken accesstoken refreshtoken authkey accesskey secretkey privatekey masterkey clientsecret apisecret credential credentials creds jwt auth sig pat authorization mfa otp sessid phpsessid jsessionid authpassword".split(
    " ",
  ),
);
/** One word without a break that ends like this: `dbpassword`, `githubtoken`. */
const ENDINGS =
  /(?:password|passwd|passphrase|secret|token|apikey|secretkey|accesskey|privatekey|authkey)$/;
/** What makes a `key` a secret one. */
const KEY_OF = new Set(
  "api access secret private auth account encryption encrypt signing sign signature shared master subscription functions function license storage service services admin app application consumer deploy deployment hmac aes crypto cipher webhook integration routing ingest ingestion write license server client rest project publishable restricted live managed sas root session jwt ssh tls ssl openai anthropic stripe claro bayt google aws azure datadog dd sendgrid mailgun twilio github gitlab algolia segment newrelic maps heroku".split(
    " ",
  ),
);
/** What people put behind the name. */
const TAIL =
  /^(?:\d+|v\d+|value|val|raw|plain|text|prod|production|staging|stage|stg|dev|development|live|sandbox|old|new|current|previous|prev|primary|secondary|base64|b64|env|var)$/;
/** Names in which a token or key is counted, described or public. */
const NEVER = new Set(
  "max min num count total prompt completion input output page next previous continuation continuationtoken pagination sync cursor public cache primary foreign partition sort idempotency dedup websocket row object lookup group bpe eos bos pad unk vocab reserved jsonwebtoken csrf xsrf authenticity".split(
    " ",
  ),
);
/** Names that are a secret's only in quotes or with `=`. */
const PASSWORDS =
  /^(?:motdepasse|pass(?:word|wd|wort|phrase|code)?|kennwort|wachtwoord|pwd|authpassword|.*(?:password|passwd|passphrase))$/;

export type NameKind = "password" | "token";

function wordsOf(name: string): readonly string[] {
  return name
    .replace(/mot[ _.-]de[ _.-]passe/i, "motdepasse")
    .replaceAll(/([a-z0-9])([A-Z])/g, "$1_$2")
    .toLowerCase()
    .split(/[^a-z0-9]+/)
    .filter((word) => word !== "");
}

/** What a name (at most 64 characters) promises of its value; undefined where that is nothing secret. */
export function secretName(name: string): NameKind | undefined {
  const words = [...wordsOf(name)];
  while (words.length > 1 && TAIL.test(words[words.length - 1] ?? "")) words.pop();
  const [last = "", before = ""] = words.toReversed();
  if (words.some((word) => NEVER.has(word))) return undefined;
  if (PASSWORDS.test(last)) return "password";
  const isKey = (last === "key" || last === "keys") && KEY_OF.has(before);
  return isKey || ALWAYS.has(last) || ENDINGS.test(last) ? "token" : undefined;
}
