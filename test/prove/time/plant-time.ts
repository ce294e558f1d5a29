// Loaded before the program: plants one of the mistakes about time in it. CLARO_IR_TEST_MISTAKE names it.
import { plant } from "../../sim/plant.ts";
import { MISTAKES } from "./mistakes.ts";

const mistake = MISTAKES.find(({ id }) => id === process.env["CLARO_IR_TEST_MISTAKE"]);
if (mistake === undefined) throw new Error("no such mistake");
plant(mistake);
