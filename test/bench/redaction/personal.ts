// Personal data as it stands in logs and letters.

/** Templates (see `draw.ts`) and what in them points at a person. `{card}` is a card number with a right check digit. */
export const PERSONAL: readonly (readonly [string, string])[] = [
  ["user {L5}.{L7}@example.com signed in", "@"],
  ['{"email":"{L6}{n2}@mail.example.org"}', "@"],
  ["GET /reset?to={L6}%40example.com HTTP/1.1", "%40"],
  ["<{L4}+{L3}@sub.example.co.uk>", "@"],
  [String.raw`"msg":"hello\n{L6}@example.com\n"`, "@"],
  ["call +49 171 {n7} now", "+49"],
  ["tel:+1-415-{n3}-{n4}", "+1"],
  ["(415) 555-{n4} rang", "(415)"],
  ['"phone":"415-555-{n4}"', "415-"],
  ["phone=4915{n8}", "4915"],
  ["Tel. 0171 {n7}", "0171"],
  ["01 4{n1} {n2} {n2} {n2}", "01 4"],
  ["paid with {card}", "card"],
  ['{"card":"{card}"}', "card"],
  ["card {card4}, thanks", "card"],
  ["call +49 30 {n4} {n4} {n4} now", "+49"],
];
