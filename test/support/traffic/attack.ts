// What thieves do with a stolen key.
import { DAY, HOUR, MINUTE } from "../../../src/core/instant.ts";
import type { Dice } from "./dice.ts";
import { event } from "./event.ts";
import type { Span } from "./harmless.ts";
import type { Service } from "./service.ts";
import {
  begin,
  by,
  cutOf,
  done,
  steps,
  thief,
  type Attack,
  type Make,
  type Thief,
} from "./thief.ts";

/** Every prompt and file copied within the hour. */
function bulkCopy(dice: Dice, service: Service, window: Span): Attack {
  const who = thief(dice, service);
  const count = dice.int(200, 600);
  const events = steps(dice, begin(dice, window), count, HOUR / count, (at, index) =>
    by(dice, service, who, at, {
      action: "GET /v1/contexts/{id}/download",
      resource: `contexts/${String(index)}`,
      bytes: dice.int(200_000, 900_000),
      status: 200,
      outcome: "success",
    }),
  );
  return done(service, window, who, events, ["enumeration", "new-endpoint"]);
}

/** A few calls an hour, the service's own calls, from one rented machine. */
function slow(dice: Dice, service: Service, window: Span): Attack {
  const who = thief(dice, service);
  const events = steps(dice, begin(dice, window), dice.int(15, 60), 20 * MINUTE, (at) =>
    by(dice, service, who, at, { status: 200, outcome: "success" }),
  );
  return done(service, window, who, events, []);
}

/** The same, and it looks like the service: same program, same country. */
function slowDisguised(dice: Dice, service: Service, window: Span): Attack {
  const who = thief(dice, service, { spoofs: true, near: true });
  const events = steps(dice, begin(dice, window), dice.int(30, 80), 15 * MINUTE, (at) =>
    by(dice, service, who, at, { status: 200, outcome: "success" }),
  );
  return done(service, window, who, events, []);
}

/** Somebody finds it, tries it, and sells it on: nothing more. */
function keyCheck(dice: Dice, service: Service, window: Span): Attack {
  const who = thief(dice, service);
  const events = steps(dice, begin(dice, window), dice.int(3, 8), MINUTE, (at) =>
    by(dice, service, who, at, {
      action: "GET /v1/models",
      resource: null,
      bytes: 400,
      status: 200,
      outcome: "success",
    }),
  );
  return done(service, window, who, events, ["new-endpoint"]);
}

/** Names are guessed: most of them are not there. */
function enumeration(dice: Dice, service: Service, window: Span): Attack {
  const who = thief(dice, service);
  const events = steps(dice, begin(dice, window), dice.int(250, 500), 2_000, (at, index) => {
    const isThere = dice.next() < 0.2;
    return by(dice, service, who, at, {
      action: "POST /v1/prompts/get",
      resource: `prompts/guess-${String(index)}`,
      status: isThere ? 200 : 404,
      outcome: isThere ? "success" : "error",
      bytes: isThere ? 5_000 : 90,
    });
  });
  return done(service, window, who, events, [
    "enumeration",
    ...(service.kind === "web" ? [] : ["new-endpoint"]),
  ]);
}

/** New keys and a user are made, so that the cut does not end it. */
function mintedKeys(dice: Dice, service: Service, window: Span): Attack {
  const who = thief(dice, service);
  const from = begin(dice, window);
  const events = steps(dice, from, 6, 40_000, (at, index) => {
    const what = index % 3 === 0 ? "user" : "key";
    const isMaking = index % 2 === 0;
    return by(dice, service, who, at, {
      action: isMaking ? `POST /v1/${what}s` : "GET /v1/me",
      resource: null,
      bytes: 600,
      status: 201,
      outcome: "success",
      change: isMaking ? { does: "creates", what, id: `${what}_${String(index)}` } : null,
    });
  });
  return done(service, window, who, events, ["key-admin-change", "new-endpoint"]);
}

/** A stolen key of a language model is tried out and then run hot, with the dearest model. */
function llmAbuse(dice: Dice, service: Service, window: Span): Attack {
  const who = thief(dice, service);
  const from = begin(dice, window);
  const check = by(dice, service, who, from, {
    action: "GET /v1/models",
    resource: null,
    status: 200,
    outcome: "success",
    units: null,
    cost: null,
    model: null,
  });
  const count = dice.int(300, 900);
  const events = steps(dice, from + MINUTE, count, (3 * HOUR) / count, (at) => {
    const units = dice.int(4_000, 20_000);
    return by(dice, service, who, at, {
      action: "POST /v1/chat/completions",
      resource: null,
      status: 200,
      outcome: "success",
      model: "claude-3-opus",
      units,
      cost: units * 0.000_03,
    });
  });
  return done(
    service,
    window,
    who,
    [check, ...events],
    ["llm-key-check", "new-endpoint", ...(service.kind === "llm" ? ["llm-new-model"] : [])],
  );
}

/** At night, from abroad, an hour of reading. */
function offHours(dice: Dice, service: Service, window: Span): Attack {
  const who = thief(dice, service);
  const quietest = service.hours.indexOf(Math.min(...service.hours));
  const day = Math.ceil(window.from / DAY) * DAY;
  const events = steps(dice, day + quietest * HOUR, dice.int(40, 90), 30_000, (at) =>
    by(dice, service, who, at, { status: 200, outcome: "success" }),
  );
  return done(service, window, who, events, []);
}

