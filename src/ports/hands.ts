// What only a person can do, for a rehearsal that plays itself: the buttons of the dashboard.
import type { Secret } from "../core/credential/secret.ts";

/** A played person at a vendor's dashboard. Each call throws OutsideError where the page says no. */
export interface Hands {
  /** Delete the key that ends so. Types its name, as the page asks. */
  deleteKey(last4: string): Promise<void>;
  /** Create a key; its value as the page shows it, once. */
  createKey(name: string): Promise<Secret>;
}
