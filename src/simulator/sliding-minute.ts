import { SlidingWindow } from './sliding-window.ts';

/** The window most services count in. */
export class SlidingMinute extends SlidingWindow {
  constructor(limit: number) {
    super(limit, 60);
  }
}
