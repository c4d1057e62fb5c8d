/** The page that a test has open. Here, because test files share page.tsx, whose own hooks only the first of them would run, while
 *  browser.ts runs for each. */
export const opened: { close: (() => void) | null } = { close: null };
