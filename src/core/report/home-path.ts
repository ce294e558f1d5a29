// Paths in a document that others read: which file it was, without the name of whoever's home it lay in.

/** Linux, macOS, Windows, and Windows seen from Linux; inside an address (`https://…/home/dana/`) it is no path. */
const HOME =
  /(?<![\w.~/\\-])(?:\/root|(?:\/var)?\/home\/[\w.@-]+|(?:\/mnt\/[a-z])?\/Users\/[\w.@-]+|[A-Za-z]:[\\/]Users[\\/][\w.@-]+)(?=[\\/])/g;

/** `/home/dana/shop/app.log` as `~/shop/app.log`. The same text gives the same on every machine, so that a document can be made again. */
export function withoutHomes(text: string): string {
  return text.replaceAll(HOME, "~");
}
