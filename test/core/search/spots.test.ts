// Every way to write a key is found with its line and name, however the stream is cut, and nothing else is.
import { array, assert, integer, property } from "fast-check";
import { describe, expect, it } from "vitest";
import { searchForms } from "../../../src/core/redaction/forms.ts";
import { detect, findSpots, spotsIn, wantedFrom } from "../../../src/core/search/spots.ts";

/** With signs that URLs, JSON and base64url write otherwise. */
const KEY = ["sk_", 'live_4e"C39+Hq/Lyj?WD~rjtT1>zdp>?>?~~>?\u00ff'].join("");
const wanted = wantedFrom(searchForms(KEY));
function base64(text: string): string {
  return Buffer.from(text).toString("base64");
}

const WRITTEN: readonly (readonly [form: string, text: string])[] = [
  ["plain", `KEY=${KEY}`],
  ["base64", `auth: ${base64(KEY)}`],
  ["base64", `auth: ${base64(`s:${KEY}`)}`],
  ["base64", `auth: ${base64(`sv:${KEY} and more`)}`],
  ["base64", `auth: ${base64(`svc:${KEY}\n`)}`],
  ["base64url", `auth: ${Buffer.from(`sv?:${KEY}`).toString("base64url")}`],
  ["base64url", `auth: ${Buffer.from(`svc:${KEY}`).toString("base64url")}`],
  ["hex", Buffer.from(KEY).toString("hex")],
  ["hex", Buffer.from(`x${KEY}`).toString("hex").toUpperCase()],
  ["url", `GET /?key=${encodeURIComponent(KEY)}&page=2`],
  ["url", `GET /?${new URLSearchParams({ key: KEY }).toString()}`],
  ["json", JSON.stringify({ key: KEY })],
  ["json", JSON.stringify(JSON.stringify({ key: KEY }))],
  ["utf-16", Buffer.from(`$env:KEY = ${KEY}\r\n`, "utf16le").toString("latin1")],
];

function bytesOf(text: string): Buffer {
  return /\0/.test(text) ? Buffer.from(text, "latin1") : Buffer.from(text);
}

describe("a key", () => {
  it.each(WRITTEN)("written as %s is found: %#", (form, text) => {
    const bytes = Buffer.concat([Buffer.from("first\nsecond\n"), bytesOf(text)]);
    const { spots } = spotsIn(wanted, bytes);
    expect(spots.map((spot) => [spot.line, spot.form])).toEqual([[3, form]]);
  });

  it("is not found in what only resembles it", () => {
    const near = [KEY.slice(0, -1), KEY.slice(1), KEY.toUpperCase(), `${KEY.slice(0, 12)}…`];
    const all = near.flatMap((one) => [one, base64(one), Buffer.from(one).toString("hex")]);
    expect(spotsIn(wanted, Buffer.from(all.join("\n"))).spots).toEqual([]);
  });

  it("is found once a line, with the name it has there", () => {
    const text = `# keys\nexport BAYT_API_KEY='${KEY}'\n"apiKey": "${KEY}", ${KEY}\nNEXT: ${KEY}\n`;
    const { spots } = spotsIn(wanted, Buffer.from(text));
    expect(spots.map((spot) => `${String(spot.line)} ${String(spot.variable)}`)).toEqual([
      "2 BAYT_API_KEY",
      "3 apiKey",
      "4 NEXT",
    ]);
  });

  it("is found at the same lines wherever the stream is cut", () => {
    const lines = WRITTEN.map(([, text]) => bytesOf(`${text.replaceAll("\n", "")}\n\n`));
    const bytes = Buffer.concat(lines);
    const whole = spotsIn(wanted, bytes).spots;
    expect(whole.length).toBe(WRITTEN.length);
    assert(
      property(array(integer({ min: 1, max: 700 }), { minLength: 1 }), (sizes) => {
        const finder = findSpots(wanted);
        const detector = detect(wanted);
        for (let at = 0, turn = 0; at < bytes.length; turn += 1) {
          const piece = bytes.subarray(at, at + (sizes[turn % sizes.length] ?? 1));
          finder.push(piece);
          detector.push(piece);
          at += piece.length;
        }
        expect(finder.spots).toEqual(whole);
        expect(detector.found).toBe(true);
      }),
    );
  });

  it("that fills a log is listed a few times and counted for the rest", () => {
    const finder = findSpots(wanted);
    for (let line = 0; line < 1000; line += 1) finder.push(Buffer.from(`key=${KEY}\n`));
    expect(finder.spots.length).toBe(20);
    expect(finder.more).toBe(980);
    expect(finder.spots.at(-1)?.line).toBe(20);
  });

  it("of fewer than eight characters is not looked for", () => {
    expect(searchForms("short")).toEqual([]);
  });
});
