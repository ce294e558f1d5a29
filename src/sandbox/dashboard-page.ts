// The look-alike's dashboard as one page: Settings, API Keys. No framework, nothing from elsewhere.
import { SCRIPT } from "./dashboard-script.ts";
import { STYLE } from "./dashboard-style.ts";

/** `closedby=none`: Escape must not throw away a value that is shown once. */
const BODY = `
<p id="practice"><strong>PRACTICE.</strong> A look-alike of Claro: these keys and this company are made up.</p>
<nav aria-label="Workspace"><strong>Claro look-alike</strong><p>Workspace acme</p>
<ul><li>Settings<ul><li><a href="/dashboard" aria-current="page">API Keys</a></li></ul></li></ul></nav>
<main><header><h1 id="title" tabindex="-1">API Keys</h1><button id="create-open" class="main">Create API Key</button></header>
<p class="quiet">Times are UTC. A key's value is shown once, when it is made.</p>
<p id="message" role="status"></p><p id="trouble" class="trouble" role="alert"></p>
<table><thead><tr><th scope="col">Name</th><th scope="col">Created</th><th scope="col">Last used</th><th scope="col">Last 4</th><th scope="col">Status</th><th scope="col">Action</th></tr></thead>
<tbody id="keys"></tbody></table></main>
<dialog id="create" aria-labelledby="create-title"><form id="create-form"><h2 id="create-title">Create API Key</h2>
<label for="create-name">Name</label><input id="create-name" required maxlength="100" autocomplete="off" spellcheck="false" autofocus>
<div class="row"><button class="main">Create</button><button type="button" data-close>Cancel</button></div></form></dialog>
<dialog id="once" closedby="none" aria-labelledby="once-title"><h2 id="once-title">Copy your key now</h2>
<p>It is shown this one time and never again. Close this only when it is stored.</p>
<code id="secret"></code><p id="copied" class="quiet" role="status"></p>
<div class="row"><button id="copy" class="main" autofocus>Copy</button><button data-close>I have stored it</button></div></dialog>
<dialog id="delete" aria-labelledby="delete-title"><form id="delete-form"><h2 id="delete-title">Delete API Key</h2>
<p>Every request with <code id="delete-name-wanted"></code> (<code id="delete-last4"></code>) will be refused. This cannot be undone.</p>
<label for="delete-name">Type its name</label><input id="delete-name" autocomplete="off" spellcheck="false" autofocus>
<div class="row"><button id="delete-sure" class="danger" disabled>Delete</button><button type="button" data-close>Cancel</button></div></form></dialog>
`;

/** The page, with the token its own requests carry. `nonce` is what the policy header lets run. */
export function dashboardPage(token: string, nonce: string): string {
  return `<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><meta name="dashboard-token" content="${token}">
<title>API Keys · Claro look-alike (practice)</title><style nonce="${nonce}">${STYLE}</style></head><body>${BODY}<script nonce="${nonce}">${SCRIPT}</script></body></html>`;
}
