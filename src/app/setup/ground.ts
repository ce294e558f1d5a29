// What `init` works on: a folder with or without a configuration, and this machine's identity.
import type { FoundPlace } from "../../core/setup/place.ts";
import type { Config } from "../../ports/config.ts";

export interface Ground {
  /** Absolute path of the configuration that is made. */
  readonly file: string;
  /** Name of the folder around it: what a workspace is probably called. */
  readonly folderName: string;
  readonly osUser: string;
  /** The configuration at that path; undefined where there is none. Throws ClaroIrError for one that is broken. */
  existing(): Promise<Config | undefined>;
  /** Another configuration, which is in use in this folder until there is one of its own. */
  shadowed(): Promise<string | undefined>;
  /** Places in the folder that hold keys, as their kinds accept them; nothing is run and no value leaves. */
  survey(): Promise<{
    readonly places: readonly FoundPlace[];
    readonly remarks: readonly string[];
  }>;
  /** Kinds of provider, and an entry for each as YAML. */
  readonly providers: readonly {
    readonly kind: string;
    readonly title: string;
    readonly example: string;
  }[];
  /** This machine's age recipient; undefined where there is no identity yet. */
  recipient(): Promise<string | undefined>;
  /** The same; makes the identity where there is none. */
  ensureRecipient(): Promise<string>;
  /** What the loader would say against this text; undefined where it takes it. */
  complaint(text: string): string | undefined;
  /** Write the file, readable by its owner, unless there is one. */
  create(text: string): Promise<"published" | "exists">;
}
