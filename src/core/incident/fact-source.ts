// Words by which a fact's source says how well its moment is known.

/** The moment was found, not stated: what it stands for came then or before. */
export const AT_THE_LATEST = "at the latest then";
