// What failed, in few lines, from the JSON reports of Vitest and Playwright: of a long log only its end may be kept.

/** Lines for all failures together; each has two at least. */
const ROOM = 40;

// biome-ignore lint/suspicious/noControlCharactersInRegex: it is what begins a colour
const COLOURS = /\u001b\[[\d;]*m/g;

/** The lines of a message that say something: no stack, no source around the place, no line that is empty. */
const said = (message) =>
  message
    .replace(COLOURS, '')
    .split('\n')
    .map((line) => line.trimEnd())
    .filter((line) => line.trim() !== '' && !/^\s+at |^\s*>?\s*\d* \|/.test(line));

/** Failed tests of Vitest, and files that do not load. */
function ofUnit(report) {
  return report.testResults.flatMap((file) => {
    const failed = file.assertionResults.filter((test) => test.status === 'failed');
    if (failed.length === 0 && file.status === 'failed')
      return [{ name: file.name, lines: said(file.message ?? '') }];
    return failed.map((test) => ({
      name: `${file.name}: ${test.fullName}`,
      lines: test.failureMessages.flatMap(said),
    }));
  });
}

/** Failed tests of Playwright. */
function ofE2e(report) {
  const specs = (suite) => [...(suite.specs ?? []), ...(suite.suites ?? []).flatMap(specs)];
  return report.suites.flatMap(specs).flatMap((spec) => {
    const errors = spec.tests
      .filter((test) => test.status === 'unexpected')
      .flatMap((test) => test.results.flatMap((result) => result.errors));
    if (spec.ok) return [];
    return [
      {
        name: `${spec.file}:${spec.line}: ${spec.title}`,
        lines: errors.flatMap(({ message = '', location }) => {
          const [first = '', ...more] = said(message);
          return [location ? `line ${location.line}: ${first}` : first, ...more];
        }),
      },
    ];
  });
}

/** Lines to print last: each failed test of a report with the beginning of what it says. */
export function failuresOf(report) {
  const failures = report.testResults ? ofUnit(report) : ofE2e(report);
  const each = Math.max(2, Math.floor(ROOM / Math.max(1, failures.length)) - 1);
  return failures.flatMap(({ name, lines }) => [
    name,
    ...lines.slice(0, each).map((line) => `  ${line.slice(0, 300)}`),
    ...(lines.length > each ? [`  … ${lines.length - each} more lines`] : []),
  ]);
}
