// The incident that a report is about, read as reports need it.
import { remembering } from "../core/remembering.ts";
import type { ReportInput } from "../core/report/input.ts";
import type { Cli } from "./cli.ts";
import type { GlobalOptions, Reading } from "./host.ts";

export interface Chosen {
  readonly reading: Reading;
  readonly id: string;
}

export interface Report extends Chosen {
  readonly input: ReportInput;
}

/** The incident that the options mean. */
export async function chooseReading(cli: Cli, options: GlobalOptions): Promise<Chosen> {
  const { chooseIncident } = await import("../app/choose.ts");
  const reading = await cli.host.openReading(options);
  const id = await chooseIncident(reading, options.incident ?? cli.host.env["CLARO_IR_INCIDENT"]);
  return { reading, id };
}

/** Operators, and whom an authority may ask, without what stands beside the name (`Dana Miller, dpo@example.com`). */
function peopleIn({ operators, compliance }: Reading["config"]): readonly string[] {
  const contact = compliance.contact?.split(/[,;<(]/)[0]?.trim() ?? "";
  return [...operators.map(({ id }) => id), contact];
}

/** The same with its whole record and the state that it folds to. */
export async function foldReport(cli: Cli, { reading, id }: Chosen): Promise<Report> {
  const { reportInput } = await import("../app/report.ts");
  const input = await reportInput(reading, id, {
    clock: reading.clock,
    version: cli.host.version,
    clean: remembering(cli.host.output.redact),
    withNames: false,
  });
  return { reading, id, input: { ...input, people: peopleIn(reading.config) } };
}

/** Both at once. */
export async function loadReport(cli: Cli, options: GlobalOptions): Promise<Report> {
  return foldReport(cli, await chooseReading(cli, options));
}
