import optimizeLocales from '@react-aria/optimize-locales-plugin';
import react from '@vitejs/plugin-react';
import { defaultClientConditions, defineConfig, type Plugin } from 'vite';

/** A running `sojourn up`, for `vite dev`. */
const server = process.env.SOJOURN_URL ?? 'http://127.0.0.1:8080';
const proxied = [
  '/v2',
  '/usercache',
  '/datastreams',
  '/profile',
  '/pipeline',
  '/customlabel',
  '/result',
  '/timeline',
  '/geography',
  '/-/health',
];

/** Lets the browser fetch the code of the home screen together with that of the shell, not after it. */
function preloadHomeScreen(): Plugin {
  return {
    name: 'preload-home-screen',
    transformIndexHtml: {
      order: 'post',
      handler(html, { bundle = {} }) {
        const chunks = Object.values(bundle).filter((file) => file.type === 'chunk');
        const home = chunks.find(({ facadeModuleId }) => facadeModuleId?.endsWith('/diary/page.tsx'));
        return [home?.fileName, ...(home?.imports ?? [])]
          .filter((file) => file !== undefined && !html.includes(file))
          .map((file) => ({
            tag: 'link',
            attrs: { rel: 'modulepreload', crossorigin: true, href: `/${file}` },
            injectTo: 'head' as const,
          }));
      },
    },
  };
}

export default defineConfig({
  plugins: [
    react(),
    { ...optimizeLocales.vite({ locales: ['en-US', 'de-DE'] }), enforce: 'pre' },
    preloadHomeScreen(),
  ],
  resolve: { conditions: ['@sojourn/source', ...defaultClientConditions] },
  build: {
    outDir: 'dist/page',
    target: 'es2022',
    // The browser fetches what a page needs by itself; an inline script would break the policy.
    modulePreload: { polyfill: false },
    assetsInlineLimit: 0,
    rolldownOptions: {
      input: ['index.html', 'src/service-worker/service-worker.ts'],
      output: {
        // A service worker is in charge of what lies beside and below it, and keeps its name.
        // The map's library comes by itself, and its size is counted apart.
        codeSplitting: {
          groups: [
            { name: 'map-library', test: /node_modules\/(maplibre-gl|pmtiles|fflate)/ },
            // Chunks run before what imports them: what tells zod to do without `eval` has to be in zod's own.
            { name: 'shapes', test: /zod-setup\.ts|node_modules\/zod\/|packages\/datamodel\// },
          ],
        },
        entryFileNames: ({ name }) => (name === 'service-worker' ? '[name].js' : 'assets/[name]-[hash].js'),
      },
    },
    reportCompressedSize: false,
    // The map is larger, and comes by itself.
    chunkSizeWarningLimit: 1200,
  },
  server: { proxy: Object.fromEntries(proxied.map((path) => [path, server])) },
});
