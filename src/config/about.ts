import { z } from 'zod';

/** What people are told of a variable: in `.env.sample`, and when its value is wrong. */
export interface About {
  group: string;
  /** What it does. */
  summary: string;
  /** What is accepted, as the end of "accepted: …". */
  accepted: string;
  required?: boolean;
  /** The value is never shown. */
  secret?: boolean;
  /** What `.env.sample` shows as the value when nothing is set. */
  default?: string;
}

export const about = z.registry<About>();

/** What several variables accept. */
export const aGuid = 'a GUID';
export const anHttpsUrl = 'an https URL without query';
export const aPage = 'an https URL';
