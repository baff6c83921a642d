/** A text, with the colon behind it where it names a member; or the beginning or end of an object or a list. */
const TOKEN = /("[^"\\]*(?:\\.[^"\\]*)*")(\s*:)?|[{}[\]]/g;

/**
 * A name that an object of the JSON has twice; undefined where there is none. JSON.parse takes the last of them, others the
 * first: who reads what somebody else wrote must not choose.
 *
 * @param json what JSON.parse takes.
 */
export function repeatedJsonName(json: string): string | undefined {
  const open: Set<string>[] = [];
  for (const [token, text, colon] of json.matchAll(TOKEN)) {
    if (token === '{' || token === '[') open.push(new Set());
    else if (token === '}' || token === ']') open.pop();
    else if (text !== undefined && colon !== undefined) {
      const name = JSON.parse(text) as string;
      const names = open.at(-1);
      if (names?.has(name)) return name;
      names?.add(name);
    }
  }
  return undefined;
}
