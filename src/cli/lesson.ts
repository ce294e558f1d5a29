// What the help of one command teaches.
export interface Lesson {
  /** Command lines; the first is the one most people need. */
  readonly examples: readonly string[];
  /** What comes next, or what to know before, in a sentence. */
  readonly after?: string;
}
