// Work at many places at once, where one must not end the others.

/** All results, in order. What one work throws is thrown only when the others are through: none is left half done behind an error. */
export async function everyOne<T>(works: readonly Promise<T>[]): Promise<readonly T[]> {
  await Promise.allSettled(works);
  return Promise.all(works);
}
