/** Hands a file to the reader, as the browser does it: a link that is followed once. */
export function save(blob: Blob, name: string): void {
  const url = URL.createObjectURL(blob);
  const link = document.createElement('a');
  link.href = url;
  link.download = name;
  document.body.append(link);
  link.click();
  link.remove();
  // A browser may only now begin to read it.
  setTimeout(() => URL.revokeObjectURL(url), 60_000);
}
