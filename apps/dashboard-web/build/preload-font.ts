import type { Plugin } from 'vite';

const bodyFont = /inter-latin-[^/]*\.woff2$/;

/** Asks for the body font along with the scripts, so that the first words do not change their shape. */
export function preloadFont(): Plugin {
  return {
    name: 'redoubt-preload-font',
    apply: 'build',
    transformIndexHtml: {
      order: 'post',
      handler: (_html, { bundle = {} }) => {
        const font = Object.keys(bundle).find((name) => bodyFont.test(name));
        if (font === undefined) throw new Error('the body font is not part of the build');
        const attrs = { rel: 'preload', as: 'font', type: 'font/woff2', crossorigin: true, href: `/${font}` };
        return [{ tag: 'link', attrs, injectTo: 'head' }];
      },
    },
  };
}
