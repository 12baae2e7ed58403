/** A character for each byte, U+0000 to U+00FF: what the beginning of a file says in ASCII can be read in it. */
export function latin1(bytes: Uint8Array): string {
  // A call takes some ten thousand arguments at most.
  const piece = 8192;
  let text = '';
  for (let at = 0; at < bytes.length; at += piece) {
    text += String.fromCharCode(...bytes.subarray(at, at + piece));
  }
  return text;
}
