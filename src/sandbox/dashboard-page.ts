// The look-alike's dashboard as one page: Settings, API Keys. No framework, nothing from elsewhere.

const STYLE = `
:root { color-scheme: light dark; font: 16px/1.5 system-ui, sans-serif; }
body { margin: 0; display: grid; grid-template-columns: 13rem 1fr; min-height: 100vh; }
nav { padding: 1.5rem 1rem; border-right: 1px solid #8884; }
nav ul { list-style: none; padding: 0; } nav [aria-current] { font-weight: 600; }
main { padding: 1.5rem 2rem; max-width: 62rem; }
header { display: flex; justify-content: space-between; align-items: center; gap: 1rem; }
table { width: 100%; border-collapse: collapse; margin-top: 1rem; }
th, td { text-align: left; padding: .5rem .75rem .5rem 0; border-bottom: 1px solid #8884; }
button, input { font: inherit; padding: .35rem .8rem; }
button.danger { color: #b00020; } @media (prefers-color-scheme: dark) { button.danger { color: #ff8a8a; } }
dialog { max-width: 34rem; border: 1px solid #8888; border-radius: 8px; padding: 1.5rem; }
code { overflow-wrap: anywhere; } .row { display: flex; gap: .5rem; margin-top: 1rem; }
@media (max-width: 700px) { body { grid-template-columns: 1fr; } nav { border: 0; padding-bottom: 0; } }
`;

const SCRIPT = `
const token = document.querySelector("meta[name=dashboard-token]").content;
const byId = (id) => document.getElementById(id);
async function call(method, path, body) {
  const response = await fetch("/dashboard/api" + path, {
    method, headers: { "content-type": "application/json", "x-dashboard-token": token },
    body: body === undefined ? undefined : JSON.stringify(body) });
  const answer = response.status === 204 ? {} : await response.json();
  if (!response.ok) throw new Error(answer.error.message);
  return answer;
}
const when = (text) => text === null ? "never" : new Date(text).toLocaleString();
function cell(row, content) {
  const td = document.createElement("td");
  td.append(content); row.append(td);
}
let shown = "";
async function refresh() {
  const { data } = await call("GET", "/keys");
  if (JSON.stringify(data) === shown) return;
  shown = JSON.stringify(data);
  byId("keys").replaceChildren(...data.map((key) => {
    const row = document.createElement("tr");
    for (const text of [key.name, when(key.created_at), when(key.last_used_at), "…" + key.last4, key.status]) cell(row, text);
    const button = document.createElement("button");
    button.className = "danger"; button.textContent = "Delete"; button.setAttribute("aria-label", "Delete " + key.name);
    button.addEventListener("click", () => askDelete(key));
    cell(row, button);
    return row;
  }));
}
function say(text) { byId("message").textContent = text; }
function askDelete(key) {
  byId("delete-what").textContent = key.name + " (…" + key.last4 + ")";
  byId("delete-name").value = "";
  byId("delete-sure").disabled = true;
  byId("delete-name").oninput = () => { byId("delete-sure").disabled = byId("delete-name").value !== key.name; };
  byId("delete-form").onsubmit = async (event) => {
    event.preventDefault();
    byId("delete").close();
    try { await call("DELETE", "/keys/" + key.id, { name: byId("delete-name").value }); say("Deleted " + key.name + "."); }
    catch (error) { say(error.message); }
    await refresh();
  };
  byId("delete").showModal();
}
byId("create-open").addEventListener("click", () => { byId("create-name").value = ""; byId("create").showModal(); });
byId("create-form").addEventListener("submit", async (event) => {
  event.preventDefault();
  byId("create").close();
  try {
    const made = await call("POST", "/keys", { name: byId("create-name").value });
    byId("secret").textContent = made.secret;
    byId("once").showModal();
  } catch (error) { say(error.message); }
  await refresh();
});
byId("copy").addEventListener("click", async () => {
  try { await navigator.clipboard.writeText(byId("secret").textContent); byId("copied").textContent = "Copied."; }
  catch { byId("copied").textContent = "Not copied: select the text and copy it."; }
});
byId("once").addEventListener("close", () => { byId("secret").textContent = ""; byId("copied").textContent = ""; });
for (const button of document.querySelectorAll("[data-close]"))
  button.addEventListener("click", () => button.closest("dialog").close());
const again = () => refresh().catch((error) => say(error.message));
again();
setInterval(again, 2000);
`;

const BODY = `
<nav aria-label="Workspace"><strong>Claro look-alike</strong><p>Workspace: acme<br>Practice only, nothing here is real.</p>
<ul><li>Settings<ul><li aria-current="page">API Keys</li></ul></li></ul></nav>
<main><header><h1>API Keys</h1><button id="create-open">Create API Key</button></header>
<p id="message" role="status"></p>
<table><thead><tr><th scope="col">Name</th><th scope="col">Created</th><th scope="col">Last used</th><th scope="col">Last 4</th><th scope="col">Status</th><th scope="col">Action</th></tr></thead>
<tbody id="keys"></tbody></table></main>
<dialog id="create" aria-labelledby="create-title"><form id="create-form"><h2 id="create-title">Create API Key</h2>
<label for="create-name">Name</label> <input id="create-name" required maxlength="100" autocomplete="off" autofocus>
<div class="row"><button>Create</button><button type="button" data-close>Cancel</button></div></form></dialog>
<dialog id="once" aria-labelledby="once-title"><h2 id="once-title">Copy your key now</h2><p>It is shown this one time and never again.</p>
<p><code id="secret"></code></p><div class="row"><button id="copy">Copy</button><button data-close>I have stored it</button></div><p id="copied" role="status"></p></dialog>
<dialog id="delete" aria-labelledby="delete-title"><form id="delete-form"><h2 id="delete-title">Delete API Key</h2>
<p>Requests with <strong id="delete-what"></strong> will be refused. This cannot be undone.</p>
<label for="delete-name">Type its name</label> <input id="delete-name" autocomplete="off" autofocus>
<div class="row"><button id="delete-sure" class="danger" disabled>Delete</button><button type="button" data-close>Cancel</button></div></form></dialog>
`;

/** The page, with the token its own requests carry. `nonce` is what the policy header lets run. */
export function dashboardPage(token: string, nonce: string): string {
  return `<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><meta name="dashboard-token" content="${token}">
<title>API Keys · Claro look-alike</title><style nonce="${nonce}">${STYLE}</style></head><body>${BODY}<script nonce="${nonce}">${SCRIPT}</script></body></html>`;
}
