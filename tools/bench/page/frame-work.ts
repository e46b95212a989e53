import type { Page } from 'playwright-core';

/**
 * Runs in the page: for each frame in which the document changed, the time from its first animation callback to the
 * task after it was drawn; scripts, styles, layout and paint of the main thread are all in it.
 */
const WATCH_FRAMES = `(() => {
  window.frameWorkMs = [];
  let startedMs = 0, isChanged = false;
  new MutationObserver(() => { isChanged = true; })
    .observe(document.body, { childList: true, subtree: true, characterData: true, attributes: true });
  const { port1, port2 } = new MessageChannel();
  port1.onmessage = () => {
    if (isChanged) window.frameWorkMs.push(performance.now() - startedMs);
    isChanged = false;
  };
  const onFrame = () => {
    requestAnimationFrame(onFrame);
    startedMs = performance.now();
    port2.postMessage(0);
  };
  requestAnimationFrame(onFrame);
})()`;

/** Starts to watch the frames of a page. */
export async function watchFrames(page: Page): Promise<void> {
  await page.evaluate(WATCH_FRAMES);
}

/** @returns work of each frame that changed the page since the watch began, ms */
export function frameWorkMs(page: Page): Promise<number[]> {
  return page.evaluate<number[]>('window.frameWorkMs');
}

/** The page's heap right after a collection, bytes. */
export async function heapBytes(page: Page): Promise<number> {
  const session = await page.context().newCDPSession(page);
  try {
    await session.send('HeapProfiler.collectGarbage');
    const { usedSize } = await session.send('Runtime.getHeapUsage');
    return usedSize;
  } finally {
    await session.detach();
  }
}
