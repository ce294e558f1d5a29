// The clipboard of the terminal a person sits at, also over ssh: the OSC 52 sequence (xterm, "Operating System Commands").

/** Offer words to the clipboard. Terminals that do not know the sequence ignore it, so nothing may rely on it. Never for secrets. */
export function copyToClipboard(stream: NodeJS.WritableStream, text: string): void {
  stream.write(`\u001b]52;c;${Buffer.from(text, "utf8").toString("base64")}\u0007`);
}
