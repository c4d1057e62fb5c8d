import { defineConfig } from 'vitest/config';

/** The tests that a change of the engine has to pass: those that are quick, because a change that nothing notices costs all of them. */
export default defineConfig({
  test: {
    include: [
      'engine/{event,kvm,log,migrate,mm}/**/*.test.ts',
      'engine/conformance/conformance.test.ts',
      'engine/sim/{era,inject}.test.ts',
      'engine/words/words.test.ts',
    ],
    // Changes modules before they are loaded, so needs a process of its own.
    exclude: ['engine/event/newkind.test.ts'],
    setupFiles: 'engine/testing/equality.ts',
    testTimeout: 180_000,
    // Mutants are chosen in the process of the tests, where Node would load modules of the engine as they are in the repository.
    isolate: false,
  },
});
