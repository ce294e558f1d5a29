// Loaded before the program: puts one of the broken stores in the place of the real one. CLARO_IR_TEST_STORE names it.
import { plant } from "../../sim/plant.ts";
import { PLANTED } from "./planted.ts";

plant(PLANTED);
