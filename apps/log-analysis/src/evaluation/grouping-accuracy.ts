/**
 * Grouping accuracy: the share of lines whose predicted group has exactly the lines of their true group.
 *
 * Source: Zhu et al., "Tools and Benchmarks for Automated Log Parsing", ICSE-SEIP 2019, there named parsing accuracy.
 *
 * @param predicted the predicted group of each line
 * @param truth the true group of each line, as many
 * @returns 0 to 1; 1 for no lines
 */
export function groupingAccuracy(predicted: readonly string[], truth: readonly string[]): number {
  if (predicted.length === 0) return 1;
  const predictedSizes = sizesOf(predicted);
  const trueSizes = sizesOf(truth);
  // Two groups are one set of lines if they have as many lines as they have in common.
  const common = sizesOf(predicted.map((group, line) => pair(group, truth[line])));
  const right = predicted.filter((group, line) => {
    const lines = common.get(pair(group, truth[line]));
    return lines === predictedSizes.get(group) && lines === trueSizes.get(truth[line] ?? '');
  });
  return right.length / predicted.length;
}

function sizesOf(groups: readonly string[]): ReadonlyMap<string, number> {
  const sizes = new Map<string, number>();
  for (const group of groups) sizes.set(group, (sizes.get(group) ?? 0) + 1);
  return sizes;
}

function pair(predicted: string, truth: string | undefined): string {
  return JSON.stringify([predicted, truth]);
}
