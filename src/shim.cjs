#!/usr/bin/env node
// What `claro-ir` starts: answers --version and --help at once, finds a Node that is new enough, then loads the program.
// ES5 only, so that an old Node can read it and say something useful. The build fills in three constants.
"use strict";

var fs = require("fs");
var path = require("path");

var VERSION = "@version@";
var CARD = "@card@";
/** The chunk that every command needs; none where the program is not bundled. */
var CHUNK = "@chunk@";
var NEEDED = [24, 15];
/** What the page of --help is made for; wider screens get the same. */
var WIDTH = 80;
var GUARD = "CLARO_IR_NODE_TRIED";
// The signals a terminal or a supervisor ends a program with: they must reach the Node that holds the incident.
var SIGNALS = ["SIGINT", "SIGTERM", "SIGHUP"];

function write(fd, text) {
  try {
    fs.writeSync(fd, text);
  } catch (error) {
    // There is nobody left to tell. A reader that went away (`| head`) is no failure of ours.
    if (error.code !== "EPIPE") process.exitCode = process.exitCode || 1;
  }
}

function newEnough(version) {
  var parts = version.split(".");
  var major = Number(parts[0]);
  return major > NEEDED[0] || (major === NEEDED[0] && Number(parts[1]) >= NEEDED[1]);
}

/** A Node that `npm ci` (in a clone) or `npx -p node@24` (beside the package) brought. */
function siblingNode() {
  var root = path.join(__dirname, "..");
  var places = [
    path.join(root, "node_modules", "node", "bin", "node"),
    path.join(root, "..", "node", "bin", "node"),
    path.join(root, "node_modules", ".bin", "node"),
    path.join(root, "..", ".bin", "node"),
  ];
  for (var i = 0; i < places.length; i += 1) if (fs.existsSync(places[i])) return places[i];
  return undefined;
}

/** An argument as one could type it again. What looks like a key is left out: this text may end in a log. */
function typed(argument) {
  if (/^(?!INC-)(?=.*\d)[A-Za-z0-9_-]{16,}$/.test(argument)) return "...";
  if (/^[\w@%+=:,./-]+$/.test(argument)) return argument;
  return "'" + argument.replace(/'/g, "'\\''") + "'";
}

function tooOld(args) {
  var hint = ["npx -y -p node@24 -p claro-ir claro-ir"].concat(args.map(typed)).join(" ");
  var what = "claro-ir needs Node 24.15 or newer; this is " + process.version + ".";
  var error = { code: "node-too-old", message: what, hint: hint };
  process.exitCode = 2;
  if (args.indexOf("--json") >= 0) write(1, JSON.stringify({ error: error }) + "\n");
  write(2, what + " Run: " + hint + "\n\n" + CARD);
}

/** Run the same command under another Node, as if it had been this process. */
function handOver(node, args) {
  var env = Object.assign({}, process.env);
  env[GUARD] = "1";
  var child = require("child_process").spawn(node, [__filename].concat(args), {
    stdio: "inherit",
    env: env,
  });
  var terminal = require("tty").isatty(0);
  SIGNALS.forEach(function listen(signal) {
    process.on(signal, function forward() {
      // A terminal sends Ctrl-C to both processes; passing it on would count as a second one, which forces the end.
      if (signal !== "SIGINT" || !terminal) child.kill(signal);
    });
  });
  child.on("error", function failed() {
    tooOld(args);
  });
  child.on("exit", function ended(code, signal) {
    if (signal === null) {
      process.exitCode = code;
      return;
    }
    SIGNALS.forEach(function unlisten(name) {
      process.removeAllListeners(name);
    });
    process.kill(process.pid, signal);
  });
}

/** Columns that the program would write for. */
function columns() {
  var tty = require("tty");
  return (
    (tty.isatty(1) && process.stdout.columns) ||
    (tty.isatty(2) && process.stderr.columns) ||
    Number(process.env.COLUMNS) ||
    WIDTH
  );
}

/** The page of --help as the build had it printed; undefined where it must be made for a narrower screen, or is not there. */
function helpPage(args) {
  if (args.length !== 1 || (args[0] !== "--help" && args[0] !== "-h")) return undefined;
  var file = path.join(__dirname, "help.txt");
  return columns() >= WIDTH && fs.existsSync(file) ? fs.readFileSync(file, "utf8") : undefined;
}

function start() {
  delete process.env[GUARD];
  try {
    // Inside the package, not the shared temp folder: compiled code is code, and others may write there.
    var cache = path.join(__dirname, ".cache");
    require("module").enableCompileCache({ directory: cache, portable: true });
    if (CHUNK !== "") require("./kept-code.cjs").load(path.join(__dirname, "chunks", CHUNK), cache);
    require(path.join(__dirname, "main.cjs")).main();
  } catch (error) {
    process.exitCode = 70;
    write(2, "claro-ir cannot be loaded: " + String(error && error.message).split("\n")[0] + "\n");
    write(2, "Install it again: npx -y -p node@24 -p claro-ir claro-ir start\n\n" + CARD);
  }
}

function run(args) {
  if (args.length === 1 && (args[0] === "--version" || args[0] === "-V")) {
    write(1, VERSION + "\n");
    return;
  }
  if (newEnough(process.versions.node)) {
    var page = helpPage(args);
    if (page === undefined) start();
    else write(1, page);
    return;
  }
  var node = process.env[GUARD] ? undefined : siblingNode();
  if (node) handOver(node, args);
  else tooOld(args);
}

run(process.argv.slice(2));