/** Somebody in our own network copies things by script. */
function insider(dice: Dice, service: Service, window: Span): Attack {
  const host = dice.pick(service.hosts);
  const who: Thief = { hosts: [host], agent: "python-requests/2.31.0", traits: ["new-user-agent"] };
  const count = dice.int(200, 400);
  const events = steps(dice, begin(dice, window), count, HOUR / count, (at, index) =>
    by(dice, service, who, at, {
      action: "GET /v1/contexts/{id}/download",
      resource: `contexts/${String(index)}`,
      bytes: dice.int(100_000, 400_000),
      status: 200,
      outcome: "success",
    }),
  );
  return done(service, window, who, events, ["enumeration", "new-endpoint"]);
}

/** Seventeen rented machines in many networks share the work. */
function botnet(dice: Dice, service: Service, window: Span): Attack {
  const who = thief(dice, service, { addresses: 17 });
  const count = dice.int(500, 900);
  const events = steps(dice, begin(dice, window), count, (6 * HOUR) / count, (at, index) =>
    by(dice, service, who, at, {
      action: "POST /v1/prompts/get",
      resource: `prompts/${String(index)}`,
      status: 200,
      outcome: "success",
    }),
  );
  return done(service, window, who, events, [
    "enumeration",
    ...(service.kind === "web" ? [] : ["new-endpoint"]),
  ]);
}

/** A key without the rights: it is tried on everything, and refused. */
function refused(dice: Dice, service: Service, window: Span): Attack {
  const who = thief(dice, service);
  const events = steps(dice, begin(dice, window), dice.int(120, 250), 4_000, (at) =>
    by(dice, service, who, at, {
      action: "GET /v1/admin",
      resource: null,
      status: 403,
      outcome: "denied",
      bytes: 60,
    }),
  );
  return done(service, window, who, events, ["auth-failure-burst", "new-endpoint"]);
}

/** As fast as the vendor allows, and faster. */
function flood(dice: Dice, service: Service, window: Span): Attack {
  const who = thief(dice, service);
  const events = steps(dice, begin(dice, window), dice.int(400, 800), 1_000, (at, index) => {
    const isLimited = index % 3 === 2;
    return by(dice, service, who, at, {
      status: isLimited ? 429 : 200,
      outcome: isLimited ? "error" : "success",
    });
  });
  return done(service, window, who, events, ["rate-limit-hits"]);
}

/** Used before the cut and tried again after it, when it is dead. */
function afterCut(dice: Dice, service: Service, window: Span): Attack {
  const who = thief(dice, service);
  const cut = cutOf(window);
  const before = steps(dice, cut - 5 * HOUR, dice.int(5, 20), 10 * MINUTE, (at) =>
    by(dice, service, who, at, { status: 200, outcome: "success" }),
  );
  const after = steps(dice, cut + 10 * MINUTE, dice.int(3, 15), 10 * MINUTE, (at) =>
    by(dice, service, who, at, { status: 401, outcome: "denied", bytes: 60 }),
  );
  return done(service, window, who, [...before, ...after], ["old-key-attempt"]);
}

/** The cut did not hold: hours later the key is let in again. */
function revived(dice: Dice, service: Service, window: Span): Attack {
  const who = thief(dice, service);
  const events = steps(dice, cutOf(window) + 2 * HOUR, dice.int(5, 20), 5 * MINUTE, (at) =>
    by(dice, service, who, at, { status: 200, outcome: "success" }),
  );
  const { traits, events: inside } = done(service, window, who, events, ["old-key-accepted"]);
  // Nobody of ours is beside them: the service has its new key.
  const besides = new Set(["parallel-countries", "impossible-travel", "spike-2x"]);
  return { events: inside, traits: new Set([...traits].filter((id) => !besides.has(id))) };
}

/** Secrets are read and the log is switched off. */
function takeOver(dice: Dice, service: Service, window: Span): Attack {
  const who = thief(dice, service);
  const from = begin(dice, window);
  const events = steps(dice, from, dice.int(3, 9), MINUTE, (at, index) =>
    by(dice, service, who, at, {
      action: index === 1 ? "POST /v1/audit-log/stop" : "GET /v1/secrets/{id}",
      resource: index === 1 ? "audit-log" : `secrets/${String(index)}`,
      status: 200,
      outcome: "success",
      change:
        index === 1
          ? { does: "disables-logging", what: "log", id: "audit-log" }
          : { does: "reads-secret", what: "secret", id: `secrets/${String(index)}` },
    }),
  );
  return done(service, window, who, events, ["secret-read", "logging-off", "new-endpoint"]);
}

export const ATTACKS: Readonly<Record<string, Make>> = {
  "bulk-copy": bulkCopy,
  slow,
  "slow-disguised": slowDisguised,
  "key-check": keyCheck,
  enumeration,
  "minted-keys": mintedKeys,
  "llm-abuse": llmAbuse,
  "off-hours": offHours,
  insider,
  botnet,
  refused,
  flood,
  "after-cut": afterCut,
  revived,
  "take-over": takeOver,
};

/** An old key that nobody has used for weeks is used by a thief. */
export function sleeping(dice: Dice, window: Span): Attack {
  const from = begin(dice, window);
  return {
    events: steps(dice, from, dice.int(5, 30), MINUTE, (at) =>
      event(at, {
        ip: "185.9.9.9",
        country: "NL",
        asn: "AS64600",
        userAgent: "curl/8.4.0",
        action: "GET /v1/prompts",
        status: 200,
        bytes: 9_000,
      }),
    ),
    traits: new Set(["inactive-key-used"]),
  };
}
