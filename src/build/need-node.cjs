// Loaded before the build (`node -r`): an older Node cannot even read TypeScript, so the plain sentence must come first.
"use strict";

var parts = process.versions.node.split(".").map(Number);

if (parts[0] < 24 || (parts[0] === 24 && parts[1] < 15)) {
  process.stderr.write(
    "The build needs Node 24.15 or newer; this is " +
      process.version +
      ". " +
      "`npm ci` brings one (without --ignore-scripts), then: npm run build\n",
  );
  process.exitCode = 2;
  process.reallyExit(2);
}
