/** Rows of a benchmark, printed as they come. */

export function median(values: readonly number[]): number {
  return quantile(values, 0.5);
}

/** Nearest-rank quantile, q in 0…1. */
export function quantile(values: readonly number[], q: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(q * sorted.length))] ?? Number.NaN;
}

export function heading(text: string): void {
  process.stdout.write(`\n${text}\n`);
}

/** One figure with its goal. */
export function row(name: string, value: string, goal = ''): void {
  process.stdout.write(`  ${name.padEnd(52)} ${value.padStart(18)}   ${goal}\n`);
}
