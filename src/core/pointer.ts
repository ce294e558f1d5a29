// JSON Pointers: how a configuration says where in a vendor's answer a value lies.

/** A JSON Pointer as text: empty (the whole answer) or `/`-separated steps. */
export const POINTER = /^(\/([^~/]|~[01])*)*$/;

type Members = Readonly<Record<string, unknown>>;

function memberOf(value: unknown, name: string): unknown {
  return typeof value === "object" && value !== null && Object.hasOwn(value, name)
    ? (value as Members)[name]
    : undefined;
}

/** Reads one member. Only a name that every object inherits has to be asked whether it is the document's own. */
function reading(name: string): (document: unknown) => unknown {
  if (name in Object.prototype) return (document) => memberOf(document, name);
  return (document) =>
    typeof document === "object" && document !== null ? (document as Members)[name] : undefined;
}

/** Reads the value that a JSON Pointer names (RFC 6901, sections 3 and 4); undefined where there is none. Made once for many documents. */
export function pointerTo(pointer: string): (document: unknown) => unknown {
  const names = pointer
    .split("/")
    .slice(1)
    .map((step) => step.replaceAll("~1", "/").replaceAll("~0", "~"));
  const [only] = names;
  // Most have one step, and logs are read by them millions of times.
  if (names.length === 1 && only !== undefined) return reading(only);
  return (document) => {
    let value = document;
    for (const name of names) {
      value = memberOf(value, name);
      if (value === undefined) return undefined;
    }
    return value;
  };
}

/** The value a JSON Pointer names, or undefined when there is none. */
export function atPointer(document: unknown, pointer: string): unknown {
  return pointerTo(pointer)(document);
}

/** A vendor's answer as JSON, or undefined when it is none. The parser's own error quotes its input, which may be a key: it is dropped. */
export function parseAnswer(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}
