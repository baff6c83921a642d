/**
 * Whether a pattern of policies covers a whole text: `*` stands for any characters, also none, `?` for one.
 *
 * Only the last `*` is ever taken back, since an earlier one could not do better: a hostile pattern costs at most its
 * length times the text's, where a backtracking matcher would take time without end.
 */
export function matchesWildcard(pattern: string, text: string): boolean {
  let at = 0;
  let star = -1;
  let coveredByStar = 0;
  for (let i = 0; i < text.length;) {
    const symbol = pattern[at];
    if (symbol === '*') {
      star = at;
      at += 1;
      coveredByStar = i;
    } else if (symbol !== undefined && (symbol === '?' || symbol === text[i])) {
      at += 1;
      i += 1;
    } else if (star >= 0) {
      coveredByStar += 1;
      i = coveredByStar;
      at = star + 1;
    } else {
      return false;
    }
  }
  while (pattern[at] === '*') at += 1;
  return at === pattern.length;
}
