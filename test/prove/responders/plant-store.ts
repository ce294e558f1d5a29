// Loaded before the program: puts one of the broken stores in the place of the real one. CLARO_IR_TEST_STORE names it.
import { plant } from "../../sim/plant.ts";

plant({
  id: "store",
  file: "adapters/store/open-store.ts",
  find: 'import { fileJournal } from "./file-journal.ts";',
  replace: `import { ${process.env["CLARO_IR_TEST_STORE"] ?? ""} as fileJournal } from "../../../test/prove/responders/broken-stores.ts";`,
});
