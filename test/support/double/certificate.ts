// A certificate for 127.0.0.1 that signs itself, made anew for each test process and trusted by it.
import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { getCACertificates, setDefaultCACertificates } from "node:tls";

let made: { readonly key: string; readonly cert: string } | undefined;

/** Key and certificate in PEM. */
export function certificate(): { readonly key: string; readonly cert: string } {
  made ??= make();
  return made;
}

function make(): { readonly key: string; readonly cert: string } {
  const folder = mkdtempSync(join(tmpdir(), "claro-ir-certificate-"));
  try {
    const [keyFile, certFile] = [join(folder, "key.pem"), join(folder, "cert.pem")];
    const kind = ["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-days", "2"];
    const names = ["-subj", "/CN=127.0.0.1", "-addext", "subjectAltName=IP:127.0.0.1"];
    const files = ["-keyout", keyFile, "-out", certFile];
    execFileSync("openssl", ["req", "-x509", ...kind, ...names, ...files], { stdio: "ignore" });
    const pair = { key: readFileSync(keyFile, "utf8"), cert: readFileSync(certFile, "utf8") };
    setDefaultCACertificates([...getCACertificates("default"), pair.cert]);
    return pair;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
