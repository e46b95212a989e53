import tailwindcss from '@tailwindcss/vite';
import react from '@vitejs/plugin-react';
import { defineConfig, loadEnv } from 'vite';
import { bundleBudget } from './build/bundle-budget.ts';
import { compressFiles } from './build/compress-files.ts';
import { preloadFont } from './build/preload-font.ts';

/** Files in place of many small ones: what every page needs, and the icons. */
const GROUPS = [
  {
    name: 'framework',
    test: /node_modules[\\/](?:react|react-dom|scheduler|clsx|openapi-fetch|use-sync-external-store|@tanstack[\\/](?!virtual|react-virtual)[\w-]+)[\\/]/,
  },
  { name: 'icons', test: /node_modules[\\/]lucide-react/ },
];

/** `vite` alone serves the page with a running dashboard behind it; `REDOUBT_DASHBOARD_URL` says where that is. */
export default defineConfig(({ mode }) => {
  const target = loadEnv(mode, import.meta.dirname, 'REDOUBT_').REDOUBT_DASHBOARD_URL ?? 'http://127.0.0.1:8081';
  return {
    root: import.meta.dirname,
    plugins: [react(), tailwindcss(), preloadFont(), bundleBudget(), compressFiles()],
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
      rolldownOptions: { output: { codeSplitting: { groups: GROUPS } } },
    },
  };
});
