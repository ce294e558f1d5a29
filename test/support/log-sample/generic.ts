// Samples of logs that name their fields themselves, or are told which is which: JSON and CSV.
import { event, lines, type Sample } from "./sample.ts";

export const GENERIC: readonly Sample[] = [
  {
    format: "jsonl",
    what: "usual names, one level down, seconds and milliseconds",
    text: lines(
      {
        ts: 1_795_439_107.5,
        request: { method: "GET", path: "/v1/prompts", userAgent: "acme-sdk/2.1" },
        consumer: { id: "key_7f3a" },
        clientIp: "203.0.113.9:443",
        status: 200,
        tokens: 12,
      },
      { ts: 1_795_439_107_500, request: { method: "GET", path: "/" }, status: 500 },
    ),
    events: [
      event("2026-11-23T13:05:07.500Z", {
        key: "key_7f3a",
        ip: "203.0.113.9",
        userAgent: "acme-sdk/2.1",
        method: "GET",
        action: "GET /v1/prompts",
        resource: "/v1/prompts",
        status: 200,
        units: 12,
      }),
      event("2026-11-23T13:05:07.500Z", {
        method: "GET",
        action: "GET /",
        resource: "/",
        status: 500,
        outcome: "error",
      }),
    ],
  },
  {
    format: "jsonl",
    what: "an array in a document, columns as told",
    text: JSON.stringify({
      data: [
        {
          when: "2026-11-23 14:05:07",
          meta: { who: { k: "key_7f3a" } },
          ip: "203.0.113.9",
          status: 401,
        },
      ],
    }),
    options: { columns: { at: "when", key: "/meta/who/k" }, zone: "Europe/Berlin" },
    events: [
      event("2026-11-23T13:05:07Z", {
        key: "key_7f3a",
        ip: "203.0.113.9",
        status: 401,
        outcome: "denied",
      }),
    ],
  },
  {
    format: "csv",
    what: "a spreadsheet's: semicolons, a byte-order mark, quotes, a header twice",
    text: [
      "\uFEFFTime;Key ID;Client IP;Method;Path;Status;User Agent;Bytes\r",
      '2026-11-23T13:05:07Z;key_7f3a;203.0.113.9;GET;/v1/prompts;200;"a;""b""";1834\r',
      "Time;Key ID;Client IP;Method;Path;Status;User Agent;Bytes\r",
      "11/12/26 13:05;key_7f3a;203.0.113.9;GET;/;200;x;1\r",
      "too;few\r",
      "",
    ].join("\n"),
    events: [
      event("2026-11-23T13:05:07Z", {
        key: "key_7f3a",
        ip: "203.0.113.9",
        userAgent: 'a;"b"',
        method: "GET",
        action: "GET /v1/prompts",
        resource: "/v1/prompts",
        status: 200,
        bytes: 1834,
      }),
    ],
    rejected: 2,
  },
  {
    format: "csv",
    what: "columns as told",
    text: "seen_at,token_ref,src,code,path\n1795439107,key_7f3a,203.0.113.9,204,/x\n",
    options: { columns: { at: "seen_at", key: "token_ref", ip: "src", status: "code" } },
    events: [
      event("2026-11-23T13:05:07Z", {
        key: "key_7f3a",
        ip: "203.0.113.9",
        action: "/x",
        resource: "/x",
        status: 204,
      }),
    ],
  },
];
