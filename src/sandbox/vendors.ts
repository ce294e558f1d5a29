// The vendors that one server looks like: each has a base path, Claro none.
import { VENDORS, type Vendor } from "./scenario/scenario.ts";

/** Where a vendor's API lies on this server: empty for Claro, `/openai` for OpenAI. */
export function basePath(vendor: Vendor): string {
  return vendor === "claro" ? "" : `/${vendor}`;
}

/** The vendor that a path belongs to, and the path as that vendor sees it. */
export function vendorOf(path: string): { readonly vendor: Vendor; readonly path: string } {
  const vendor = VENDORS.find((one) => one !== "claro" && path.startsWith(`${basePath(one)}/`));
  return vendor === undefined
    ? { vendor: "claro", path }
    : { vendor, path: path.slice(basePath(vendor).length) };
}
