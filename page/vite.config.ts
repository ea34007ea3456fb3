// Builds one page into one file that needs nothing else: `vite build --config page/vite.config.ts --mode report` makes dist/page/report.html
// from page/report/report.html.

import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vite';
import { viteSingleFile } from 'vite-plugin-singlefile';
import { contentPolicy } from './vite/content-policy.ts';

export default defineConfig(({ mode }) => ({
  root: fileURLToPath(new URL(mode, import.meta.url)),
  logLevel: 'warn',
  oxc: { jsx: { runtime: 'automatic', importSource: 'preact' } },
  plugins: [viteSingleFile({ removeViteModuleLoader: true }), contentPolicy()],
  build: {
    outDir: fileURLToPath(new URL('../dist/page', import.meta.url)),
    emptyOutDir: false,
    target: 'es2022',
    reportCompressedSize: false,
    rolldownOptions: { input: fileURLToPath(new URL(`${mode}/${mode}.html`, import.meta.url)) },
  },
}));
