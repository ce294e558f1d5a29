// Makes Node's own heavy modules load when they are first used: crypto and child_process alone cost 0.15 of an empty Node, tty 0.1.
import type { Plugin } from "rolldown";

const IMPORT =
  /^let (\w+) = require\("(node:(?:crypto|child_process|fs\/promises|timers\/promises|os|tty|util|net|zlib|stream))"\);\n(?:\1 = (?:\w+\.)?__toESM\(\1, 1\);\n)?/gm;

/** Rewrites `let x = require("node:crypto");` of a CommonJS chunk, so that the sources can go on importing plainly. */
export function lazyBuiltins(): Plugin {
  return {
    name: "lazy-builtins",
    renderChunk(code) {
      return { code: code.replace(IMPORT, lazy), map: null };
    },
  };
}

/** Loaded once and kept: a digest for each of ten thousand events must not look for its module each time. */
function lazy(_import: string, variable: string, module: string): string {
  const get = `get: (_, name) => { loaded ??= require("${module}"); return name === "default" ? loaded : loaded[name]; }`;
  return `let ${variable}; { let loaded; ${variable} = new Proxy({}, { ${get} }); }\n`;
}
