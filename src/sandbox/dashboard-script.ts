// What the look-alike's dashboard does in the browser: list, create with the value shown once, delete by typed name.

/** The page's only script. Rows are kept and only their texts change, so that whoever stands on a button stays there. */
export const SCRIPT = `
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
function when(instant) { return instant.slice(0, 19).replace("T", " "); }
const COLUMNS = [
  ["", (key) => key.name], ["Created", (key) => when(key.created_at).slice(0, -3)], ["Last used", (key) => key.last_used_at === null ? "never" : when(key.last_used_at)],
  ["Last 4", (key) => "…" + key.last4, "last4"], ["Status", (key) => key.status]];
const rows = new Map();
function newRow(key) {
  const row = document.createElement("tr");
  for (const [label, , look] of COLUMNS) {
    const cell = row.insertCell();
    if (label !== "") cell.dataset.label = label;
    if (look !== undefined) cell.className = look;
  }
  const button = document.createElement("button");
  button.className = "danger";
  button.textContent = "Delete";
  button.setAttribute("aria-label", "Delete " + key.name + " ending in " + key.last4);
  button.addEventListener("click", () => askDelete(key));
  row.insertCell().append(button);
  byId("keys").append(row);
  rows.set(key.id, row);
  return row;
}
async function refresh() {
  const { data } = await call("GET", "/keys");
  for (const key of data) {
    const row = rows.get(key.id) ?? newRow(key);
    for (const [index, [, text]] of COLUMNS.entries())
      if (row.cells[index].textContent !== text(key)) row.cells[index].textContent = text(key);
  }
  for (const [id, row] of rows)
    if (!data.some((key) => key.id === id)) { row.remove(); rows.delete(id); }
}
async function look() {
  try { await refresh(); byId("trouble").textContent = ""; }
  catch (error) {
    byId("trouble").textContent = error instanceof TypeError ? "No answer: the practice has ended or is being restarted." : error.message;
  }
}
async function act(work) {
  try { byId("message").textContent = await work(); }
  catch (error) { byId("message").textContent = error.message; }
  await look();
}
function askDelete(key) {
  byId("delete-name-wanted").textContent = key.name;
  byId("delete-last4").textContent = "…" + key.last4;
  byId("delete-name").value = "";
  byId("delete-sure").disabled = true;
  byId("delete-name").oninput = () => { byId("delete-sure").disabled = byId("delete-name").value !== key.name; };
  byId("delete-form").onsubmit = async (event) => {
    event.preventDefault();
    byId("delete").close();
    await act(async () => {
      await call("DELETE", "/keys/" + key.id, { name: byId("delete-name").value });
      return "Deleted " + key.name + " (…" + key.last4 + ").";
    });
    byId("title").focus();
  };
  byId("delete").showModal();
}
byId("create-open").addEventListener("click", () => { byId("create-name").value = ""; byId("create").showModal(); });
byId("create-form").addEventListener("submit", async (event) => {
  event.preventDefault();
  byId("create").close();
  await act(async () => {
    const made = await call("POST", "/keys", { name: byId("create-name").value });
    byId("secret").textContent = made.secret;
    byId("once").showModal();
    return "Created " + made.name + ".";
  });
});
byId("copy").addEventListener("click", async () => {
  try { await navigator.clipboard.writeText(byId("secret").textContent); byId("copied").textContent = "Copied."; }
  catch { byId("copied").textContent = "Not copied: select the text and copy it."; }
});
byId("once").addEventListener("close", () => { byId("secret").textContent = ""; byId("copied").textContent = ""; });
for (const button of document.querySelectorAll("[data-close]"))
  button.addEventListener("click", () => button.closest("dialog").close());
look();
setInterval(look, 2000);
`;
