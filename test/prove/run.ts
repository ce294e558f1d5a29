// `npm run prove -- [campaign …]`: plays the campaigns named, or all, and prints one line of figures each.
//   --short            the form that `.ci/run` plays             --replay <case>  one case of one campaign, told step by step
//   --required         a campaign that cannot run here fails     --report         writes the table of the README; what has passed since
//                                                                                the last change of the sources is not played again
import { parseArgs } from "node:util";
import type { Campaign, Findings } from "./campaign.ts";
import { campaigns } from "./index.ts";
import { Kept, type Proof } from "./kept.ts";
import { writeTable } from "./report.ts";
import { missing } from "./tools.ts";

/** Most violations that are worth telling. */
const MOST_TOLD = 10;

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    short: { type: "boolean", default: false },
    required: { type: "boolean", default: false },
    report: { type: "boolean", default: false },
    replay: { type: "string" },
  },
});

function say(text: string): void {
  if (process.stderr.isTTY || values.replay !== undefined) process.stderr.write(`${text}\n`);
}

function chosen(): readonly Campaign[] {
  const unknown = positionals.filter((id) => !campaigns.some((one) => one.id === id));
  if (unknown.length > 0)
    throw new Error(
      `no campaign ${unknown.join(", ")}; there are ${campaigns.map(({ id }) => id).join(", ")}`,
    );
  if (values.replay !== undefined && positionals.length !== 1)
    throw new Error("--replay plays a case of one campaign: name it");
  return positionals.length === 0
    ? campaigns
    : campaigns.filter(({ id }) => positionals.includes(id));
}

function tell({ id }: Campaign, { violations }: Findings): void {
  for (const { what, replay } of violations.slice(0, MOST_TOLD)) {
    console.log(`  broken: ${what}`);
    console.log(`    again: npm run prove -- ${id} --replay '${replay}'`);
  }
  if (violations.length > MOST_TOLD)
    console.log(`  and ${String(violations.length - MOST_TOLD)} more`);
}

function wordsOf(error: unknown): string {
  return error instanceof Error ? (error.stack ?? error.message) : String(error);
}

/** Play its cases. One that breaks off has shown nothing, and does not keep the others from being played. */
async function findingsOf(campaign: Campaign): Promise<Findings> {
  const { replay = null, short: isShort } = values;
  try {
    return await campaign.run({ isShort, replay, say });
  } catch (error) {
    console.log(`${campaign.id} broke off: ${wordsOf(error)}`);
    return { cases: 0, figures: "broke off", violations: [] };
  }
}

/** The names of the mistakes that were tried, with those that went unseen marked. */
async function control({ controls }: Campaign): Promise<{ caught: string[]; unseen: string[] }> {
  const caught: string[] = [];
  const unseen: string[] = [];
  for (const one of values.short ? controls.slice(0, 1) : controls) {
    say(`  a program that ${one.name} …`);
    const seen = await one.caught().catch((error: unknown) => {
      console.log(`  broke off with a program that ${one.name}: ${wordsOf(error)}`);
      return 0;
    });
    (seen > 0 ? caught : unseen).push(one.name);
  }
  return { caught, unseen };
}

/** Play a campaign and tell what came of it. Null: it cannot be played here. */
async function play(campaign: Campaign): Promise<Proof | null> {
  const { id } = campaign;
  const start = performance.now();
  const lacking = await missing(campaign.needs);
  if (lacking.length > 0) {
    console.log(`${id}: SKIPPED, this machine lacks ${lacking.join(", ")}`);
    if (values.required) process.exitCode = 1;
    return null;
  }
  const findings = await findingsOf(campaign);
  const { caught, unseen } =
    values.replay === undefined ? await control(campaign) : { caught: [], unseen: [] };
  const seconds = Math.round((performance.now() - start) / 1000);
  const { figures, cases } = findings;
  const violations = findings.violations.length;
  console.log(
    `${id}: ${figures}; ${String(violations)} violations; ` +
      `mistakes caught: ${String(caught.length)} of ${String(caught.length + unseen.length)}; ${String(seconds)} s`,
  );
  tell(campaign, findings);
  for (const name of unseen) console.log(`  NOT caught: a program that ${name}`);
  const proof = { id, isShort: values.short, figures, violations, caught, seconds };
  if (violations > 0 || unseen.length > 0 || cases === 0) process.exitCode = 1;
  else if (values.replay === undefined) await kept.keep(proof);
  return proof;
}

/** A proof that a report need not make again. */
async function before({ id }: Campaign): Promise<Proof | undefined> {
  if (!values.report) return undefined;
  const found = (await kept.proofs()).find((proof) => proof.id === id);
  if (found === undefined || (found.isShort && !values.short)) return undefined;
  console.log(`${id}: ${found.figures}; shown before, the sources are the same`);
  return found;
}

const kept = await Kept.open();
const played: Proof[] = [];
for (const campaign of chosen()) {
  const proof = (await before(campaign)) ?? (await play(campaign));
  if (proof !== null) played.push(proof);
}
if (values.report) await writeTable(campaigns, [...played, ...(await kept.proofs())]);
