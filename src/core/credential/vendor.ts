// Whose key is it? What a key's prefix says. An ambiguous prefix names several, and nothing is sent to a guess.

/** Prefix to the vendors that use it. Sources: each vendor's documentation of its key formats. */
const PREFIXES: readonly { readonly prefix: RegExp; readonly vendors: readonly string[] }[] = [
  { prefix: /^sk_(live|test)_/, vendors: ["claro", "stripe"] },
  { prefix: /^rk_(live|test)_/, vendors: ["stripe"] },
  { prefix: /^sk-ant-/, vendors: ["anthropic"] },
  { prefix: /^sk-/, vendors: ["openai"] },
  { prefix: /^(AKIA|ASIA)/, vendors: ["aws-iam"] },
  { prefix: /^(gh[pousr]_|github_pat_)/, vendors: ["github-token"] },
  { prefix: /^glpat-/, vendors: ["gitlab"] },
  { prefix: /^SG\./, vendors: ["sendgrid"] },
  { prefix: /^cf(k|ut|at)_/, vendors: ["cloudflare"] },
  { prefix: /^xox[abprs]-/, vendors: ["slack"] },
];

/** Vendors that the value's prefix allows; empty when it says nothing. */
export function vendorsOf(value: string): readonly string[] {
  return PREFIXES.find(({ prefix }) => prefix.test(value))?.vendors ?? [];
}
