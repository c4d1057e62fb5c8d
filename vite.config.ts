import { fileURLToPath } from 'node:url';
import react from '@vitejs/plugin-react';
import { defineConfig } from 'vitest/config';

export default defineConfig({
  plugins: [react()],
  base: './',
  resolve: {
    alias: {
      // d3-zoom asks d3-transition only to interrupt animations, and fields have none: 9 kB gzipped less.
      'd3-transition': fileURLToPath(new URL('./app/lib/interrupt.ts', import.meta.url)),
    },
  },
  worker: { format: 'es' },
  build: {
    outDir: 'dist',
    target: 'es2022',
    // The page is served with a strict content policy: every asset stays a file of its own.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
  },
  test: {
    include: ['engine/**/*.test.ts', 'app/**/*.test.{ts,tsx}'],
    environment: 'node',
    testTimeout: 60_000,
  },
});
