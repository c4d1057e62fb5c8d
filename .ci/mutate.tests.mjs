// Stands for Vitest in the tests of `mutate.runner.mjs`, which runs them again and again in one process: collects what a
// file declares, and leaves `expect` to Vitest.
export { expect } from 'vitest';

/** Tests in the order of their declaration. */
export const tests = [];

let scope = { name: '', before: [], after: [] };

function inside(name, declare) {
  const outer = scope;
  scope = { ...outer, name: `${outer.name}${name} > ` };
  declare();
  scope = outer;
}

const each = (add) => (rows) => (name, run) => {
  for (const [i, row] of rows.entries()) {
    const args = Array.isArray(row) ? row : [row];
    add(`${name} [${i}]`, () => run(...args));
  }
};

export const describe = Object.assign(inside, { each: each(inside) });

const add = (name, run) => tests.push({ id: `${tests.length} ${scope.name}${name}`, run, scope });

export const it = Object.assign(add, { each: each(add) });

/** For the tests declared from here on. */
export const beforeAll = (run) => {
  scope = { ...scope, before: [...scope.before, run] };
};
export const afterAll = (run) => {
  scope = { ...scope, after: [...scope.after, run] };
};
