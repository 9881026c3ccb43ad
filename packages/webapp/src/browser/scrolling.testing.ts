import type { Page } from 'playwright-core';

/** How a long list behaved while it was scrolled from end to end. Times are milliseconds. */
export interface Scrolling {
  readonly frames: number;
  readonly medianFrame: number;
  readonly slowestTwentieth: number;
  readonly longestTask: number;
  readonly mostElements: number;
}

/** Scrolls the timeline to its end, so many pixels a frame, and watches. */
export function scrollTimeline(page: Page, step: number): Promise<Scrolling> {
  return page.evaluate(async (pixels) => {
    const scroller = document.querySelector('.timeline-scroller')!;
    const tasks: number[] = [0];
    const observer = new PerformanceObserver((list) => {
      tasks.push(...list.getEntries().map(({ duration }) => duration));
    });
    observer.observe({ type: 'longtask' });
    const frames: number[] = [];
    let mostElements = 0;
    let before = performance.now();
    while (scroller.scrollTop + scroller.clientHeight < scroller.scrollHeight - 1) {
      scroller.scrollTop += pixels;
      const now = await new Promise<number>((resolve) => requestAnimationFrame(resolve));
      frames.push(now - before);
      before = now;
      mostElements = Math.max(mostElements, document.getElementsByTagName('*').length);
    }
    observer.disconnect();
    frames.sort((a, b) => a - b);
    const at = (share: number) => Math.round(frames[Math.floor(share * (frames.length - 1))] ?? 0);
    return {
      frames: frames.length,
      medianFrame: at(0.5),
      slowestTwentieth: at(0.95),
      longestTask: Math.round(Math.max(...tasks)),
      mostElements,
    };
  }, step);
}
