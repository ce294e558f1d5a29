// Another store in the place of the real one: CLARO_IR_TEST_STORE names it.
import type { Planted } from "../../sim/mutants.ts";

export const PLANTED: Planted = {
  id: "store",
  file: "adapters/store/open-store.ts",
  find: 'import { fileJournal } from "./file-journal.ts";',
  replace: `import { ${process.env["CLARO_IR_TEST_STORE"] ?? ""} as fileJournal } from "../../../test/prove/responders/broken-stores.ts";`,
};
