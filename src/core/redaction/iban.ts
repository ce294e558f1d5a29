// Bank accounts: an IBAN is known by its country's length and its check digits, so that nothing else is taken for one.

/** Characters of an IBAN by country (SWIFT, IBAN Registry, ISO 13616). */
const LENGTHS: ReadonlyMap<string, number> = new Map(
  (
    "AD24 AE23 AL28 AT20 AZ28 BA20 BE16 BG22 BH22 BR29 BY28 CH21 CR22 CY28 CZ24 DE22 DJ27 DK18 DO28 EE20 EG29 ES24 FI18 FK18 FO18 " +
    "FR27 GB22 GE22 GI23 GL18 GR27 GT28 HR21 HU28 IE22 IL23 IQ23 IS26 IT27 JO30 KW30 KZ20 LB28 LC32 LI21 LT20 LU20 LV21 LY25 MC27 " +
    "MD24 ME22 MK19 MN20 MR27 MT31 MU30 NI28 NL18 NO15 OM23 PK24 PL28 PS29 PT25 QA29 RO24 RS22 RU33 SA24 SC31 SD18 SE24 SI19 SK24 " +
    "SM27 SO23 ST25 SV28 TL23 TN24 TR26 UA29 VA22 VG24 XK20 YE30"
  )
    .split(" ")
    .map((entry) => [entry.slice(0, 2), Number(entry.slice(2))] as const),
);

/** Without blanks, or in groups of four. */
const WRITTEN = /[A-Z]{2}\d\d(?:[A-Z0-9]{11,29}|(?: [A-Z0-9]{4}){2,7}(?: [A-Z0-9]{1,3})?)/y;

/** ISO 7064 MOD 97-10: the first four characters go to the end, letters count from 10, and the rest is 1. */
function passesMod97(iban: string): boolean {
  let rest = 0;
  for (const sign of iban.slice(4) + iban.slice(0, 4))
    for (const digit of String(Number.parseInt(sign, 36))) rest = (rest * 10 + Number(digit)) % 97;
  return rest === 1;
}

/** The end of the first `size` characters of a text, blanks not counted. */
function endOf(text: string, size: number): number {
  let left = size;
  for (let at = 0; at < text.length; at += 1) {
    if (text.charAt(at) !== " ") left -= 1;
    if (left === 0) return at + 1;
  }
  return -1;
}

/** The IBAN that begins at `at`, as it is written there. */
export function ibanAt(text: string, at: number): string | undefined {
  const size = LENGTHS.get(text.slice(at, at + 2));
  if (size === undefined) return undefined;
  WRITTEN.lastIndex = at;
  const run = WRITTEN.exec(text)?.[0] ?? "";
  const found = run.slice(0, Math.max(0, endOf(run, size)));
  const isWhole = found !== "" && !/\w/.test(text.charAt(at + found.length));
  return isWhole && passesMod97(found.replaceAll(" ", "")) ? found : undefined;
}
