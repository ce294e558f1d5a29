#!/usr/bin/env node
// A second opinion on a record of claro-ir, with which it shares no line: an incident's folder in a store, or a bag of evidence.
//   node verify-record.mjs <folder> [<seq>:<hash>] [<digest>]     exit 0 whole, 7 not
// Head and digest of tagmanifest-sha256.txt are those that were noted elsewhere: without a head, a cut end cannot be seen.
import { hash } from "node:crypto";
import { readdirSync, readFileSync, realpathSync } from "node:fs";
import { join, relative, sep } from "node:path";
const TEXT = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });
const [ANY, NAME, LINK, SOME] = [/^/, /./s, /^[0-9a-f]{64}$/, (n) => Number.isInteger(n) && n > 0];
const INSTANT = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/;
/** What each field of an event must be: text that fits, or what a function says. */
const EVENT = {
  v: (value) => value === 1,
  stream: NAME,
  seq: SOME,
  prev: (value) => value === null || holds(value, LINK),
  id: NAME,
  type: NAME,
  at: INSTANT,
  occurredAt: INSTANT,
  precision: /^(?:second|minute|hour|day)$/,
  by: ANY,
  op: ANY,
  left: SOME,
  via: (value) => fits(value, VIA),
  data: isObject,
};
const VIA = {
  host: ANY,
  pid: Number.isInteger,
  started: ANY,
  terminal: (value) => value === null || holds(value, ANY),
  osUser: ANY,
  version: ANY,
};

function holds(value, rule) {
  return rule instanceof RegExp ? typeof value === "string" && rule.test(value) : rule(value);
}

function isObject(value) {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function fits(value, shape) {
  if (!isObject(value) || Object.keys(value).length !== Object.keys(shape).length) return false;
  return Object.keys(shape).every((key) => holds(value[key], shape[key]));
}

/** The event in a file's bytes; null when they are none. What is wrong is not said: it might quote a secret. */
function eventIn(bytes) {
  try {
    const event = { left: 1, ...JSON.parse(TEXT.decode(bytes)) };
    return bytes.at(-1) === 0x0a && fits(event, EVENT) ? event : null;
  } catch {
    return null;
  }
}

/** The events up to the first that is not as it was, and the head after them. */
function readChain(files, folder, anchor, say) {
  const count = [...files.keys()].filter((path) => path.startsWith(folder)).length;
  if (count < Math.max(1, anchor.seq)) say(folder, "does not hold all events");
  const events = [];
  let head = null;
  for (let seq = 1; seq <= count; seq += 1) {
    const path = `${folder}${String(seq).padStart(8, "0")}.json`;
    const event = eventIn(files.get(path));
    const isNext = event?.seq === seq && event.prev === head;
    if (!isNext || event.stream !== (events[0] ?? event).stream) {
      say(path, "is not there as it was recorded");
      break;
    }
    events.push(event);
    head = hash("sha256", files.get(path));
    if (anchor.seq === seq && !head.startsWith(anchor.hash)) say(path, "is not the anchor's");
  }
  return { events, head };
}

/** Files that events name by digest; a bag has one runbook and nothing sealed. */
function filesNamed(events, isBag) {
  const evidence = events.flatMap(({ type, data }) => {
    if (type !== "evidence.added") return [];
    const { file, sealed, redacted } = data;
    const stored = sealed === undefined || !isBag ? [[file, (sealed ?? data).sha256]] : [];
    return redacted ? [...stored, [redacted.file, redacted.sha256]] : stored;
  });
  const runbooks = events.flatMap(({ type, data }) => {
    if (type !== "incident.declared" && type !== "runbook.changed") return [];
    const digest = data.runbook?.sha256;
    const later = typeof digest === "string" && type === "runbook.changed";
    return [[later ? `runbook-${digest.slice(0, 16)}.json` : "runbook.json", digest]];
  });
  return [...evidence, ...(isBag ? [["runbook.json", runbooks.at(-1)?.[1]]] : runbooks)];
}

/** `<digest>  <path>` a line: each listed file must be there and be that one. Gives the paths. */
function checkList(files, path, say) {
  const lines = String(files.get(path) ?? "").split("\n");
  if (lines.pop() !== "" || lines.length === 0) say(path, "is missing or cut short");
  return lines.map((line) => {
    const [, digest, file] = /^([0-9a-f]{64}) {2}(.+)$/.exec(line) ?? [];
    if (!files.has(file)) say(path, "lists what is not there");
    else if (hash("sha256", files.get(file)) !== digest) say(file, `is not what ${path} says`);
    return file;
  });
}

/** Everything wrong with a record, in words; none = it is whole. `files`: path below the folder to Buffer. */
export function problemsOf(files, anchor = { seq: 0, hash: "" }, manifest = "") {
  const problems = [];
  function say(path, what) {
    problems.push(`${path} ${what}`);
  }
  const root = [...files.keys()].some((path) => path.startsWith("data/")) ? "data/" : "";
  const { events, head } = readChain(files, `${root}journal/`, anchor, say);
  for (const [file, digest] of filesNamed(events, root !== ""))
    if (!files.has(root + file) || hash("sha256", files.get(root + file)) !== digest)
      say(file, "is not there as it was recorded");
  if (root === "") return problems;
  const lists = ["manifest-sha256.txt", "tagmanifest-sha256.txt"];
  const listed = new Set([...lists.flatMap((list) => checkList(files, list, say)), lists[1]]);
  for (const path of files.keys()) if (!listed.has(path)) say(path, "is in no list");
  if (manifest !== "" && hash("sha256", files.get(lists[1]) ?? "") !== manifest)
    say(lists[1], "is not the one that was given out");
  if (!String(files.get("bag-info.txt")).includes(`Journal-Head: ${events.length}:${head}\n`))
    say("bag-info.txt", "names another head of the journal");
  return problems;
}

/** Every plain file below a folder; a link is none, and so is missing. What a writer left behind half done is no part of a record. */
function filesBelow(folder) {
  const files = new Map();
  for (const entry of readdirSync(folder, { recursive: true, withFileTypes: true })) {
    const path = join(entry.parentPath, entry.name);
    if (entry.isFile() && !entry.name.startsWith(".t-"))
      files.set(relative(folder, path).split(sep).join("/"), readFileSync(path));
  }
  return files;
}

if (import.meta.filename === realpathSync(process.argv[1] ?? ".")) {
  const [folder = ".", head = "0:", manifest = ""] = process.argv.slice(2);
  const anchor = { seq: parseInt(head, 10), hash: head.split(":")[1] };
  const problems = problemsOf(filesBelow(folder), anchor, manifest);
  console.log(problems.join("\n") || "whole");
  if (problems.length > 0) process.exitCode = 7;
}
