// What to do when claro-ir itself cannot help: the shim prints it on an old Node, the program when nothing can be stored.

/**
 * The emergency card: at most 40 plain ASCII columns, ends with a newline. Safe to paste from: the commands stand in one
 * brace group, so that `read` waits for the key instead of swallowing the next pasted line, and the key reaches curl on
 * stdin (`-K -`), never in an argument. Dead and alive answers are those of Claro's API (401; 200 and 403).
 */
export function emergencyCard(): string {
  return CARD;
}

const CARD = `== EMERGENCY CARD: leaked API key =====

1 WRITE DOWN the time, and one line for
  every step: when, who, what.

2 WHERE  https://claro.baytos.ai
  > Settings > API Keys

3 ORDER
  Public or misused, and you can bear an
  outage: DELETE the leaked key first,
  then create, deploy, restart.
  Else: CREATE a new key, DEPLOY it
  everywhere, RESTART, see it work, then
  DELETE the leaked key.
  The new key is shown once: save it
  (password manager) before you close.
  Before you delete, compare the last 4
  characters. Is it the leaked one?

4 IS IT DEAD?  In bash or zsh: paste
  this, press Enter, paste the key
  (nothing shows), press Enter.

{ U=https://api.baytos.ai/v1/prompts
A='header = "Authorization: Bearer'
read -rs K
printf '%s %s"\\n' "$A" "$K" |
curl -q -sS -o /dev/null -K - \\
-w '%{http_code}\\n' "$U?limit=1"
unset K; }

  401 = dead  200 or 403 = ALIVE
  Anything else proves nothing.
  A mistyped key gets 401 too, so try it
  before you delete. Dead is three times
  401, half a minute apart.

5 CALL your security lead.
  Claro: support@baytos.ai

6 GET claro-ir RUNNING (brings its Node)
  npx -y -p node@24 -p claro-ir \\
    claro-ir start
`;
