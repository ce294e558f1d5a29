// Memory in which texts and line ends are found sixteen bytes at a time; the functions themselves are bytes.wat.
import { BYTES_WASM } from "./bytes-wasm.ts";

/** What is looked for, ready in the same memory. */
export interface Needle {
  readonly at: number;
  readonly length: number;
  /** The two places in it whose bytes are rarest: candidates are told by them. */
  readonly a: number;
  readonly b: number;
}

export interface Bytes {
  /** What is searched goes in here; the memory behind belongs to the search. */
  readonly buffer: Buffer;
  readonly needles: readonly Needle[];
  /** Line feeds in [at, end). */
  lines(at: number, end: number): number;
  /** Where the needle begins first in [at, end), or -1. */
  find(needle: Needle, at: number, end: number): number;
}

interface WasmMemory {
  readonly buffer: ArrayBuffer;
  grow(pages: number): number;
}

interface Exports {
  readonly memory: WasmMemory;
  lines(at: number, end: number): number;
  find(at: number, end: number, needle: number, length: number, a: number, b: number): number;
}

/** The part of the JavaScript API that is used here; Node's types leave it to a browser's. */
declare const WebAssembly: {
  readonly Module: new (bytes: Uint8Array) => object;
  readonly Instance: new (module: object, imports?: object) => { readonly exports: object };
};

const PAGE = 65_536;
/** What both functions may load behind the end. */
const SLACK = 128;

function instance(size: number): Exports {
  const module = new WebAssembly.Module(Buffer.from(BYTES_WASM, "base64"));
  // What bytes.wat exports.
  const exports = new WebAssembly.Instance(module).exports as Exports;
  exports.memory.grow(Math.ceil(size / PAGE));
  return exports;
}

function frequencies(sample: Uint8Array): Uint32Array {
  const counts = new Uint32Array(256);
  for (const byte of sample) counts[byte] = (counts[byte] ?? 0) + 1;
  return counts;
}

/** Its two rarest bytes by what a sample of the log holds: ids of one kind begin alike, and end differently. */
function rarest(text: Uint8Array, counts: Uint32Array): readonly [number, number] {
  const places = [...text.keys()].sort(
    (x, y) => (counts[text[x] ?? 0] ?? 0) - (counts[text[y] ?? 0] ?? 0) || y - x,
  );
  const [a = 0, b = a] = places;
  return [a, b];
}

/** Memory for `capacity` bytes and needles (none of them empty) that are looked for in it. */
export function searchable(
  capacity: number,
  texts: readonly Uint8Array[],
  sample: Uint8Array,
): Bytes {
  const room = capacity + SLACK;
  const { memory, lines, find } = instance(
    room + SLACK + texts.reduce((sum, text) => sum + text.length, 0),
  );
  const all = Buffer.from(memory.buffer);
  const counts = frequencies(sample);
  let at = room;
  const needles = texts.map((text) => {
    all.set(text, at);
    const [a, b] = rarest(text, counts);
    const needle = { at, length: text.length, a, b };
    at += text.length;
    return needle;
  });
  return {
    buffer: all.subarray(0, capacity),
    needles,
    lines,
    find: (needle, from, end) => find(from, end, needle.at, needle.length, needle.a, needle.b),
  };
}
