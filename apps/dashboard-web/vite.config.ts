import tailwindcss from '@tailwindcss/vite';
import react from '@vitejs/plugin-react';
import { defineConfig, loadEnv } from 'vite';
import { bundleBudget } from './build/bundle-budget.ts';
import { compressFiles } from './build/compress-files.ts';

/** `vite` alone serves the page with a running dashboard behind it; `REDOUBT_DASHBOARD_URL` says where that is. */
export default defineConfig(({ mode }) => {
  const target = loadEnv(mode, import.meta.dirname, 'REDOUBT_').REDOUBT_DASHBOARD_URL ?? 'http://127.0.0.1:8081';
  return {
    root: import.meta.dirname,
    plugins: [react(), tailwindcss(), bundleBudget(), compressFiles()],
    // All pages at the start, so that opening one does not bundle anew and reload.
    optimizeDeps: { entries: ['index.html', 'src/**/*.tsx'] },
    server: {
      host: '127.0.0.1',
      proxy: { '/api': { target }, '/socket.io': { target, ws: true } },
    },
    build: {
      // These know light-dark(), by which both themes come from one list.
      target: ['chrome123', 'edge123', 'firefox120', 'safari17.5'],
      // The page's policy allows no data: fonts and no inline scripts.
      assetsInlineLimit: 0,
      modulePreload: { polyfill: false },
      reportCompressedSize: false,
      chunkSizeWarningLimit: 1_000,
      // One file of icons in place of one per icon.
      rolldownOptions: {
        output: { codeSplitting: { groups: [{ name: 'icons', test: /node_modules[\\/]lucide-react/ }] } },
      },
    },
  };
});
